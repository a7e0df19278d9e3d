"""Laws of every page there is: nobody gets in without signing in, and no form is taken that is not the site's own."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
OPEN_TO_ALL = {"accounts:sign_in", "accounts:sign_out"}
ROOMS = {"accounts", "returns", "sources", "economics", "coding", "observations", "progress", "synthesis", "care"}


def pages(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (name, something for each part of its address) of every page of the staff's rooms."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from pages(each.url_patterns, each.app_name or room)
        elif room in ROOMS and each.name:
            parts = {name: 1 if "Int" in type(by).__name__ else "x-1" for name, by in each.pattern.converters.items()}
            yield f"{room}:{each.name}", parts


STAFF = sorted((name, parts) for name, parts in pages(get_resolver().url_patterns) if name not in OPEN_TO_ALL)
OF_STAFF = [(name, parts) for name, parts in STAFF if reverse(name, kwargs=parts).startswith("/staff/")]


def test_there_are_pages_to_look_at() -> None:
    assert {name.partition(":")[0] for name, _ in OF_STAFF} == ROOMS


@pytest.mark.parametrize(("name", "parts"), OF_STAFF, ids=[name for name, _ in OF_STAFF])
def test_a_stranger_is_sent_to_sign_in_and_nothing_is_kept_by_the_browser(name: str, parts: dict[str, object]) -> None:
    answer = Client().get(reverse(name, kwargs=parts))

    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/?next=/")
        assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(("name", "parts"), OF_STAFF, ids=[name for name, _ in OF_STAFF])
def test_a_form_without_the_sites_own_token_is_not_taken(sign_in, name: str, parts: dict[str, object]) -> None:
    signed_in = sign_in("lead")
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = signed_in.cookies

    assert forger.post(reverse(name, kwargs=parts)).status_code == 403


def test_signing_in_leads_to_no_other_site(make_account) -> None:
    from tests.support.web import PASSWORD

    account = make_account("lead")
    for away in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)"):
        fields = {"username": account.user.username, "password": PASSWORD, "next": away}
        answer = Client().post(reverse("accounts:sign_in"), fields)
        assert answer.status_code == 302
        assert answer["Location"] == "/staff/"
