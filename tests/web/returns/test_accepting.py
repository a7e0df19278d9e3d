"""A return that is right: it is kept whole, once, and a correction only after a yes."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import User

from newel.records.kinds import MONTHLY_RETURN
from newel.web.audit.models import Event
from newel.web.returns.models import Return
from newel.web.returns.record_source import return_frames
from tests.support.web_returns import UPLOAD, a_row, as_csv, as_xlsx, parcel_of, say_yes, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(example_study, sign_in):
    return sign_in("site_lead")


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_a_return_without_faults_is_kept_with_version_and_day(sender, made):
    page = send(sender, made(a_row()))

    assert "We have your return for August 2020" in page.content.decode()
    kept = Return.objects.get()
    assert (kept.site_id, kept.month, kept.version, kept.received_on) == ("S01", "2020-08", 1, date(2020, 9, 15))
    assert kept.rows[0]["restraints"] == 11
    assert kept.rows[0]["children"] == 120.5


def test_a_kept_return_is_a_record_of_the_study(sender):
    send(sender, as_csv(a_row(assaults=None)))

    frame = return_frames()["monthly_return"]
    assert frame.schema == MONTHLY_RETURN.schema
    assert frame.row(0, named=True) == a_row(assaults=None) | {"version": 1, "received_on": date(2020, 9, 15)}


def test_the_same_return_again_changes_nothing_and_says_when_it_came(sender):
    send(sender, as_csv(a_row()))
    page = send(sender, as_xlsx(a_row()))

    assert "You have sent August 2020 already, on 15 September 2020" in page.content.decode()
    assert Return.objects.count() == 1


def test_a_correction_shows_the_difference_and_keeps_nothing_before_the_yes(sender):
    send(sender, as_csv(a_row()))
    page = send(sender, as_csv(a_row(restraints=13, self_harm=None, self_harm_children=None)))

    text = page.content.decode()
    assert "Is this correction right?" in text
    assert re.search(r"Restrictive physical interventions</th><td[^>]*>11</td><td[^>]*><strong>13<", text)
    assert "not known" in text
    assert "Admissions" not in text  # what does not change is not shown
    assert Return.objects.count() == 1


def test_after_the_yes_the_correction_is_the_version_that_counts(sender):
    send(sender, as_csv(a_row()))
    page = say_yes(sender, send(sender, as_csv(a_row(restraints=13))))

    assert "Your correction for August 2020 is kept" in page.content.decode()
    versions = [(kept.version, kept.rows[0]["restraints"]) for kept in Return.objects.order_by("version")]
    assert versions == [(1, 11), (2, 13)]


def test_a_yes_given_twice_keeps_one_correction(sender):
    send(sender, as_csv(a_row()))
    asked = send(sender, as_csv(a_row(restraints=13)))
    say_yes(sender, asked)
    page = say_yes(sender, asked)

    assert "Nothing changed" in page.content.decode()
    assert Return.objects.count() == 2


def test_new_months_wait_together_with_the_correction_in_the_same_file(sender):
    send(sender, as_csv(a_row()))
    asked = send(sender, as_csv(a_row(restraints=13), a_row(month="2020-07")))

    assert Return.objects.count() == 1
    say_yes(sender, asked)
    assert sorted(Return.objects.values_list("month", "version")) == [("2020-07", 1), ("2020-08", 1), ("2020-08", 2)]


def test_a_month_left_empty_in_the_template_is_left_out_and_named(sender):
    empty = dict.fromkeys(a_row()) | {"site_id": "S01", "month": "2020-07"}
    page = send(sender, as_csv(a_row(), empty))

    assert "hold only a site and a month and were left out" in page.content.decode()
    assert [kept.month for kept in Return.objects.all()] == ["2020-08"]


def test_a_page_that_was_altered_is_not_believed(sender):
    send(sender, as_csv(a_row()))
    asked = send(sender, as_csv(a_row(restraints=13)))
    page = sender.post(f"{UPLOAD}confirm/", {"parcel": parcel_of(asked).swapcase()}, follow=True)

    assert "Nothing changed" in page.content.decode()
    assert Return.objects.count() == 1


def test_another_senders_page_is_not_believed(sender, sign_in):
    send(sender, as_csv(a_row()))
    asked = send(sender, as_csv(a_row(restraints=13)))
    other = sign_in("site_lead", username="a colleague")
    say_yes(other, asked)

    assert Return.objects.count() == 1


def test_a_correction_of_a_month_that_closed_meanwhile_is_not_kept(sender, settings):
    send(sender, as_csv(a_row(month="2020-03")))
    asked = send(sender, as_csv(a_row(month="2020-03", restraints=13)))
    settings.NEWEL_TODAY = date(2020, 9, 28)  # 31 March + 180 days is 27 September
    sender.logout()
    sender.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page = say_yes(sender, asked)

    assert "one of its months has closed" in page.content.decode()
    assert Return.objects.count() == 1


def test_every_file_writes_one_event_that_holds_no_figure(sender):
    files = [as_csv(a_row()), as_csv(a_row()), as_csv(a_row(restraints=13)), as_csv(a_row(restraints="many"))]
    for number, file in enumerate(files, start=2):  # the first event made the account
        send(sender, file)
        assert Event.objects.count() == number

    verbs = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["create", "accept", "repeat", "ask", "refuse"]
    accepted = json.loads(Event.objects.get(verb="accept").body)
    assert accepted["months"] == [["S01", "2020-08", 1]]
    assert set(accepted) == {"kind", "months", "sha256"}
    assert "many" not in Event.objects.get(verb="refuse").body
