"""Chasers: who is to be written to today, by the protocol's ladder, and never twice about the same."""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from newel.web.audit.models import Event
from newel.web.returns.actions.mark_chased import mark_chased
from newel.web.returns.models import SentChaser
from newel.web.returns.queries.chasers import due_chasers, sent_chasers
from newel.web.returns.subjects import Subject
from newel.web.study import current_study
from tests.support.web import NOON, STUDIES
from tests.support.web_returns import keep, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
CHASERS = "/staff/progress/chasers/"
KINDS = ["monthly_return", "staffing", "activity", "staff_member", "training", "cost"]
OPEN = ["2020-03", "2020-04", "2020-05", "2020-06", "2020-07"]
"""Months that are overdue on 15 September 2020 and not closed yet. The ladder has rungs at 1, 14 and 30 days."""


@pytest.fixture
def lead(sign_in):
    return sign_in("lead")


@pytest.fixture
def all_but_alder_came():
    """Keep every return of these months, except the monthly one of Alder; of February, which is open in August, all."""
    everyone = [(site.id, kind) for site in current_study().protocol.sites for kind in KINDS]
    for site_id, kind in everyone:
        for month in ["2020-02", *(OPEN if (site_id, kind) != ("S01", "monthly_return") else [])]:
            keep(month, date(2020, 8, 1), site_id=site_id, kind=kind)


def due(today, site_ids=("S01",)):
    """Return [(site, days of the rung, months)] of what is due."""
    chasers = due_chasers(current_study().protocol, site_ids, today)
    return [(found.site.id, found.chaser.days_late, [late.month.month for late in found.late]) for found in chasers]


def mark(client, days_late, months, *, site="S01", kind="monthly_return"):
    late = [f"{kind} {month}" for month in months]
    return client.post(CHASERS, {"site": site, "days_late": days_late, "late": late}, follow=True)


def came(*months):
    for month in months:
        keep(month, date(2020, 8, 1))


@pytest.fixture
def only_july_is_late(all_but_alder_came):
    came("2020-03", "2020-04", "2020-05", "2020-06")


@pytest.mark.usefixtures("only_july_is_late")
@pytest.mark.parametrize(
    ("today", "rungs"),
    [
        (date(2020, 8, 15), []),  # the day it is due
        (date(2020, 8, 16), [1]),
        (date(2020, 8, 28), [1]),
        (date(2020, 8, 29), [14]),
        (date(2020, 9, 13), [14]),
        (date(2020, 9, 14), [30, 14]),  # to the lead, and to the site's lead, who was not written to yet
        (date(2020, 9, 15), [30, 14]),
    ],
)
def test_the_highest_rung_that_a_late_month_has_reached_is_due_to_each_person(today, rungs):
    assert due(today) == [("S01", rung, ["2020-07"]) for rung in rungs]


@pytest.mark.usefixtures("only_july_is_late")
def test_what_was_sent_is_due_again_only_at_the_next_rung(lead, settings):
    settings.NEWEL_TODAY = date(2020, 8, 16)
    mark(lead, 1, ["2020-07"])

    assert due(date(2020, 8, 16)) == []
    assert due(date(2020, 8, 28)) == []
    assert due(date(2020, 8, 29)) == [("S01", 14, ["2020-07"])]


@pytest.mark.usefixtures("only_july_is_late")
def test_a_rung_that_was_passed_over_is_not_sent_after_a_higher_one_to_the_same_person(lead):
    mark(lead, 14, ["2020-07"])
    mark(lead, 30, ["2020-07"])

    assert due(date(2020, 9, 15)) == []


@pytest.mark.usefixtures("all_but_alder_came")
def test_late_months_of_one_site_at_one_rung_are_one_letter():
    assert due(date(2020, 8, 16)) == [("S01", 30, OPEN[:4]), ("S01", 14, OPEN[:4]), ("S01", 1, ["2020-07"])]


def test_nobody_is_chased_for_a_month_that_closed_or_after_the_site_closed():
    chased = due_chasers(current_study().protocol, ("S01", "S17"), date(2020, 9, 15))

    assert {late.month.month for found in chased for late in found.late} == set(OPEN)
    assert {found.site.id for found in chased} == {"S01"}  # S17 closed in March 2020, and February is closed


