"""An analysis finds what a rehearsal planted: its intervals hold the declared truth about as often as they say."""

from collections.abc import Iterator
from math import exp, sqrt

import pytest

from newel.analysis import Evidence
from newel.findings import Estimate
from newel.protocol import Protocol
from newel.rehearsal import Truths
from newel.rehearsal.cost_truths import CostTruth, RecordedTruth
from newel.rehearsal.truths import (
    ChildrenTruth,
    IncidentTruth,
    QuestionnaireTruth,
    ReturnTruth,
    StaffTruth,
)
from tests.support.analysing import ask, cell, value
from tests.support.protocols import a_protocol
from tests.support.rehearsed import rehearsed

SEEDS = range(30)
AT_LEAST = 26
"""Of 30 intervals of 95 %, fewer than 26 hold the truth in fewer than 2 of 100 such tests (binomial)."""
SPREAD = 0.3


def a_study(*, sites: int = 8) -> Protocol:
    """Return a study of two site types in one year, fully delivered throughout, with no interruption."""
    study = a_protocol().study.model_dump(mode="json") | {"starts": "2019-01-01", "ends": "2019-12-31"}
    drawn = [
        {
            "id": f"S{number:02d}",
            "pseudonym": f"Site {number}",
            "type": "yoi" if number <= sites // 2 else "sch",
            "places": 100 if number <= sites // 2 else 40,
            "rollout": "full",
            "rollout_month": "2018-12",
        }
        for number in range(1, sites + 1)
    ]
    return a_protocol(study=study, sites=drawn)


PAID = RecordedTruth(
    item="posts", unit="month_of_a_post", perspective="health", category="running", per_place=2000.0, unit_price=4000.0
)
TRUTHS = Truths(
    incidents={
        name: IncidentTruth(rate=rate, type_ratio={"sch": 0.5}, site_spread=SPREAD, dispersion=2.0)
        for name, rate in (("assaults", 400.0), ("self_harm", 300.0), ("restraints", 350.0))
    },
    returns=ReturnTruth(share_missing=0.1, share_cell_not_known=0.0),
    staff=StaffTruth(trained_at_start=0.5, monthly_training=0.0, yearly_turnover=0.0, rating_gain=0.8),
    children=ChildrenTruth(need={"education": 0.3}, assessed=0.7, assessed_gain=0.0, child_takes_part=0.6),
    questionnaires=QuestionnaireTruth(agree={"staff": 0.4}),
    costs=CostTruth(recorded=(PAID,)),
)


@pytest.fixture(scope="module")
def studies() -> list[Evidence]:
    return [rehearsed(a_study(), TRUTHS, seed=seed) for seed in SEEDS]


def holding(cells: Iterator[Estimate], truth: float) -> int:
    """Return how many intervals hold the truth."""
    found = [(each.low, each.high) for each in cells]
    return sum(low <= truth <= high for low, high in found if low is not None and high is not None)


@pytest.mark.parametrize(("place", "ratio"), [("yoi", 1.0), ("sch", 0.5)])
@pytest.mark.parametrize(("measure", "rate"), [("assaults", 400.0), ("self_harm", 300.0)])
def test_incident_rates_are_recovered(
    studies: list[Evidence], place: str, ratio: float, measure: str, rate: float
) -> None:
    """Sites' rates are log-normal around the planted one, so their mean is exp(spread^2 / 2) times it."""
    truth = rate * ratio * exp(SPREAD**2 / 2)

    found = (cell(ask("incident_rates", about), "rates_by_type", place, measure) for about in studies)

    assert holding(found, truth) >= AT_LEAST


@pytest.mark.parametrize(("column", "truth"), [("share_assessed", 70.0), ("share_identified", 30.0)])
def test_needs_assessed_and_identified_are_recovered(studies: list[Evidence], column: str, truth: float) -> None:
    found = (cell(ask("needs_identified", about), "needs", "education", column) for about in studies)

    assert holding(found, truth) >= AT_LEAST


def test_taking_part_is_recovered(studies: list[Evidence]) -> None:
    found = (cell(ask("needs_identified", about), "completeness", "all", "share_took_part") for about in studies)

    assert holding(found, 60.0) >= AT_LEAST


def test_scale_means_are_recovered(studies: list[Evidence]) -> None:
    """The planted position is 0.55 of the way from 1 to 5."""
    options = {"group": "staff", "instruments": ["team"]}
    found = (cell(ask("scale_scores", about, **options), "team_climate", "all_w1", "mean") for about in studies)

    assert holding(found, 1 + 4 * 0.55) >= AT_LEAST


def test_the_cost_per_child_year_is_recovered(studies: list[Evidence]) -> None:
    """Costs are planted per place, 68 % of them filled; the mean of their log-normal factor is exp(0.15^2 / 2)."""
    truth = 2000.0 * exp(0.15**2 / 2) / 0.68

    found = (
        cell(ask("cost_by_perspective", about, "economic"), "by_type", "all", "per_child_year") for about in studies
    )

    assert holding(found, truth) >= AT_LEAST


def test_training_in_post_is_recovered(studies: list[Evidence]) -> None:
    """Half are trained, none leave and none are added: what is left is rounding to whole people."""
    for about in studies[:5]:
        assert value(ask("training_coverage", about), "coverage", "all", "share_trained") == pytest.approx(50, abs=0.5)


def test_the_gain_in_self_rated_knowledge_is_recovered(studies: list[Evidence]) -> None:
    found = (cell(ask("training_coverage", about), "ratings", "trauma_informed_care", "change") for about in studies)

    assert holding(found, 0.8) >= AT_LEAST


def test_agreement_is_recovered(studies: list[Evidence]) -> None:
    """Four in ten agree, and of a hundred who did one takes it back."""
    truth = 0.4 * 0.99
    asked = agreed = 0.0
    for about in studies:
        answer = ask("response_flow", about)
        asked += value(answer, "flow", "staff_w1", "asked") or 0
        agreed += value(answer, "flow", "staff_w1", "agreed") or 0

    assert agreed / asked == pytest.approx(truth, abs=4 * sqrt(truth * (1 - truth) / asked))
