"""One whole rehearsal, records, analysis and all, is one of the studies that power draws."""

from functools import cache

import numpy as np
import pytest

from newel.analysis import Evidence
from newel.analysis._comparing import Compared, compared
from newel.instruments import read_instruments
from newel.power import Performance, Size, performances, plan_of, planned_analyses, simulate
from newel.protocol import read_protocol
from newel.rehearsal import read_truths, rehearse
from tests.support.analysing import evidence
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
OUTCOMES = ("understanding", "being_heard", "action", "self_efficacy", "hold", "goals")


@cache
def rehearsed(seed: int) -> dict[str, Compared]:
    """Return the outcomes of one rehearsal, as the analysis of change finds them."""
    protocol, instruments = read_protocol(STUDY), read_instruments(STUDY)
    drawn = rehearse(protocol, instruments, read_truths(STUDY), seed=seed)
    whole: Evidence = evidence(drawn.source.frames, protocol=protocol, instruments=instruments.values())
    return compared(whole, [outcome for outcome in protocol.outcomes if outcome.id in OUTCOMES])


@cache
def expected() -> dict[tuple[str, str], Performance]:
    """Return what power foretells of them."""
    protocol = read_protocol(STUDY)
    analyses = planned_analyses(plan_of(protocol, read_instruments(STUDY), read_truths(STUDY)))
    chosen = {name: planned for name, planned in analyses.items() if name in OUTCOMES}
    found = performances(simulate(chosen, Size(replicates=200, seed=3)), protocol.families)
    return {(each.outcome, each.comparison): each for each in found}


@pytest.mark.parametrize("name", OUTCOMES)
def test_its_changes_lie_where_power_says_they_scatter(name: str) -> None:
    one = rehearsed(2018)[name]

    for comparison, found in (("first", one.gain), ("later", one.later), ("last", one.overall)):
        foretold = expected()[name, comparison]
        assert abs(found.estimate - foretold.mean) < 4 * foretold.empirical, comparison
        assert found.error == pytest.approx(foretold.claimed, rel=0.6)


def test_as_many_people_are_scored() -> None:
    analyses = planned_analyses(plan_of(read_protocol(STUDY), read_instruments(STUDY), read_truths(STUDY)))

    for name in OUTCOMES:
        attendance = analyses[name].attendance
        scored = rehearsed(2018)[name].scores.frame.height
        number = float(attendance.people.sum() * attendance.chance)
        assert scored == pytest.approx(number, abs=5 * np.sqrt(number)), name
