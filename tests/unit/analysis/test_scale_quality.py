"""How well scales measure: the items are turned, alpha is the textbook's, and a scale that drifts is caught."""

import numpy as np
import pytest

from tests.support.analysing import ask, cell, evidence
from tests.support.item_answers import Filled, filled, item_evidence
from tests.support.outcomes import an_impact_protocol, impact_evidence, no_change, planted


def _alpha(rows: Filled) -> float:
    """Cronbach's alpha of the first wave by its formula, with the fourth item turned."""
    values = np.array([[*codes[:3], 6 - codes[3]] for _, _, wave, codes in rows if wave == "w1"])
    items, total = values.var(axis=0, ddof=1).sum(), values.sum(axis=1).var(ddof=1)
    return float(4 / 3 * (1 - items / total))


def test_alpha_is_that_of_the_turned_items_of_the_reference_wave() -> None:
    protocol = an_impact_protocol(sites=6)
    rows = filled(protocol)

    answer = ask("scale_quality", item_evidence(protocol, rows))

    alpha = cell(answer, "reliability", "climate", "alpha")
    assert alpha.value == pytest.approx(_alpha(rows), rel=1e-12)
    assert alpha.low is not None
    assert alpha.low < alpha.value < alpha.high
    assert cell(answer, "reliability", "climate", "people").value == 120
    assert cell(answer, "reliability", "climate", "omega").value == pytest.approx(alpha.value, abs=0.03)
    assert cell(answer, "reliability", "climate", "ordinal_alpha").value > alpha.value


def test_who_left_an_item_out_is_not_counted() -> None:
    protocol = an_impact_protocol(sites=6)
    rows = filled(protocol)
    rows[0] = (*rows[0][:3], [float("nan"), *rows[0][3][1:]])

    answer = ask("scale_quality", item_evidence(protocol, rows))

    assert cell(answer, "reliability", "climate", "people").value == 119


def test_a_scale_that_stays_the_same_lets_means_be_compared() -> None:
    protocol = an_impact_protocol(sites=6)

    answer = ask("scale_quality", item_evidence(protocol, filled(protocol, people=40, gain=0.4)))

    assert "means may be compared" in cell(answer, "invariance", "climate", "reached").says


def test_a_scale_whose_item_changed_its_meaning_does_not() -> None:
    protocol = an_impact_protocol(sites=6)
    rows = [
        (person, site, wave, codes if wave == "w1" else [max(codes[0] - 2, 1), *codes[1:]])
        for person, site, wave, codes in filled(protocol, people=40)
    ]

    answer = ask("scale_quality", item_evidence(protocol, rows))

    assert "means may be compared" not in cell(answer, "invariance", "climate", "reached").says


def test_few_people_a_wave_are_no_ground_for_a_factor_model() -> None:
    protocol = an_impact_protocol(sites=3)

    answer = ask("scale_quality", item_evidence(protocol, filled(protocol, people=5)))

    assert "Too few people" in cell(answer, "invariance", "climate", "reached").why_missing


def test_one_item_has_no_reliability() -> None:
    protocol = an_impact_protocol(sites=3)

    answer = ask("scale_quality", impact_evidence(protocol, planted(protocol, no_change)))

    assert cell(answer, "reliability", "climate", "alpha").why_missing == "The scale has one item."


def test_nobody_answered_is_said_and_nothing_computed() -> None:
    answer = ask("scale_quality", evidence({}, protocol=an_impact_protocol()))

    assert cell(answer, "reliability", "climate", "alpha").value is None
