"""The matrix of roles and pages: every page of the site is in it, for every role, at one's own site and at another's.

A page that nobody listed here fails the build, and so does a page that lets in one role too many or too few.
"""

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from newel.web.accounts.permissions import PERMISSIONS, ROLES, allowed, check, sites_of
from newel.web.audit.models import Event
from tests.support.pages import EVERYBODY, NOBODYS_KEY, PAGES, PARTS
from tests.support.web import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

OF_STAFF = [
    name
    for name, (method, lets_in) in PAGES.items()
    if method == "get"
    and lets_in < EVERYBODY
    and NOBODYS_KEY not in PARTS.get(name, [])
    and not any(str(part).startswith("no-") for part in PARTS.get(name, []))
]


def address_of(name: str) -> str:
    return reverse(name, args=PARTS.get(name))


def names_of(resolver: URLResolver, space: str = "") -> list[str]:
    names = []
    for pattern in resolver.url_patterns:
        inner = f"{space}{pattern.namespace}:" if getattr(pattern, "namespace", None) else space
        names += [f"{space}{pattern.name}"] if isinstance(pattern, URLPattern) else names_of(pattern, inner)
    return names


def test_every_page_of_the_site_is_in_the_matrix():
    assert sorted(names_of(get_resolver())) == sorted(PAGES)


@pytest.fixture
def person(client, sign_in):
    return lambda role: client if role == "nobody" else sign_in(role)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_lets_in_the_roles_of_the_matrix_and_no_other(person, name, role):
    method, lets_in = PAGES[name]
    response = getattr(person(role), method)(address_of(name))

    sent_to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/?next=")
    got_in = response.status_code != 403 and not sent_to_sign_in
    assert got_in == (role in lets_in), f"{role} at {name}: {response.status_code}"
    if role == "nobody" and not got_in and lets_in:
        assert sent_to_sign_in


@pytest.mark.parametrize("act", sorted(PERMISSIONS))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_allowed_and_check_never_differ_from_the_table(make_account, role, act):
    user = make_account(role).user

    assert allowed(user, act) == (role in PERMISSIONS[act])
    if role in PERMISSIONS[act]:
        assert check(user, act).role == role


def test_a_site_lead_has_their_own_site_and_the_others_have_all(make_account):
    assert sites_of(make_account("site_lead", sites=("S03", "S01")).user) == ("S01", "S03")
    for role in ("lead", "researcher", "output_checker"):
        assert len(sites_of(make_account(role).user)) == 18


def test_an_account_that_was_closed_may_do_nothing(make_account):
    account = make_account("lead")
    account.user.is_active = False
    account.user.save()

    assert not allowed(account.user, "see_progress")
    assert sites_of(account.user) == ()


def test_a_denied_page_writes_one_event_that_names_the_page(sign_in):
    sign_in("researcher").get("/staff/returns/monthly/")

    event = Event.objects.get(verb="denied")
    assert (event.actor, event.thing, json.loads(event.body)) == (
        "researcher-all",
        "send_return",
        {"page": "returns:upload"},
    )


@pytest.mark.parametrize("name", OF_STAFF)
def test_no_page_of_staff_names_another_site(sign_in, name):
    page = source_of(sign_in("site_lead", sites=("S05",)).get(address_of(name)))

    assert "Alder" not in page
    assert "S01" not in page


@pytest.mark.parametrize("name", OF_STAFF)
def test_a_page_of_staff_is_kept_in_no_browser(sign_in, name):
    lets_in = PAGES[name][1]
    response = sign_in("site_lead" if "site_lead" in lets_in else min(lets_in)).get(address_of(name))

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("site_id", ["S01", "S04", "S99", "nonsense"])
@pytest.mark.parametrize(
    ("name", "rest"), [("progress:site", []), ("progress:month", ["monthly", "2020-07"]), ("economics:site", [])]
)
def test_to_a_site_lead_another_site_is_not_there_at_all(sign_in, name, rest, site_id):
    response = sign_in("site_lead", sites=("S05",)).get(reverse(name, args=[site_id, *rest]))

    assert response.status_code == 404
    assert json.loads(Event.objects.get(verb="denied").body) == {"page": name}


@pytest.mark.parametrize("role", ["lead", "researcher"])
def test_a_role_without_a_site_sees_every_site_of_the_protocol_and_no_other(sign_in, role):
    client = sign_in(role)

    assert client.get(reverse("progress:site", args=["S17"])).status_code == 200
    assert client.get(reverse("progress:site", args=["S99"])).status_code == 404
