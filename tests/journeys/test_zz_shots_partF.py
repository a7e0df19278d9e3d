import pytest
from pathlib import Path
from tests.support.people import *
from tests.support.browser import *
from tests.support.web import STUDIES
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT=Path("/tmp/partF/ex"); OUT.mkdir(exist_ok=True)
N=[0]
def shot(page,g):
    N[0]+=1
    for w in (WIDE,NARROW):
        page.set_viewport_size(w); page.screenshot(path=str(OUT/f"{N[0]:03d}-{g}-{w['width']}.png"), full_page=True)
    page.set_viewport_size(WIDE)
@pytest.mark.parametrize("group", ["staff", "young_person", "carer"])
def test_x(live_server, new_page, serve_study, group):
    serve_study(STUDIES / "secure_stairs", today=DAY_IN_WAVE_3)
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/open/{card(group,'w3').link_key}/"); shot(page,group)
    come_in(page, card(group, "w3").code, at=live_server.url); shot(page,group)
    press(page, "Continue"); shot(page,group)
    if group == "young_person":
        page.get_by_label("Under 16").check()
        press(page, "Continue"); shot(page,group)
        page.get_by_label("Yes").check()
        press(page, "Continue"); shot(page,group)
    for _ in range(80):
        if heading(page) == "One last look":
            break
        for question in page.get_by_role("group").all():
            if question.get_by_role("radio").count():
                question.get_by_role("radio").first.check()
        press(page, "Continue"); shot(page,group)
@pytest.mark.parametrize("x",[1])
def test_cards(live_server, page, serve_study, sign_in_page, x):
    serve_study(STUDIES / "secure_stairs", today=DAY_IN_WAVE_3)
