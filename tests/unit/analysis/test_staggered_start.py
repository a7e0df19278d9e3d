"""Sites that started at different times, read by quarter: planted changes come back, and gaps are said."""

import numpy as np
import pytest

from newel.analysis._staggered import staggered
from newel.findings import Answer
from newel.statistics.rollout import Panel, aggregate, group_time, overall_effects
from tests.support.analysing import ask, cell, evidence
from tests.support.incidents import drawn_returns, staggered_protocol
from tests.support.protocols import a_protocol


def _answer(returns: list, protocol: object = None) -> Answer:
    protocol = protocol or staggered_protocol()
    return ask("staggered_start", evidence({"monthly_return": returns}, protocol=protocol), measures=["assaults"])


def test_a_planted_fall_without_noise_comes_back() -> None:
    protocol = staggered_protocol()

    answer = _answer(drawn_returns(protocol, seed=3, delivery=0.5, rate=6000, noise=False), protocol)

    change = cell(answer, "overall", "assaults", "change")
    assert change.value == pytest.approx(-50, abs=1)
    assert cell(answer, "assaults_by_quarter", "after_0", "change").value == pytest.approx(-50, abs=2)
    assert cell(answer, "assaults_by_quarter", "before_1", "change").value == pytest.approx(0, abs=2)


def test_the_exact_p_value_is_a_share_of_deals() -> None:
    protocol = staggered_protocol()

    p = cell(_answer(drawn_returns(protocol, seed=5), protocol), "overall", "assaults", "exact_p").value

    # Dates are dealt within types of site: 2 sites of one, 4 of the other, so 2 x 24 deals.
    assert p is not None
    assert (p * 48) == pytest.approx(round(p * 48))
    assert 0 < p <= 1


def test_a_site_without_a_return_in_some_quarter_is_left_out_and_counted() -> None:
    protocol = staggered_protocol()
    returns = [
        row
        for row in drawn_returns(protocol, seed=6)
        if not (row["site_id"] == "S03" and "2019-08" <= row["month"] <= "2019-10")
    ]

    answer = _answer(returns, protocol)

    assert cell(answer, "overall", "assaults", "sites").value == 5
    assert "Left out, for want of a return in some quarter: 1 of the sites." in answer.notes


def test_sites_that_all_started_together_cannot_be_compared_and_say_so() -> None:
    protocol = a_protocol()

    answer = _answer(drawn_returns(protocol, seed=6), protocol)

    assert cell(answer, "overall", "assaults", "change").value is None
    assert any("nobody is left untreated to compare with" in note for note in answer.notes)


def test_without_returns_nothing_is_drawn() -> None:
    answer = _answer([])

    assert "Assaults: fewer than two sites sent returns in every quarter." in answer.notes
    assert not answer.figures


def test_many_deals_at_once_equal_one_after_the_other() -> None:
    generator = np.random.default_rng(8)
    periods, dates = np.arange(6.0), np.array([2.0, 2, 3, 4, 4, 5])
    outcomes = generator.normal(size=(6, 6))
    deals = np.array([generator.permutation(dates) for _ in range(20)])

    one_by_one = [
        aggregate(group_time(Panel(outcomes, periods, deal), comparison="not_yet", method="reg"), "simple").overall
        for deal in deals
    ]

    assert overall_effects(Panel(outcomes, periods, dates), deals) == pytest.approx(one_by_one, rel=1e-9)


def test_months_left_over_at_the_end_make_no_quarter() -> None:
    protocol = staggered_protocol()
    about = evidence({"monthly_return": drawn_returns(protocol, seed=2)}, protocol=protocol)

    found = staggered(about, "assaults")

    assert found.panel is not None
    assert found.panel.outcomes.shape == (6, 29 // 3)