@pytest.mark.usefixtures("only_july_is_late")
def test_the_page_has_the_words_the_months_and_whom_to_write_to(lead):
    page = text_of(lead.get(CHASERS))
    words = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]

    assert words.startswith("The returns listed below are a month late")
    assert "Alder (S01):\n- Monthly service-activity return, July 2020: was due on 15 August 2020" in words
    assert "To the evaluation lead" in page
    assert "Newel sends no e-mail" in page
    assert '<a href="/staff/progress/chasers/">Chasers to send today</a>: 2' in text_of(lead.get("/staff/progress/"))


@pytest.mark.usefixtures("only_july_is_late")
def test_a_chaser_that_was_marked_is_gone_from_the_page_and_in_the_audit(lead):
    page = text_of(mark(lead, 30, ["2020-07"]))

    assert "Marked as sent, for 1 month." in page
    assert "a month late" not in page
    event = Event.objects.get(verb="chase")
    assert (event.actor, event.thing) == ("lead-all", "return")
    assert json.loads(event.body) == {"days_late": 30, "months": [["monthly_return", "S01", "2020-07"]]}


@pytest.mark.usefixtures("only_july_is_late")
def test_marked_twice_is_kept_once(lead, sign_in):
    mark(lead, 30, ["2020-07"])
    page = mark(sign_in("lead", username="another lead"), 30, ["2020-07"])

    assert "Nothing was marked" in text_of(page)
    assert SentChaser.objects.get().sent_by == "lead-all"
    assert Event.objects.filter(verb="chase").count() == 1


@pytest.mark.usefixtures("all_but_alder_came")
def test_a_month_that_came_since_the_page_was_opened_is_not_marked(lead):
    came("2020-03")
    mark(lead, 30, ["2020-03", "2020-04"])

    assert [sent.month for sent in SentChaser.objects.all()] == ["2020-04"]


@pytest.mark.parametrize(
    ("days_late", "months", "site"),
    [(7, ["2020-07"], "S01"), ("x", ["2020-07"], "S01"), (30, ["2020-02"], "S01"), (30, [], "S01"), (30, OPEN, "S99")],
)
def test_what_is_not_due_cannot_be_marked(lead, days_late, months, site):
    page = mark(lead, days_late, months, site=site)

    assert "Nothing was marked" in text_of(page)
    assert SentChaser.objects.count() == 0


@pytest.mark.usefixtures("only_july_is_late")
def test_a_site_sees_what_was_chased_on_its_own_pages(lead, sign_in, settings):
    settings.NEWEL_TODAY = date(2020, 8, 29)
    mark(lead, 14, ["2020-07"])
    site = sign_in("site_lead")
    row = re.search(r"July 2020</a></th>(.*?)</tr>", text_of(site.get("/staff/progress/S01/")), re.DOTALL)[1]

    assert "29 Aug 2020, to the site's lead" in row
    assert "to the site's lead, for 14 days late" in text_of(site.get("/staff/progress/S01/monthly/2020-07/"))
    assert sent_chasers(["S05"]) == {}
    assert list(sent_chasers(["S01"])) == [Subject("monthly_return", "S01", "2020-07")]


def test_a_study_without_a_ladder_chases_nobody_and_says_so(lead, serve_study, tmp_path):
    study = tmp_path / "study"
    shutil.copytree(STUDIES / "secure_stairs", study)
    text = (study / "protocol.toml").read_text(encoding="utf-8")
    without = re.sub(r"\[\[returns\.chasers\]\].*?(?=\n\[care\])", "", text, flags=re.DOTALL)
    (study / "protocol.toml").write_text(without, encoding="utf-8")
    serve_study(study, today=date(2020, 9, 15))

    assert due(date(2020, 9, 15)) == []
    assert "no <code>[[returns.chasers]]</code>" in text_of(lead.get(CHASERS))


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_mark_at_the_same_moment_one_is_told_that_it_was_marked():
    together = Barrier(2)
    ladder, about = current_study().protocol.returns.chasers, [Subject("monthly_return", "S01", "2020-07")]

    def mark_as(actor):
        connection.ensure_connection()
        together.wait(timeout=10)
        try:
            return mark_chased(actor=actor, chaser=ladder[-1], about=about, now=NOON, today=NOON.date())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        marked = sorted(pool.map(mark_as, ("one lead", "another lead")))

    assert marked == [0, 1]
    assert (SentChaser.objects.count(), Event.objects.filter(verb="chase").count()) == (1, 1)
