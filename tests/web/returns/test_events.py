"""Returns with several rows a month: what a correction changes row by row, and a month in which nothing happened."""

import json
import re
from datetime import date

import pytest

from newel.web.audit.models import Event
from newel.web.returns.models import Return
from newel.web.returns.record_source import return_frames
from tests.support.web_returns import EVENTS, UPLOAD, a_member, a_module, an_event, as_csv, say_yes, send, text_of

pytestmark = pytest.mark.django_db
NOTHING = f"{EVENTS}nothing/"


@pytest.fixture
def sender(example_study, sign_in):
    return sign_in("site_lead")


def differences(page):
    """Return (figure, now, in your file) of each line of a page that asks about a correction."""
    lines = re.findall(r"<tr><th[^>]*>(.*?)</th><td[^>]*>(.*?)</td><td[^>]*><strong>(.*?)</strong>", text_of(page))
    return [tuple(line) for line in lines]


def test_a_correction_shows_rows_that_change_come_and_go(sender):
    send(sender, as_csv(an_event(), an_event(event="2", kind="assault", minutes=None)), address=EVENTS)
    page = send(sender, as_csv(an_event(minutes=15), an_event(event="3")), address=EVENTS)

    assert [line[1:] for line in differences(page)] == [
        ("12", "15"),
        ("there", "not there any more"),
        ("not there", "new"),
    ]
    assert [re.search(r"\d", line[0])[0] for line in differences(page)] == ["1", "2", "3"]
    assert "Rows that are new: 1; gone: 1; changed: 1." in text_of(page)
    assert Return.objects.count() == 1


def test_event_9_stands_before_event_10(sender):
    send(sender, as_csv(*(an_event(event=str(number)) for number in (10, 9, 1))), address=EVENTS)

    assert [row["event"] for row in Return.objects.get().rows] == ["1", "9", "10"]


def test_after_the_yes_the_month_has_the_rows_of_the_correction(sender):
    send(sender, as_csv(an_event(), an_event(event="2")), address=EVENTS)
    say_yes(sender, send(sender, as_csv(an_event(event="2")), address=EVENTS), address=EVENTS)

    assert [[row["event"] for row in kept.rows] for kept in Return.objects.order_by("version")] == [["1", "2"], ["2"]]


def test_the_same_rows_in_another_order_change_nothing(sender):
    send(sender, as_csv(an_event(), an_event(event="2")), address=EVENTS)
    page = send(sender, as_csv(an_event(event="2"), an_event()), address=EVENTS)

    assert "You have sent August 2020 already" in text_of(page)
    assert Return.objects.count() == 1


def test_a_person_in_a_correction_stays_a_person_on_the_page(sender):
    send(sender, as_csv(an_event()), address=EVENTS)
    page = send(sender, as_csv(an_event(child_id="K0999")), address=EVENTS)

    assert [line[1:] for line in differences(page)] == [("one person", "another person")]
    (kept,) = Return.objects.get().rows
    assert kept["child_id"] not in text_of(page)


def test_a_member_of_staff_who_comes_into_the_register_is_not_named(sender):
    register = "/staff/returns/staff/"
    send(sender, as_csv(a_member()), address=register)
    page = send(sender, as_csv(a_member(), a_member(staff_id="EMP-9")), address=register)

    assert differences(page) == [("a member of staff", "not there", "new")]
    assert "EMP-9" not in text_of(page)


def test_training_is_named_by_module_and_day(sender):
    training = "/staff/returns/training/"
    send(sender, as_csv(a_module()), address=training)
    page = send(sender, as_csv(a_module(hours=4)), address=training)

    ((figure, before, after),) = differences(page)
    assert "understanding_behaviour" in figure
    assert "2020-08-12" in figure
    assert (before, after) == ("6", "4")


def test_a_yes_for_one_return_is_no_yes_for_another(sender):
    send(sender, as_csv(an_event()), address=EVENTS)
    asked = send(sender, as_csv(an_event(minutes=15)), address=EVENTS)
    page = say_yes(sender, asked, address=UPLOAD)

    assert "Nothing changed" in text_of(page)
    assert Return.objects.count() == 1


def test_a_month_in_which_nothing_happened_is_received(sender):
    page = sender.post(NOTHING, {"place": "S01 2020-08"}, follow=True)

    assert "We have your return for August 2020" in text_of(page)
    assert Return.objects.get().rows == []
    assert return_frames()["activity"].is_empty()
    assert json.loads(Event.objects.get(verb="accept").body)["months"] == [["S01", "2020-08", 1]]


def test_that_nothing_happened_is_asked_about_where_events_were_sent(sender):
    send(sender, as_csv(an_event()), address=EVENTS)
    page = sender.post(NOTHING, {"place": "S01 2020-08"}, follow=True)

    assert [line[1:] for line in differences(page)] == [("there", "not there any more")]
    say_yes(sender, page, address=EVENTS)
    assert [len(kept.rows) for kept in Return.objects.order_by("version")] == [1, 0]


@pytest.mark.parametrize("place", ["S01 2020-02", "S01 2020-09", "S01 nonsense", "S01"])
def test_nothing_happened_is_not_taken_for_a_month_that_is_not_open(sender, place):
    page = sender.post(NOTHING, {"place": place}, follow=True)

    assert "This month is not open" in text_of(page)
    assert Return.objects.count() == 0


def test_nothing_happened_is_not_taken_for_another_site(sender):
    assert sender.post(NOTHING, {"place": "S02 2020-08"}).status_code == 404
    assert Return.objects.count() == 0


def test_nothing_happened_is_offered_for_returns_of_events_only(sender):
    assert "When nothing happened" in text_of(sender.get(EVENTS))
    assert "When nothing happened" not in text_of(sender.get(UPLOAD))
    assert sender.post(f"{UPLOAD}nothing/", {"place": "S01 2020-08"}).status_code == 404


def test_the_months_offered_are_those_that_are_open(sender, settings):
    assert 'value="S01 2020-03"' in text_of(sender.get(EVENTS))
    settings.NEWEL_TODAY = date(2020, 9, 28)  # March closed the day before

    assert 'value="S01 2020-03"' not in text_of(sender.get(EVENTS))
