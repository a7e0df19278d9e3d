"""A character no text holds is left out wherever it comes in; what was typed around it is kept."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newel.web.characters import leave_out_nul
from newel.web.returns.models import Query

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
MONTH = "/staff/progress/S01/monthly/2020-07/"


def seen_by_a_page(request):
    """Return the request as a page gets it."""
    got = []
    middleware = leave_out_nul(lambda request: got.append(request) or HttpResponse())
    middleware(request)
    middleware.process_view(request, None, (), {})
    return got[0]


def test_words_with_a_nul_are_kept_without_it(sign_in):
    answer = sign_in("lead").post(f"{MONTH}ask/", {"words": "Is 4\0 right?"})

    assert answer.status_code == 302
    assert Query.objects.get().question == "Is 4 right?"


def test_a_name_with_a_nul_signs_nobody_in(client):
    assert client.post("/sign-in/", {"username": "le\0ad", "password": "\0"}).status_code == 200


def test_a_question_in_an_address_is_asked_without_it(sign_in):
    assert sign_in("lead").get("/staff/progress/", {"return": "mon\0thly"}).status_code == 200


@pytest.mark.parametrize("address", ["/staff/progress/S\0/", "/open/a\0b/", "/\0/"])
def test_an_address_with_a_nul_is_of_no_page(sign_in, address):
    assert sign_in("lead").get(address).status_code == 404


def test_a_cookie_with_a_nul_is_no_cookie(client):
    client.cookies["newel_session"] = "abcdefgh\0"

    assert client.get("/staff/progress/").status_code == 302


def test_every_value_of_a_field_is_kept_and_its_order():
    request = seen_by_a_page(RequestFactory().post("/", {"late\0": ["a\0", "b"], "note": "\0"}))

    assert dict(request.POST.lists()) == {"late": ["a", "b"], "note": [""]}


def test_what_holds_none_comes_as_it_was_sent():
    request = RequestFactory().post("/?a=1", {"words": "é 𝄞 \u200b\t\n"})
    fields = request.POST

    assert seen_by_a_page(request).POST is fields
