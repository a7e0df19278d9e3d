"""Coming in: codes and links, right, wrong, old and stopped."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from newel.web import clock
from newel.web.audit.models import Event
from newel.web.capture import secrecy
from newel.web.capture.actions.invite import Place, invite
from newel.web.capture.actions.revoke_invitation import revoke_invitation
from newel.web.capture.codes import ALPHABET, new_code, read_code
from newel.web.capture.models import AccessGrant, WrongCode
from newel.web.capture.queries.grants import MOST_WRONG_CODES
from tests.support.reader import Reader
from tests.web.capture.conftest import NOW, STUDY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code.replace('-', ' - ')} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: "".join(chr(ord(letter) + 0xFEE0) if letter != "-" else letter for letter in code),
    ],
    ids=["small letters", "no hyphens", "blanks", "wide hyphens", "look-alikes", "full-width letters"],
)
def test_a_code_opens_the_form_however_it_is_written(invited, coming_in, written) -> None:
    code = invited("staff")

    reader = coming_in(written(code))

    assert "About this small study" in reader.text


def test_every_single_wrong_character_and_every_swap_of_a_code_is_noticed() -> None:
    code = read_code(new_code())
    assert code is not None
    slips = {code[:place] + letter + code[place + 1 :] for place in range(9) for letter in ALPHABET} - {code}
    swaps = {code[:place] + code[place + 1] + code[place] + code[place + 2 :] for place in range(8)} - {code}

    assert [slip for slip in slips | swaps if read_code(slip)] == []


def test_a_code_that_opens_nothing_says_so_and_opens_nothing(coming_in) -> None:
    reader = coming_in(new_code())

    assert "That code did not open a form" in reader.text
    assert reader.buttons == ["Continue"]
    assert WrongCode.objects.count() == 1


def test_a_slip_of_the_finger_is_not_counted_as_a_guess(coming_in) -> None:
    reader = coming_in("GKTF-MHRK")

    assert "That code did not open a form" in reader.text
    assert not WrongCode.objects.exists()


def test_after_thirty_wrong_codes_the_same_address_waits_and_another_does_not(invited) -> None:
    right = invited("staff")
    for _ in range(MOST_WRONG_CODES):
        Reader().open("/take-part/").press("Continue", {"code": new_code()})

    here = Reader().open("/take-part/").press("Continue", {"code": right})
    there = Reader(Client(REMOTE_ADDR="192.0.2.7")).open("/take-part/").press("Continue", {"code": right})

    assert here.response.status_code == 429
    assert "Wait ten minutes" in here.text
    assert "About this small study" in there.text


def test_wrong_codes_are_forgotten_after_ten_minutes(invited, coming_in) -> None:
    address = secrecy.mac("address", "127.0.0.1")
    WrongCode.objects.bulk_create(WrongCode(address_mac=address, at=NOW) for _ in range(MOST_WRONG_CODES))

    reader = coming_in(invited("staff"))

    assert "About this small study" in reader.text
    assert "127.0.0.1" not in str(list(WrongCode.objects.values()))


def test_a_link_opens_the_same_form_and_looking_at_it_changes_nothing(invited) -> None:
    card = invite(actor="lead", place=Place("S01", "staff", "w2"), count=1, expires_on=date(2149, 1, 1), now=NOW)[0]
    events = Event.objects.count()

    reader = Reader().open(f"/open/{card.link_key}/")

    assert Event.objects.count() == events
    assert "About this small study" in reader.press("Start").text


def test_an_unknown_link_is_a_wrong_code(invited) -> None:
    reader = Reader().open(f"/open/{secrecy.new_link_key()}/").press("Start")

    assert "That code did not open a form" in reader.text
    assert WrongCode.objects.count() == 1


def test_a_stopped_card_opens_nothing_even_on_a_page_that_was_open(invited, coming_in) -> None:
    code = invited("staff")
    reader = coming_in(code)
    revoke_invitation(actor="lead", grant=AccessGrant.objects.get(), now=NOW)

    on_the_open_page = reader.press("Continue").text
    typed_again = coming_in(code)

    assert "This card has been stopped" in on_the_open_page
    assert "This card has been stopped" in typed_again.text
    assert typed_again.response.status_code == 403


@pytest.mark.parametrize(
    ("place", "today", "says"),
    [
        (Place("S01", "staff", "w1"), date(2019, 6, 1), "It closed on 31 May 2019"),
        (Place("S01", "staff", "w3"), date(2149, 12, 31), "It opens on 1 January 2150"),
        (Place("S02", "staff", "w2"), date(2020, 3, 1), "no longer part of the study"),
        (Place("S01", "teacher", "w2"), date(2024, 5, 6), "There is nothing to answer"),
    ],
    ids=["wave over", "wave not open", "site closed", "nothing to ask"],
)
def test_a_form_that_cannot_be_answered_says_why_in_words(serve_study, coming_in, place, today, says) -> None:
    card = invite(actor="lead", place=place, count=1, expires_on=date(2199, 1, 1), now=NOW)[0]
    serve_study(STUDY, today=today)

    reader = coming_in(card.code)

    assert says in reader.text
    assert reader.response.status_code == 403
    assert reader.buttons == []


def test_a_card_whose_last_day_has_passed_says_so(serve_study, coming_in) -> None:
    place = Place("S01", "staff", "w2")
    card = invite(actor="lead", place=place, count=1, expires_on=date(2024, 5, 6), now=NOW)[0]

    serve_study(STUDY, today=date(2024, 5, 6))
    on_the_last_day = coming_in(card.code)
    serve_study(STUDY, today=date(2024, 5, 6) + timedelta(days=1))
    the_day_after = coming_in(card.code)

    assert "About this small study" in on_the_last_day.text
    assert "The last day of this card has passed" in the_day_after.text


@pytest.mark.parametrize("part", ["site_id", "group", "wave"])
def test_a_card_of_what_has_left_the_protocol_is_told_there_is_nothing_to_answer(invited, coming_in, part) -> None:
    code = invited("staff")
    reader = coming_in(code)
    AccessGrant.objects.update(**{part: "gone"})

    on_the_open_page = reader.press("Continue").text

    assert "There is nothing to answer" in on_the_open_page
    assert "There is nothing to answer" in coming_in(code).text


def test_neither_code_nor_link_is_in_the_database(invited) -> None:
    card = invite(actor="lead", place=Place("S01", "staff", "w2"), count=1, expires_on=date(2149, 1, 1), now=NOW)[0]

    kept = str(list(AccessGrant.objects.values())) + str(list(Event.objects.values()))

    assert card.link_key not in kept
    assert read_code(card.code) not in kept.replace("-", "")


def test_a_card_outlives_a_change_of_the_site_s_key(invited, coming_in, settings) -> None:
    code = invited("staff")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as the one before it was, or longer"  # noqa: S105 - of this test alone

    assert "About this small study" in coming_in(code).text


@pytest.mark.parametrize("real", [datetime(2024, 7, 1, 23, 30, tzinfo=UTC), datetime(2024, 1, 1, 0, 30, tzinfo=UTC)])
def test_a_site_set_to_a_day_stays_in_that_day_at_any_hour(serve_study, monkeypatch, real) -> None:
    serve_study(STUDY, today=date(2020, 9, 15))
    monkeypatch.setattr("django.utils.timezone.now", lambda: real)

    assert clock.today() == date(2020, 9, 15)
