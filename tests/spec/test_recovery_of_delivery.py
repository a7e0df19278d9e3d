"""Planted gains of delivery in the care pathway are found where half of the sites deliver throughout, half never."""

from collections.abc import Iterator

import polars as pl
import pytest

from newel.care import read_pathway, read_register, site_month_dose
from newel.findings import Answer, Estimate
from newel.protocol import Protocol
from newel.rehearsal import Truths
from newel.rehearsal.truths import PathwayTruth, QuestionnaireTruth, StepTruth
from tests.support.analysing import ask, cell
from tests.support.protocols import a_protocol
from tests.support.rehearsed import rehearsed

SEEDS = range(30)
AT_LEAST = 26
"""Of 30 intervals of 95 %, fewer than 26 hold the truth in fewer than 2 of 100 such tests (binomial)."""
PLANTED = {
    "formulated_in_time": ("measures", 0.45, 0.30),
    "reviewed_in_time": ("measures", 0.50, 0.20),
    "transition_planned": ("measures", 0.55, 0.00),
    "child_present": ("own_part", 0.35, 0.25),
}
"""Measure: its table, the share planted without delivery, and what full delivery adds."""


def a_study() -> Protocol:
    """Return sixteen sites over a year and a half: those of one type always deliver, those of the other never."""
    study = a_protocol().study.model_dump(mode="json") | {"starts": "2019-07-01", "ends": "2020-12-31"}
    sites = [
        {
            "id": f"S{number:02d}",
            "pseudonym": f"Site {number}",
            "type": "sch" if number <= 8 else "yoi",
            "places": 30,
            "rollout": "full",
            "rollout_month": "2016-01" if number <= 8 else "2022-01",
        }
        for number in range(1, 17)
    ]
    return a_protocol(study=study, sites=sites)


TRUTHS = Truths(
    pathway=PathwayTruth(
        site_spread=0.05,
        formulated_in_time=StepTruth(share=0.45, delivery_gain=0.30),
        reviewed_in_time=StepTruth(share=0.50, delivery_gain=0.20),
        transition_planned=StepTruth(share=0.55),
        child_present=StepTruth(share=0.35, delivery_gain=0.25),
    ),
    questionnaires=QuestionnaireTruth(asked={"staff": 0.01, "young_person": 0.01}),
)


Studied = tuple[Answer, pl.DataFrame]
"""The answer of one study, and its dose by site and month."""


@pytest.fixture(scope="module")
def studies() -> list[Studied]:
    return [_studied(seed) for seed in SEEDS]


def _studied(seed: int) -> Studied:
    about = rehearsed(a_study(), TRUTHS, seed=seed)
    frame, protocol = about.freeze.frame, about.protocol
    dose = site_month_dose(protocol, read_pathway(protocol, frame), read_register(protocol, frame))
    return ask("fidelity", about), dose


def holding(cells: Iterator[Estimate], truth: float) -> int:
    """Return how many intervals hold the truth."""
    found = [(each.low, each.high) for each in cells]
    return sum(low <= truth <= high for low, high in found if low is not None and high is not None)


@pytest.mark.parametrize("measure", PLANTED)
def test_a_share_is_recovered_with_delivery_and_without(studies: list[Studied], measure: str) -> None:
    table, share, gain = PLANTED[measure]

    for place, truth in (("yoi", 100 * share), ("sch", 100 * (share + gain))):
        assert holding((cell(answer, table, place, measure) for answer, _ in studies), truth) >= AT_LEAST, place


@pytest.mark.parametrize("measure", PLANTED)
def test_what_delivery_adds_is_recovered_from_the_dose(studies: list[Studied], measure: str) -> None:
    """The mean over thirty studies of the difference between sites with delivery and without is the planted gain.

    Sites spread by 0.05, eight a side: the standard error of a difference is about 0.03, and of the mean about 0.006.
    """
    due, kept = pl.col(f"{measure}_due").sum(), pl.col(f"{measure}_kept").sum()
    shares = [dose.group_by("phase").agg(share=kept / due).sort("phase")["share"].to_list() for _, dose in studies]

    differences = [with_delivery - without for without, with_delivery in shares]

    assert sum(differences) / len(differences) == pytest.approx(PLANTED[measure][2], abs=0.02)
