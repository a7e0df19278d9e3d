"""What the example study plants is found by its planned analyses, and what it does not plant is not."""

from functools import cache

import pytest

from newel.instruments import read_instruments
from newel.power import Performance, Size, performances, plan_of, planned_analyses, simulate
from newel.protocol import read_protocol
from newel.rehearsal import read_truths
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
CHOSEN = {"understanding", "being_heard", "action", "self_efficacy", "hold", "goals"}


@cache
def found(sites: int) -> dict[tuple[str, str], Performance]:
    """Return the performance of some outcomes in 200 rehearsals."""
    protocol = read_protocol(STUDY)
    plan = plan_of(protocol, read_instruments(STUDY), read_truths(STUDY), sites=sites)
    analyses = {name: planned for name, planned in planned_analyses(plan).items() if name in CHOSEN}
    simulated = simulate(analyses, Size(replicates=200, seed=20))
    return {(each.outcome, each.comparison): each for each in performances(simulated, protocol.families)}


@pytest.mark.parametrize("sites", [18, 12, 8])
def test_planted_changes_are_recovered(sites: int) -> None:
    """Sites with other roll-outs change unlike; the truth weighs them by people, the model does not: hence 0.06 SD."""
    for each in found(sites).values():
        unit = abs(each.planted / each.planted_sd) if each.planted_sd else each.empirical / 0.06
        assert abs(each.bias) < 0.06 * unit + 4 * each.bias_error, each


@pytest.mark.parametrize("sites", [18, 12, 8])
def test_intervals_hold_the_planted_change_at_least_as_often_as_they_say(sites: int) -> None:
    for each in found(sites).values():
        assert each.coverage.value > 0.95 - 4 * 0.0154, each


@pytest.mark.parametrize("sites", [18, 12, 8])
def test_where_nothing_changes_a_change_is_found_no_more_often_than_by_chance(sites: int) -> None:
    for each in found(sites).values():
        assert each.by_chance.value < 0.05 + 4 * 0.0154, each


def test_a_large_planted_gain_is_found_with_every_number_of_sites() -> None:
    for sites in (18, 12, 8):
        assert found(sites)["understanding", "first"].power.value > 0.9
        assert found(sites)["being_heard", "first"].power.value > 0.7


def test_fewer_sites_find_less() -> None:
    powers = [found(sites)["self_efficacy", "last"].claimed for sites in (18, 12, 8)]

    assert powers == sorted(powers)


def test_no_replicate_is_lost() -> None:
    assert all(each.failed == 0 for sites in (18, 12, 8) for each in found(sites).values())
