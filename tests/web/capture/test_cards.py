"""Cards: who may invite whom, each code shown once, and lost cards stopped."""

import re
from datetime import date

import pytest
from django.test import Client

from newel.web.audit.models import Event
from newel.web.capture.codes import new_code, read_code
from newel.web.capture.models import AccessGrant, AnswerEvent
from newel.web.capture.queries.grants import MOST_WRONG_CODES
from tests.support.reader import Reader
from tests.web.capture.conftest import STUDY

pytestmark = pytest.mark.django_db
CARDS, STOP = "/staff/invitations/", "/staff/invitations/stop/"
THREE_STAFF = {"site": "S01", "group": "staff", "wave": "w2", "count": "3"}
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")


@pytest.fixture
def lead(sign_in) -> Reader:
    """An evaluation lead, signed in."""
    return Reader(sign_in("lead"))


@pytest.fixture
def site_lead(sign_in) -> Reader:
    """The lead of site S01, signed in."""
    return Reader(sign_in("site_lead", sites=("S01",)))


def codes_on(reader: Reader) -> list[str]:
    return [code for code in CODE.findall(reader.text) if code != "GKTF-MHRK-2"]


def test_a_site_lead_makes_cards_after_a_look_and_each_code_opens_the_form(site_lead) -> None:
    site_lead.open(CARDS).press("Continue", THREE_STAFF)
    assert "Make 3 cards?" in site_lead.text
    assert "Alder (S01)" in site_lead.text
    assert not AccessGrant.objects.exists()

    site_lead.press("Make the cards")

    codes = codes_on(site_lead)
    assert len(set(codes)) == AccessGrant.objects.count() == 3
    assert site_lead.html.count("http://testserver/open/") == 3
    assert "Until 31 December 2149." in site_lead.text
    for code in codes:
        assert "About this small study" in Reader().open("/take-part/").press("Continue", {"code": code}).text
    event = Event.objects.get(verb="invite")
    assert event.body == '{"count":3,"group":"staff","site":"S01","wave":"w2"}'
    assert not any(read_code(code) in event.body for code in codes)


def test_the_page_of_cards_loaded_again_neither_shows_the_codes_nor_makes_new_ones(lead) -> None:
    lead.open(CARDS).press("Continue", THREE_STAFF).press("Make the cards")
    assert lead.response["Cache-Control"] == "no-store"

    lead.send_again()

    assert "No cards were made now" in lead.text
    assert codes_on(lead) == []
    assert AccessGrant.objects.count() == 3


def test_a_site_lead_is_offered_own_sites_only_and_a_lead_all_that_are_open(site_lead, lead, serve_study) -> None:
    serve_study(STUDY, today=date(2020, 2, 1))

    assert "Ash (S02)" not in site_lead.open(CARDS).text
    assert "Ash (S02)" in lead.open(CARDS).text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"site": "S02"}, "Choose a site, a group and a wave from the lists."),
        ({"site": "S99"}, "Choose a site, a group and a wave from the lists."),
        ({"group": "teacher"}, "Choose a site, a group and a wave from the lists."),
        ({"wave": "w1"}, "Choose a site, a group and a wave from the lists."),
        ({"count": "0"}, "Type how many, from 1 to 500."),
        ({"count": "501"}, "Type how many, from 1 to 500."),
        ({"count": "-1"}, "Type how many, from 1 to 500."),
        ({"count": "three"}, "Type how many, from 1 to 500."),
    ],
)
@pytest.mark.parametrize("step", ["confirm", "make"])
def test_what_is_not_offered_cannot_be_made_by_any_step(site_lead, serve_study, step, wrong, says) -> None:
    serve_study(STUDY, today=date(2020, 2, 1))
    site_lead.open(CARDS).press("Continue", THREE_STAFF)
    form = site_lead.page.forms[-1]
    other = THREE_STAFF | wrong | {"step": step}

    site_lead.send(form.action, [(name, other.get(name, value)) for name, value in form.fields])

    assert says in site_lead.text
    assert not AccessGrant.objects.exists()


def test_what_was_typed_stays_when_something_is_to_mend(lead) -> None:
    lead.open(CARDS).press("Continue", {"site": "S01", "group": "carer", "wave": "w3", "count": "many"})

    fields = dict(lead.page.forms[-1].fields)
    assert (fields["group"], fields["wave"], fields["count"]) == ("carer", "w3", "many")


def test_a_card_for_a_wave_ahead_says_from_when_it_opens(lead) -> None:
    lead.open(CARDS).press("Continue", THREE_STAFF | {"wave": "w3", "count": "1"}).press("Make the card")

    assert "From 1 January 2150 to 31 December 2150." in lead.text


def test_when_every_wave_is_over_nobody_is_offered(lead, serve_study) -> None:
    serve_study(STUDY, today=date(2151, 1, 1))

    assert "Nobody can be invited now." in lead.open(CARDS).text


def test_a_stopped_card_opens_nothing_keeps_its_answers_and_is_stopped_once(site_lead, agreed, invited) -> None:
    code = invited("staff")
    agreed("staff", code=code).press("Continue", {"team.t1": "3", "team.t2": "1", "team.t3": "7"})

    site_lead.open(STOP).press("Stop this card", {"code": code.lower().replace("-", " ")})
    assert "The card is stopped" in site_lead.text
    site_lead.send_again()

    assert "The card was stopped before" in site_lead.text
    assert Event.objects.filter(verb="revoke").count() == 1
    assert AnswerEvent.objects.count() == 3
    assert "This card has been stopped" in Reader().open("/take-part/").press("Continue", {"code": code}).text


def test_a_card_of_another_site_is_answered_as_a_code_that_does_not_exist(site_lead, invited, serve_study) -> None:
    serve_study(STUDY, today=date(2020, 2, 1))
    elsewhere = invited("staff", site="S02")

    of_another = site_lead.open(STOP).press("Stop this card", {"code": elsewhere}).text
    of_nobody = site_lead.open(STOP).press("Stop this card", {"code": new_code()}).text

    assert "No card of your sites has this code." in of_another
    assert of_another == of_nobody
    assert AccessGrant.objects.get().revoked_at is None


def test_trying_codes_is_slowed_down_for_staff_as_well(site_lead, invited) -> None:
    code = invited("staff")
    for _ in range(MOST_WRONG_CODES):
        site_lead.open(STOP).press("Stop this card", {"code": new_code()})

    site_lead.open(STOP).press("Stop this card", {"code": code})

    assert site_lead.response.status_code == 429
    assert AccessGrant.objects.get().revoked_at is None


@pytest.mark.parametrize("page", [CARDS, STOP])
@pytest.mark.parametrize("role", ["researcher", "output_checker"])
def test_other_roles_invite_and_stop_nobody(sign_in, page, role) -> None:
    client = sign_in(role)

    assert client.get(page).status_code == 403
    assert client.post(page, THREE_STAFF | {"step": "make"}).status_code == 403


@pytest.mark.parametrize("page", [CARDS, STOP])
def test_who_is_not_signed_in_is_sent_to_sign_in(page) -> None:
    response = Client().get(page)

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_staff_who_hand_over_their_tablet_are_signed_out_when_the_form_opens(lead, invited) -> None:
    code = invited("young_person")

    lead.open("/take-part/").press("Continue", {"code": code})

    assert "We would like to hear from you" in lead.text
    assert lead.client.get(CARDS).status_code == 302
