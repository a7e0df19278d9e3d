"""What was left out: nothing missing changes nothing, and the missing can be moved until a conclusion turns."""

import numpy as np
import pytest

from newel.findings import Answer
from tests.support.analysing import ask, cell, table
from tests.support.outcomes import IMPACT, Rows, an_impact_protocol, impact_evidence, planted

FEWER = {"impact": IMPACT | {"imputations": 8, "deltas": [-3.0, 0.0, 3.0]}}


def _answer(rows: Rows) -> Answer:
    return ask("missing_answers", impact_evidence(an_impact_protocol(sites=8, **FEWER), rows))


def _rows(*, lost: float, change: float = 1.0) -> Rows:
    """Draw scores that rise in the second wave, and lose a share of those of the later waves at random."""
    rows = planted(an_impact_protocol(sites=8, **FEWER), lambda _, wave: change * (wave != "w1"))
    generator = np.random.default_rng(7)
    return [(*row[:4], float("nan") if row[2] != "w1" and generator.random() < lost else row[4]) for row in rows]


@pytest.fixture(scope="module")
def third() -> Answer:
    return _answer(_rows(lost=0.33))


def test_what_was_left_out_is_counted(third: Answer) -> None:
    rows = _rows(lost=0.33)
    lost = sum(np.isnan(score) for *_, score in rows)

    assert cell(third, "gaps", "climate", "sent").value == len(rows)
    assert cell(third, "gaps", "climate", "not_scored").numerator == lost
    assert cell(third, "draws", "climate", "missing").value == lost


def test_scores_lost_at_random_leave_the_comparison_where_it_was(third: Answer) -> None:
    alone, completed = (cell(third, "pooled", "climate", column) for column in ("as_answered", "completed"))

    assert completed.value == pytest.approx(alone.value, abs=0.1)
    assert completed.low < 1.0 < completed.high
    assert 0.05 < cell(third, "pooled", "climate", "lost").value < 0.6


def test_moving_the_missing_far_enough_moves_the_comparison(third: Answer) -> None:
    moved = {row.id: row.cells[0].value for row in table(third, "tipping_climate").rows}

    assert list(moved) == ["down_3", "not_moved", "up_3"]
    assert moved["down_3"] < moved["not_moved"] - 0.7
    assert moved["up_3"] > moved["not_moved"] + 0.7


def test_where_the_conclusion_turns_is_said_in_words(third: Answer) -> None:
    assert any(note.startswith("Climate: The conclusion changes") for note in third.notes)


def test_with_nothing_missing_nothing_is_completed() -> None:
    answer = _answer(_rows(lost=0.0))

    assert cell(answer, "pooled", "climate", "completed").why_missing == (
        "Every response could be scored, so nothing had to be completed."
    )
    assert cell(answer, "pooled", "climate", "as_answered").value is not None
    assert not answer.figures


def test_a_wave_in_which_nobody_could_be_scored_gives_no_number() -> None:
    rows = [(*row[:4], float("nan") if row[2] == "w2" else row[4]) for row in _rows(lost=0.1)]

    answer = _answer(rows)

    assert cell(answer, "pooled", "climate", "completed").value is None
    assert cell(answer, "pooled", "climate", "as_answered").value is None


def test_without_answers_there_is_nothing_to_complete() -> None:
    answer = _answer([])

    assert cell(answer, "pooled", "climate", "completed").value is None
    assert cell(answer, "gaps", "climate", "sent").value == 0
