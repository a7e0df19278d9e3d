"""Inviting the same people again: a code on the site's own list opens nothing, and two yeses link answers."""

import re
from datetime import date

import pytest

from newel.web.audit.models import Event
from newel.web.capture.models import AccessGrant
from newel.web.capture.queries.grants import MOST_WRONG_CODES
from newel.web.capture.record_source import capture_frames
from tests.support.reader import Reader
from tests.web.capture.conftest import STUDY

pytestmark = pytest.mark.django_db
CARDS, AGAIN, STOP = "/staff/invitations/", "/staff/invitations/again/", "/staff/invitations/stop/"
CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]"
ALL = ("take_part", "linkage", "quotes")


@pytest.fixture
def site_lead(sign_in) -> Reader:
    """The lead of site S01, signed in."""
    return Reader(sign_in("site_lead", sites=("S01",)))


@pytest.fixture
def later(serve_study, sign_in):
    """Return `later()`: the third wave is open, and the lead of S01, whose session is long over, signed in anew."""

    def go_on() -> Reader:
        serve_study(STUDY, today=date(2150, 3, 1))
        return Reader(sign_in("site_lead", sites=("S01",), username="later"))

    return go_on


def first_cards(reader: Reader, count: int = 1, group: str = "young_person") -> list[tuple[str, str]]:
    """Make cards of the second wave: of each, the code for the list and the one on the card."""
    reader.open(CARDS).press("Continue", {"site": "S01", "group": group, "wave": "w2", "count": str(count)})
    reader.press("Make the card" if count == 1 else "Make the cards")
    return re.findall(rf"For the site's list: ({CODE}).*?Your code: ({CODE})", reader.text, re.DOTALL)


def made_again(reader: Reader, *list_codes: str) -> list[tuple[str, str]]:
    reader.open(AGAIN).press("Continue", {"wave": "w3", "codes": "\n".join(list_codes)})
    reader.press("Make the card" if len(list_codes) == 1 else "Make the cards")
    return re.findall(rf"For the site's list: ({CODE}).*?Your code: ({CODE})", reader.text, re.DOTALL)


def answered(code: str, *, yes: tuple[str, ...] = ALL) -> Reader:
    reader = Reader().open("/take-part/").press("Continue", {"code": code}).press("Continue")
    reader.press("Continue", {"age": "over"})
    for purpose in ALL:
        reader.press("Continue", {f"purpose_{purpose}": "yes" if purpose in yes else "no"})
    return reader


def people_by_wave() -> dict[str, list[str]]:
    rows = capture_frames()["response"].select("wave", "participant_id").rows()
    return {wave: [person for at, person in rows if at == wave] for wave in ("w2", "w3")}


def test_only_cards_of_a_followed_group_have_a_code_for_the_list_and_it_opens_nothing(site_lead) -> None:
    ((listed, code),) = first_cards(site_lead)

    assert listed != code
    assert "That is not a code" not in Reader().open("/take-part/").press("Continue", {"code": code}).text
    wrong = Reader().open("/take-part/").press("Continue", {"code": listed})
    assert "About this small study" not in wrong.text
    assert "For the site's list" not in site_lead.open(CARDS).text
    assert first_cards(site_lead, group="staff") == []


def test_a_code_for_the_list_is_kept_nowhere_as_it_is(site_lead) -> None:
    ((listed, _),) = first_cards(site_lead)

    grant = AccessGrant.objects.get()
    plain = listed.replace("-", "")
    assert grant.list_mac
    assert plain not in "".join(map(str, vars(grant).values()))
    assert not any(plain in event.body or listed in event.body for event in Event.objects.all())


def test_who_says_yes_to_it_on_both_cards_has_one_pseudonym_in_both_waves(site_lead, later) -> None:
    ((listed, code),) = first_cards(site_lead)
    answered(code)
    site_lead = later()

    ((same_list, again),) = made_again(site_lead, listed.lower())
    answered(again)

    people = people_by_wave()
    assert same_list == listed
    assert people["w2"] == people["w3"]
    consents = capture_frames()["consent"]
    asked = consents.filter(purpose="take_part")["wave"].to_list()
    assert asked == ["w2"], "one person has one last word on a purpose, counted where they were first asked"
    assert [event.body for event in Event.objects.filter(verb="invite_again")] == [
        '{"group":"young_person","site":"S01","wave":"w3"}'
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [(("take_part", "quotes"), ALL), (ALL, ("take_part", "quotes")), (("take_part",), ("take_part",))],
)
def test_one_no_to_it_on_either_card_keeps_the_answers_apart_and_the_site_is_not_told(
    site_lead, later, first, second
) -> None:
    ((listed, code),) = first_cards(site_lead)
    answered(code, yes=first)
    site_lead = later()

    ((_, again),) = made_again(site_lead, listed)
    answered(again, yes=second)

    people = people_by_wave()
    assert len({*people["w2"], *people["w3"]}) == 2
    assert "linkage" not in site_lead.text


