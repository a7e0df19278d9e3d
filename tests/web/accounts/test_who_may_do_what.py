"""The matrix of roles and pages: every page of the site is in it, for every role, at one's own site and at another's.

A page that nobody listed here fails the build, and so does a page that lets in one role too many or too few.
"""

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from newel.web.accounts.permissions import PERMISSIONS, ROLES, allowed, check, sites_of
from newel.web.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

EVERYBODY = {"nobody", *ROLES}
STAFF = set(ROLES)
CARE = {"site_lead", "practitioner"}
OF_ONE_YOUNG_PERSON = {
    "pathway": [],
    "assessment": [],
    "assess": [1],
    "words": [],
    "hand_over": [],
    "targets": [],
    "rate": [1],
    "close": [1],
    "chart": [1],
    "formulation": [],
    "formulate": [],
    "version": [1],
    "interventions": [],
    "end_intervention": [1],
    "reviews": [],
    "take_back_review": [],
    "transition": [],
    "leave": [],
    "reopen": [],
}
DESK = {"lead", "redactor"}
NOBODYS_KEY = "0123456789abcdef"  # tests of each app knock at the door of somebody who is there
OF_ONE_SOURCE = {
    "text": ("get", [2], {"lead", "redactor", "researcher"}),
    "source": ("get", [], {"lead", "redactor", "researcher"}),
    "original": ("get", [], DESK),
    "desk": ("get", [], DESK),
    "second": ("get", [], DESK),
    "consent": ("post", [], DESK),
    "open_desk": ("post", [], DESK),
    "clear_desk": ("post", [], DESK),
    "look": ("post", [], DESK),
    "mark": ("post", [], DESK),
    "hand_over": ("post", [], DESK),
    "take_back": ("post", [], DESK),
    "decide": ("post", [1], DESK),
    "sign": ("post", [], DESK),
}
OF_ONE_MEETING = {"meeting": "get", "sheet": "get", "settle": "get", "join": "post", "notes": "post"}
OF_SYNTHESIS: dict[str, tuple[str, list[object]]] = {
    "theories": ("get", []),
    "write": ("get", []),
    "theory": ("get", [NOBODYS_KEY]),
    "reword": ("get", [NOBODYS_KEY]),
    "move": ("post", [NOBODYS_KEY]),
    "link": ("get", [NOBODYS_KEY, "code"]),
    "take_back": ("post", [NOBODYS_KEY, NOBODYS_KEY]),
    "topics": ("get", []),
    "begin": ("post", []),
    "topic": ("get", [NOBODYS_KEY]),
    "judge": ("post", [NOBODYS_KEY, "quantitative"]),
    "displays": ("get", []),
    "display": ("get", ["no-display"]),
}
NO_LAYER = ["no-layer", "no-source"]
CODING_PAGES: dict[str, list[object]] = {
    "board": [],
    "rounds": [],
    "memos": [],
    "compare": [],
    "pair": ["no-layer", "no-other"],
    "side_by_side": ["no-layer", "no-other", "no-source"],
    "matrix": [],
    "cell": ["no-codebook", "no-case", "no-code"],
    "counts": [],
    "together": [],
    "saturation": [],
    "search": [],
    "quotes": [],
    "waiting": [],
    "exports": [],
    "desk": NO_LAYER,
    "since": NO_LAYER,
    "suggest": NO_LAYER,
    "codebooks": [],
    "codebook": ["no-codebook"],
    "versions": ["no-codebook"],
    "code": ["no-codebook", "no-code"],
    "sort": ["no-codebook", "no-code"],
}
CODING_ACTS: dict[str, list[object]] = {
    "lock": ["no-layer"],
    "remove_memo": [1],
    "carry": ["no-layer", "no-other"],
    "settle": ["no-layer", "no-other", "no-source"],
    "choose_quote": [],
    "check_quote": [1],
    "place": [1],
    "give": ["no-codebook", "no-file"],
    "add": NO_LAYER,
    "add_unit": NO_LAYER,
    "remove": NO_LAYER,
    "undo": NO_LAYER,
    "link": NO_LAYER,
    "write_memo": NO_LAYER,
    "ask_suggestions": NO_LAYER,
    "start_codebook": [],
    "add_code": ["no-codebook"],
    "undo_codebook": ["no-codebook"],
}
# name: (method, who gets in). A page of a participant opens by its own ticket, so everybody reaches its door.
PAGES = {
    "accounts:sign_in": ("get", EVERYBODY),
    "accounts:sign_out": ("post", EVERYBODY),
    "accounts:start": ("get", STAFF),
    "accounts:password": ("get", STAFF),
    "returns:choose": ("get", {"site_lead"}),
    "returns:upload": ("get", {"site_lead"}),
    "returns:confirm": ("post", {"site_lead"}),
    "returns:nothing_happened": ("post", {"site_lead"}),
    "returns:blank": ("get", {"site_lead"}),
    "returns:type_in": ("get", {"site_lead"}),
    "returns:faults": ("post", {"site_lead"}),
    "returns:marked": ("post", {"site_lead"}),
    "progress:board": ("get", {"lead", "site_lead", "researcher"}),
    "progress:site": ("get", {"lead", "site_lead", "researcher"}),
    "progress:month": ("get", {"lead", "site_lead", "researcher"}),
    "progress:ask": ("post", {"lead"}),
    "progress:queries": ("get", {"lead", "site_lead", "researcher"}),
    "progress:answer": ("post", {"site_lead"}),
    "progress:close": ("post", {"lead"}),
    "progress:chasers": ("get", {"lead"}),
    "care:board": ("get", {"lead", *CARE}),
    "care:admit": ("get", CARE),
    **{f"care:{name}": ("get", CARE) for name in OF_ONE_YOUNG_PERSON},
    "care:remove": ("get", {"site_lead"}),
    "care:say": ("post", EVERYBODY),  # a young person's page opens by the ticket of their sitting
    "care:finish": ("post", EVERYBODY),
    "care:take_back": ("post", EVERYBODY),
    "sources:board": ("get", {"lead", "redactor", "researcher"}),
    "sources:recall": ("get", {"lead", "redactor", "researcher"}),
    "sources:add": ("get", DESK),
    "sources:roster": ("get", DESK),
    **{f"sources:{name}": (method, lets_in) for name, (method, _, lets_in) in OF_ONE_SOURCE.items()},
    "capture:cards": ("get", {"lead", "site_lead"}),
    "capture:again": ("get", {"lead", "site_lead"}),
    "capture:revoke": ("get", {"lead", "site_lead"}),
    "capture:enter": ("get", EVERYBODY),
    "capture:open_link": ("get", EVERYBODY),
    "capture:agree": ("get", EVERYBODY),
    "capture:questions": ("get", EVERYBODY),
    "capture:change": ("get", EVERYBODY),
    "capture:send": ("get", EVERYBODY),
    "capture:stop": ("get", EVERYBODY),
    "capture:take_back": ("get", EVERYBODY),
    "economics:board": ("get", {"lead", "site_lead", "researcher"}),
    "economics:site": ("get", {"lead", "site_lead", "researcher"}),
    "decide:page": ("get", EVERYBODY),
    **{f"coding:{name}": ("get", {"lead", "researcher"}) for name in CODING_PAGES},
    **{f"coding:{name}": ("post", {"lead", "researcher"}) for name in CODING_ACTS},
    "coding:open_layer": ("post", {"lead"}),
    "coding:unlock": ("post", {"lead"}),
    "observations:board": ("get", {"lead", "researcher"}),
    "observations:begin": ("get", {"lead", "researcher"}),
    **{f"observations:{name}": (method, {"lead", "researcher"}) for name, method in OF_ONE_MEETING.items()},
    **{f"synthesis:{name}": (method, {"lead", "researcher"}) for name, (method, _) in OF_SYNTHESIS.items()},
    "cookies:page": ("get", EVERYBODY),
    "cookies:choose": ("post", set()),  # only from a page of this site: see the tests of cookies
    "cookies:count": ("post", set()),
    "public:home": ("get", EVERYBODY),
    "public:report": ("get", EVERYBODY),
    "public:report_file": ("get", EVERYBODY),
    "public:page": ("get", EVERYBODY),
}
PARTS = {
    **{f"observations:{name}": [NOBODYS_KEY] for name in OF_ONE_MEETING},
    **{f"synthesis:{name}": parts for name, (_, parts) in OF_SYNTHESIS.items()},
    **{f"care:{name}": [NOBODYS_KEY, *more] for name, more in OF_ONE_YOUNG_PERSON.items()},
    **{f"sources:{name}": [NOBODYS_KEY, *more] for name, (_, more, _) in OF_ONE_SOURCE.items()},
    "care:remove": [NOBODYS_KEY],
    **{f"coding:{name}": parts for name, parts in (CODING_PAGES | CODING_ACTS).items()},
    "coding:unlock": ["no-layer"],
    "returns:upload": ["monthly"],
    "returns:confirm": ["monthly"],
    "returns:nothing_happened": ["activity"],
    "returns:blank": ["monthly"],
    "returns:faults": ["monthly"],
    "returns:marked": ["monthly"],
    "returns:type_in": ["monthly"],
    "progress:site": ["S01"],
    "progress:month": ["S01", "monthly", "2020-07"],
    "progress:ask": ["S01", "monthly", "2020-07"],
    "progress:answer": [1],
    "progress:close": [1],
    "economics:site": ["S01"],
    "capture:open_link": ["not-a-key"],
    "public:report_file": ["nothing.pdf"],
    "public:page": ["privacy"],
}
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
    page = sign_in("site_lead", sites=("S05",)).get(address_of(name)).content

    assert b"Alder" not in page
    assert b"S01" not in page


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
