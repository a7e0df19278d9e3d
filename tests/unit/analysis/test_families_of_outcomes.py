"""Several outcomes at once: corrected in their own family by the textbook, each as if it were asked alone."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from newel.findings import Answer
from tests.support.analysing import ask, cell, table, value
from tests.support.naive_measurement import benjamini_hochberg, holm
from tests.support.outcomes import FAMILY, IMPACT
from tests.support.several_outcomes import NAMES, Scored, outcome, scored, several, several_evidence

GAINS = (0.9, 0.25, 0.0)
BARE = {"impact": IMPACT | {"adjust_for": [], "composition": []}}


@cache
def rows() -> Scored:
    return scored(several(), GAINS)


def asked(analysis: str = "primary_outcomes", scores: Scored | None = None, **blocks: Any) -> Answer:
    return ask(analysis, several_evidence(several(**(BARE | blocks)), rows() if scores is None else scores))


def p_values(answer: Answer, name: str, column: str) -> list[float]:
    return [float(value(answer, name, outcome, column) or 0) for outcome in NAMES]


@pytest.mark.parametrize(("correction", "adjust"), [("holm", holm), ("bh", benjamini_hochberg)])
def test_p_values_of_a_family_are_corrected_by_the_textbook(correction: str, adjust: Any) -> None:
    found = asked(families=[FAMILY | {"correction": correction}])

    p = np.array(p_values(found, "gain", "p"))
    assert len(set(p)) == 3
    assert p_values(found, "gain", "p_corrected") == pytest.approx(adjust(p).tolist(), rel=1e-12)


@pytest.mark.parametrize(("correction", "adjust"), [("holm", holm), ("bh", benjamini_hochberg)])
def test_a_secondary_family_is_corrected_alike(correction: str, adjust: Any) -> None:
    outcomes = [outcome(name, role="secondary") for name in NAMES]

    found = asked("secondary_outcomes", outcomes=outcomes, families=[FAMILY | {"correction": correction}])

    p = np.array(p_values(found, "family_deciding", "p"))
    corrected = p_values(found, "family_deciding", "p_corrected")
    assert corrected == pytest.approx(adjust(p).tolist(), rel=1e-12)
    assert any(("Holm" in note) == (correction == "holm") and "Deciding outcomes" in note for note in found.notes)


def test_two_families_are_corrected_apart() -> None:
    families = [FAMILY, FAMILY | {"id": "other", "label": "Other outcomes"}]
    outcomes = [outcome("first"), outcome("second"), outcome("third", family="other")]

    found = asked(outcomes=outcomes, families=families)

    p = np.array(p_values(found, "gain", "p"))
    corrected = p_values(found, "gain", "p_corrected")
    assert corrected[:2] == pytest.approx(holm(p[:2]).tolist(), rel=1e-12)
    assert corrected[2] == p[2]


def test_a_corrected_p_value_is_never_smaller_than_the_plain_one_and_keeps_their_order() -> None:
    found = asked()

    p, corrected = (p_values(found, "gain", column) for column in ("p", "p_corrected"))
    assert all(after >= before for before, after in zip(p, corrected, strict=True))
    in_order = [corrected[place] for place in np.argsort(p)]
    assert in_order == sorted(in_order)


@pytest.mark.parametrize("name", NAMES)
def test_an_outcome_beside_others_has_the_numbers_it_has_alone(name: str) -> None:
    together, alone = asked(), asked(outcomes=[outcome(name)])

    for each in ("gain", "overall", "effects", "checks", "structure", "left_out"):
        kept = [column.id for column in table(alone, each).columns if column.id != "p_corrected"]
        assert [cell(together, each, name, column) for column in kept] == [
            cell(alone, each, name, column) for column in kept
        ]


def test_outcomes_stand_in_the_protocols_order_and_a_family_in_one_table() -> None:
    turned = [outcome(name, role="secondary") for name in reversed(NAMES)]
    exploratory = outcome("third", id="idea", label="Idea", role="exploratory", family=None)
    alone = outcome("second", id="alone", label="Alone", role="secondary", family=None)

    found = asked("secondary_outcomes", outcomes=[exploratory, alone, *turned])

    assert [(each.id, [row.id for row in each.rows]) for each in found.tables] == [
        ("family_deciding", ["third", "second", "first"]),
        ("secondary", ["alone"]),
        ("exploratory", ["idea"]),
    ]
    assert [figure.table for figure in found.figures] == ["family_deciding", "secondary", "exploratory"]


def test_a_planned_outcome_of_no_family_shows_no_corrected_p_value() -> None:
    found = asked("secondary_outcomes", outcomes=[outcome("first", role="secondary", family=None)], families=[])

    assert "p_corrected" not in {column.id for column in table(found, "secondary").columns}
    assert not any("correction" in note for note in found.notes)


def test_a_secondary_outcome_has_the_numbers_it_would_have_as_a_primary_one() -> None:
    primary = asked()
    secondary = asked("secondary_outcomes", outcomes=[outcome(name, role="secondary") for name in NAMES])

    for name in NAMES:
        assert cell(secondary, "family_deciding", name, "difference") == cell(primary, "gain", name, "difference")
        assert cell(secondary, "family_deciding", name, "effect") == cell(primary, "effects", name, "gain")
        assert cell(secondary, "family_deciding", name, "p") == cell(primary, "gain", name, "p")


def test_the_planted_gain_is_found_and_the_one_that_was_not_planted_is_not() -> None:
    found = asked()

    corrected = dict(zip(NAMES, p_values(found, "gain", "p_corrected"), strict=True))
    assert corrected["first"] < 0.05
    assert corrected["third"] > 0.05
    gain = cell(found, "gain", "first", "difference")
    assert float(gain.low or 0) < GAINS[0] < float(gain.high or 0)


def test_an_outcome_nobody_was_scored_on_leaves_the_others_a_harder_correction() -> None:
    gone: Scored = [(*row[:3], [row[3][0], row[3][1], float("nan")]) for row in rows()]

    found = asked(scores=gone)

    p = np.array([float(value(found, "gain", name, "p") or 0) for name in NAMES[:2]])
    corrected = [value(found, "gain", name, "p_corrected") for name in NAMES[:2]]
    assert corrected == pytest.approx(holm(np.array([*p, 1.0]))[:2].tolist(), rel=1e-12)
    assert value(found, "gain", "third", "p_corrected") is None
    assert any(note == "Third: nobody answered." for note in found.notes)


def test_people_are_counted_once_however_many_outcomes_they_have() -> None:
    found = asked()

    assert found.n.value == len({row[0] for row in rows()})
    assert [value(found, "sample", name, "people") for name in NAMES] == [len(rows())] * 3


def test_a_remark_on_two_outcomes_is_said_once_with_both_names() -> None:
    alike: Scored = [(*row[:3], [1.0, 1.0, row[3][2]]) for row in rows()]

    found = asked(scores=alike)

    said = [note for note in found.notes if "same score" in note]
    assert len(said) == 1
    assert said[0].startswith("First; Second: ")


def test_the_label_of_a_row_says_the_range_and_which_end_is_better() -> None:
    found = asked(outcomes=[outcome("first"), outcome("second", better="lower")])

    labels = [row.label for row in table(found, "gain").rows]
    assert labels == ["First (-100 to 100, higher is better)", "Second (-100 to 100, lower is better)"]


def test_outcomes_that_no_analysis_of_scales_can_answer_are_named_apart() -> None:
    count = {"id": "harm", "label": "Self-harm", "measure": "self_harm", "better": "lower", "role": "secondary"}
    absent = outcome("first", id="absent", label="Absent", scale="other.first", role="secondary")

    found = asked("secondary_outcomes", outcomes=[outcome("first", role="secondary"), count, absent])

    assert "Counts of the monthly returns are not scales, and not compared here: Self-harm." in found.notes
    assert "The study does not hold the instrument of: Absent." in found.notes
    assert [row.id for each in found.tables for row in each.rows] == ["first"]
