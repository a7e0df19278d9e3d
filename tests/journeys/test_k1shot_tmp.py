import pytest
from tests.support.looking import look
from tests.support.web import sign_in_page
from tests.support.coding_on_the_web import a_codebook
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_shot(page, live_server, make_account, example_study):
    a_codebook()
    sign_in_page(page, live_server, make_account("lead"))
    for n,a in (("codebook","/staff/codebook/ways/"),("home","/")):
        page.goto(live_server.url+a); look(page,"h-"+n)