def test_who_takes_back_the_second_form_keeps_the_first_and_is_followed_no_more(site_lead, later) -> None:
    ((listed, code),) = first_cards(site_lead)
    answered(code)
    site_lead = later()
    ((_, again),) = made_again(site_lead, listed)

    answered(again).press("Stop and take back").press("Yes, delete my answers")

    people = people_by_wave()
    assert (len(people["w2"]), people["w3"]) == (1, [])
    states = capture_frames()["consent"].filter(purpose="take_part").select("participant_id", "state").rows()
    assert sorted(state for _, state in states) == ["given", "withdrawn"]
    assert {state: person for person, state in states}["given"] == people["w2"][0]


def test_a_card_that_was_lost_is_made_again_once_it_is_stopped_and_its_person_is_followed_once(
    site_lead, later
) -> None:
    ((listed, code),) = first_cards(site_lead)
    answered(code)
    site_lead = later()
    ((_, lost),) = made_again(site_lead, listed)
    answered(lost)
    site_lead.open(AGAIN).press("Continue", {"wave": "w3", "codes": listed})
    assert "Line 1: this person has a card for that wave. If it is lost, stop it first." in site_lead.text

    site_lead.open(STOP).press("Stop this card", {"code": lost})
    ((_, found),) = made_again(site_lead, listed)
    answered(found)

    people = people_by_wave()
    assert len(people["w3"]) == len(set(people["w3"])) == 2
    assert len({*people["w2"], *people["w3"]}) == 2, "nobody answers twice in a wave under one pseudonym"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type 1 to 500 codes, one a line."),
        ("not a code", "Line 1: this is no code of your site's list."),
        ("{card}", "Line 1: this is no code of your site's list. A code on a card is another one."),
        ("{listed}\n\n {listed} ", "Line 2: this code stands here twice."),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_nothing_is_made(site_lead, later, typed, says) -> None:
    ((listed, code),) = first_cards(site_lead)
    site_lead = later()

    site_lead.open(AGAIN).press("Continue", {"wave": "w3", "codes": typed.format(card=code, listed=listed)})

    assert says in site_lead.text
    assert AccessGrant.objects.count() == 1
    assert " ".join(typed.format(card=code, listed=listed).split()) in site_lead.text


def test_nobody_is_invited_again_to_the_wave_they_had_their_card_in_or_an_earlier_one(site_lead, serve_study) -> None:
    serve_study(STUDY, today=date(2020, 2, 1))
    ((listed, _),) = first_cards(site_lead)
    site_lead.open(CARDS).press("Continue", {"site": "S01", "group": "young_person", "wave": "w3", "count": "1"})
    site_lead.press("Make the card")
    ((of_w3, _),) = re.findall(rf"For the site's list: ({CODE}).*?Your code: ({CODE})", site_lead.text, re.DOTALL)

    site_lead.open(AGAIN).press("Continue", {"wave": "w2", "codes": f"{listed}\n{of_w3}"})

    assert "Line 1: this person has a card for that wave." in site_lead.text
    assert "Line 2: this person had no card in an earlier wave." in site_lead.text


def test_a_code_of_another_site_is_answered_as_one_that_does_not_exist_and_is_counted(
    site_lead, sign_in, later
) -> None:
    ((listed, _),) = first_cards(Reader(sign_in("lead")))
    later()
    other = Reader(sign_in("site_lead", sites=("S02",), username="other"))

    other.open(AGAIN).press("Continue", {"wave": "w3", "codes": "\n".join([listed] * MOST_WRONG_CODES)})
    assert "Line 1: this is no code of your site's list." in other.text
    other.open(AGAIN).press("Continue", {"wave": "w3", "codes": listed})

    assert other.response.status_code == 429
    assert "Too many wrong codes. Wait ten minutes" in other.text
    assert Event.objects.filter(verb="wrong_code").count() == MOST_WRONG_CODES


def test_the_new_cards_loaded_again_are_neither_shown_nor_made_a_second_time(site_lead, later) -> None:
    ((listed, _),) = first_cards(site_lead)
    site_lead = later()
    made_again(site_lead, listed)

    site_lead.send_again()

    assert AccessGrant.objects.filter(wave="w3").count() == 1
    assert re.findall(rf"Your code: {CODE}", site_lead.text) == []


def test_a_study_that_follows_nobody_says_so(site_lead, serve_study, tmp_path) -> None:
    import shutil

    shutil.copytree(STUDY, tmp_path / "study")
    protocol = tmp_path / "study" / "protocol.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8").replace("linked = true\n", ""), encoding="utf-8")
    serve_study(tmp_path / "study")

    assert "No group of this study is followed over the waves" in site_lead.open(AGAIN).text
    assert "invite the same people again" not in site_lead.open(CARDS).text
