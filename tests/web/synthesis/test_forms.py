"""Fields of the pages of synthesis, read one by one: something usable comes back, and each fault has its field."""

import pytest

from newel.synthesis import BEARINGS, JUDGEMENTS, STATUSES, STRENGTHS
from newel.web.care.forms.reading import LONGEST, Reading
from newel.web.synthesis.forms import (
    NO_NUMBER,
    read_judged,
    read_link,
    read_move,
    read_reason,
    read_theory,
    typed,
)
from tests.support.synthesis import a_theory
from tests.support.theory_pages import WORDS

ADDRESS = "incidents.rates_by_type.all.assaults"


def test_the_words_of_a_theory_are_read_as_they_were_typed_without_blanks_around_them():
    read = Reading(WORDS | {"title": "  A seat \r\n"})
    words = read_theory(read, needs_reason=False)

    assert (words.title, words.context, read.faults) == ("A seat", WORDS["context"], {})


def test_fields_that_nobody_sent_are_faults_and_not_errors():
    read = Reading({})
    words = read_theory(read, needs_reason=True)

    assert words.title == ""
    assert list(read.faults) == ["title", "context", "resource", "response", "outcome", "because"]


def test_words_that_are_too_long_to_keep_are_refused():
    read = Reading(WORDS | {"outcome": "a" * (LONGEST + 1)})
    read_theory(read, needs_reason=False)

    assert "too long" in read.faults["outcome"]


def test_what_a_page_shows_to_be_changed_is_what_the_theory_says():
    theory = a_theory(looked_against="the late sites", because="Because.")
    fields = typed(theory)
    read = Reading(dict(fields))
    words = read_theory(read, needs_reason=False)

    assert (words.resource, words.response) == (theory.mechanism.resource, theory.mechanism.response)
    assert (words.looked_against, words.because) == ("the late sites", "")
    assert read.faults == {}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_every_status_and_strength_can_be_chosen(status, strength):
    read = Reading({"status": status, "strength": strength, "because": "It is so."})
    move = read_move(read)

    assert (move.status, move.strength, move.because, read.faults) == (status, strength, "It is so.", {})


def test_a_status_that_is_none_is_a_fault_and_still_something_usable():
    read = Reading({"status": "sung", "strength": "", "because": ""})
    move = read_move(read)

    assert move.status in STATUSES
    assert move.strength in STRENGTHS
    assert list(read.faults) == ["status", "strength", "because"]


@pytest.mark.parametrize("bearing", BEARINGS)
def test_a_number_that_was_released_is_linked(bearing):
    read = Reading({"thing": f" {ADDRESS} ", "strand": "quantitative", "bearing": bearing, "says": "So it is."})
    link = read_link(read, "finding", known=[ADDRESS])

    assert (link.thing, link.bearing, link.kind, read.faults) == (ADDRESS, bearing, "finding", {})


@pytest.mark.parametrize(
    ("kind", "chosen", "strand"),
    [
        ("finding", "quantitative", "quantitative"),
        ("finding", "economic", "economic"),
        ("finding", "poetic", "quantitative"),
        ("code", "economic", "qualitative"),
        ("quote", "", "qualitative"),
        ("cost", "qualitative", "economic"),
    ],
)
def test_the_strand_follows_from_the_kind_of_thing(kind, chosen, strand):
    thing = ADDRESS if kind == "finding" else "x"
    read = Reading({"thing": thing, "strand": chosen, "bearing": "supports", "says": "So it is."})

    assert read_link(read, kind, known=[thing]).strand == strand
    assert read.faults == {}


@pytest.mark.parametrize(
    ("kind", "thing", "says"),
    [("finding", ADDRESS, NO_NUMBER), ("code", "voice", "Choose one of those that are listed.")],
)
def test_a_thing_that_is_not_there_is_refused(kind, thing, says):
    read = Reading({"thing": thing, "bearing": "supports", "says": "So it is."})
    read_link(read, kind, known=[])

    assert read.faults == {"thing": says}


@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_every_judgement_can_be_chosen(judgement):
    read = Reading({"judgement": judgement, "says": "So it is.", "address": ADDRESS})
    judged = read_judged(read, "quantitative", title="Safety", numbers=[ADDRESS])

    assert (judged.judgement, judged.address, judged.part, read.faults) == (judgement, ADDRESS, "quantitative", {})


def test_a_judgement_rests_on_a_released_number_or_on_none():
    read = Reading({"judgement": "agreement", "says": "So it is.", "address": ADDRESS})
    read_judged(read, "quantitative", title="Safety", numbers=[])
    none = Reading({"judgement": "agreement", "says": "So it is."})
    read_judged(none, "quantitative", title="Safety", numbers=[])

    assert read.faults == {"address": NO_NUMBER}
    assert none.faults == {}


@pytest.mark.parametrize(
    ("because", "fault"), [("Read again.", None), ("", "Give the reason"), ("3 of 4", "found: 3, 4")]
)
def test_a_reason_is_words_without_numbers(because, fault):
    read = Reading({"because": because})
    read_reason(read)

    assert (fault in read.faults["because"]) if fault else read.faults == {}
