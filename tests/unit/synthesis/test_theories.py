"""Theories: nothing is overwritten, every move has a reason, and none is supported that nobody tried to break."""

from itertools import product

import polars as pl
import pytest

from newel.records import KINDS, conform
from newel.synthesis import (
    MOVES,
    STATUSES,
    STRENGTHS,
    Mechanism,
    Step,
    UnableToMove,
    moved,
    reworded,
    row_of,
    rows_of,
    theories_of,
    theory_problems,
)
from tests.support.synthesis import DAY, STEP, a_theory

LOOKED = {"looked_against": "the interviews of sites that began late"}


def test_a_statement_reads_as_one_sentence():
    assert a_theory().statement == (
        "Where young people stay long enough, a seat at the meeting is offered, so that they bring their own words, "
        "and the plan is theirs."
    )


def test_a_moved_theory_is_the_next_version_and_the_older_one_stays():
    theory = moved(a_theory(), "proposed", step=STEP, backed=False)

    assert (theory.version, theory.status, theory.written_by, theory.written_on) == (2, "proposed", STEP.by, STEP.on)
    assert theory.because == STEP.because
    assert theory.history == (a_theory(),)


def test_a_history_holds_each_version_once_and_no_history_inside_it():
    theory = a_theory()
    for status in ("proposed", "refined", "rejected"):
        theory = moved(theory, status, step=STEP, backed=True)

    assert [version.version for version in theory.history] == [1, 2, 3]
    assert [version.history for version in theory.history] == [(), (), ()]


@pytest.mark.parametrize(("here", "there"), list(product(STATUSES, STATUSES)))
def test_a_theory_moves_only_where_the_table_of_moves_leads(here, there):
    theory = a_theory(status=here, strength="weak", **LOOKED)
    if there in MOVES[here]:
        assert moved(theory, there, step=STEP, backed=True).status == there
    else:
        with pytest.raises(UnableToMove):
            moved(theory, there, step=STEP, backed=True)


def test_every_status_has_its_moves_and_no_theory_is_stuck():
    assert set(MOVES) == set(STATUSES)
    assert all(set(there) <= set(STATUSES) and there for there in MOVES.values())


def test_the_strength_of_the_same_status_can_be_judged_again():
    theory = moved(a_theory(status="refined", strength="weak"), "refined", step=STEP, strength="strong", backed=True)

    assert (theory.status, theory.strength, theory.version) == ("refined", "strong", 2)


@pytest.mark.parametrize(
    ("theory", "strength", "backed", "says"),
    [
        (a_theory(status="proposed", **LOOKED), "moderate", False, "Nothing supports it yet"),
        (a_theory(status="proposed", **LOOKED), "not_judged", True, "Judge how strong"),
        (a_theory(status="proposed"), "moderate", True, "nobody tried to break"),
    ],
)
def test_a_theory_is_supported_only_with_evidence_a_strength_and_a_look_at_the_other_side(
    theory, strength, backed, says
):
    with pytest.raises(UnableToMove, match=says):
        moved(theory, "supported", step=STEP, strength=strength, backed=backed)


def test_a_supported_theory_has_all_three():
    theory = moved(a_theory(status="proposed", **LOOKED), "supported", step=STEP, strength="moderate", backed=True)

    assert (theory.status, theory.strength) == ("supported", "moderate")


@pytest.mark.parametrize("because", ["", "  \n "])
def test_no_theory_moves_without_a_reason(because):
    with pytest.raises(UnableToMove, match="reason"):
        moved(a_theory(), "proposed", step=Step("CAAAAAA", DAY, because), backed=False)


def test_a_judged_theory_with_other_words_is_proposed_and_unjudged_again():
    judged = a_theory(status="supported", strength="strong", version=4, **LOOKED)
    theory = reworded(judged, step=STEP, outcome="the plan is known to them")

    assert (theory.status, theory.strength, theory.version) == ("proposed", "not_judged", 5)
    assert theory.history[-1].outcome == "the plan is theirs"


def test_a_draft_changes_its_words_without_a_reason_and_stays_a_draft():
    theory = reworded(a_theory(), step=Step("CAAAAAA", DAY, ""), context="elsewhere")

    assert (theory.status, theory.context, theory.because) == ("draft", "elsewhere", "")


def test_a_theory_that_left_its_draft_changes_no_words_without_a_reason():
    with pytest.raises(UnableToMove, match="Say why the words change"):
        reworded(a_theory(status="proposed"), step=Step("CAAAAAA", DAY, " "), context="elsewhere")


@pytest.mark.parametrize("part", ["title", "context", "resource", "response", "outcome"])
def test_every_part_of_a_statement_is_needed(part):
    assert [name for name, _ in theory_problems(_with(part, "  "))] == [part]


@pytest.mark.parametrize("part", ["title", "context", "resource", "response", "outcome", "looked_against", "because"])
def test_a_typed_number_is_named_with_its_part(part):
    (problem,) = theory_problems(_with(part, "it fell by 12 a month"))

    assert problem[0] == part
    assert "12" in problem[1]


def _with(part, words):
    mechanism = {"resource": "an offer", "response": "an answer"}
    if part in mechanism:
        return a_theory(mechanism=Mechanism(**mechanism | {part: words}))
    return a_theory(**{part: words})


def test_years_and_names_in_backticks_are_no_typed_numbers():
    assert list(theory_problems(a_theory(context="homes of `EQ-5D-Y` that began in 2019"))) == []


def test_a_theory_goes_into_records_and_comes_back_with_its_history():
    theory = moved(a_theory(**LOOKED), "proposed", step=STEP, backed=False)
    other = a_theory(id="t0", title="Another")
    frame = conform(KINDS["theory"], pl.DataFrame(rows_of([theory, other]), schema=KINDS["theory"].schema))

    assert theories_of(frame.to_dicts()) == (other, theory)


def test_what_nobody_said_is_blank_in_records():
    row = row_of(a_theory())

    assert (row["because"], row["looked_against"]) == (None, None)
    assert set(row) == set(KINDS["theory"].schema)


def test_the_words_of_records_are_those_of_the_code():
    columns = {column.name: column.allowed for column in KINDS["theory"].columns}

    assert columns["status"] == STATUSES
    assert columns["strength"] == STRENGTHS
