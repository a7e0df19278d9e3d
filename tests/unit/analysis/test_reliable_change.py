"""People who changed by more than error: counted against the formula, among those who answered twice."""

import numpy as np
import pytest

from tests.support.analysing import ask, cell, evidence
from tests.support.item_answers import Filled, filled, item_evidence
from tests.support.outcomes import an_impact_protocol, impact_evidence, no_change, planted


def _scores(rows: Filled) -> dict[tuple[str, str], float]:
    return {(person, wave): float(np.mean([*codes[:3], 6 - codes[3]])) for person, _, wave, codes in rows}


def test_counts_are_those_of_the_formula() -> None:
    protocol = an_impact_protocol(sites=6, linked=True)
    rows = filled(protocol, gain=0.8, loading=0.9)
    scores = _scores(rows)
    before = np.array([score for (_, wave), score in sorted(scores.items()) if wave == "w1"])
    after = np.array([score for (_, wave), score in sorted(scores.items()) if wave == "w2"])

    answer = ask("reliable_change", item_evidence(protocol, rows))

    smallest = cell(answer, "to_w2", "climate", "smallest").value
    values = np.array([[*codes[:3], 6 - codes[3]] for _, _, wave, codes in rows if wave == "w1"])
    alpha = 4 / 3 * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1))
    assert smallest == pytest.approx(1.96 * before.std(ddof=1) * np.sqrt(2 * (1 - alpha)), rel=1e-9)
    improved = cell(answer, "to_w2", "climate", "improved")
    assert improved.numerator == (after - before >= smallest).sum()
    assert improved.denominator == 120
    worse = cell(answer, "to_w2", "climate", "deteriorated")
    same = cell(answer, "to_w2", "climate", "unchanged")
    assert improved.numerator + worse.numerator + same.numerator == 120


def test_only_people_scored_in_both_waves_are_counted() -> None:
    protocol = an_impact_protocol(sites=6, linked=True)
    rows = [row for row in filled(protocol) if not (row[2] == "w2" and row[0].endswith("p0"))]

    answer = ask("reliable_change", item_evidence(protocol, rows))

    assert cell(answer, "to_w2", "climate", "people").value == 114
    assert cell(answer, "to_w3", "climate", "people").value == 120


def test_a_group_that_is_not_followed_is_left_out_and_said() -> None:
    protocol = an_impact_protocol(sites=6)

    answer = ask("reliable_change", item_evidence(protocol, filled(protocol)))

    assert "No group with an outcome is followed from wave to wave." in answer.notes
    assert all(not table.rows for table in answer.tables)


def test_one_item_has_no_smallest_reliable_change() -> None:
    protocol = an_impact_protocol(sites=6, linked=True)

    answer = ask("reliable_change", impact_evidence(protocol, planted(protocol, no_change)))

    assert "one item" in cell(answer, "to_w2", "climate", "improved").why_missing


def test_a_study_without_impact_has_no_table() -> None:
    assert ask("reliable_change", evidence()).tables == ()
