"""With 18, 12 and 8 sites the default methods find a change where there is none in 5 % of studies: no more, no less."""

from functools import cache

import pytest

from bench.few_sites import SITES, Chance, chances

MONTE_CARLO_ERRORS = 3


@cache
def found(sites: int) -> dict[str, Chance]:
    """Return what each method finds in the first so many of the same studies."""
    return {each.method: each for each in chances(sites, fits=2000, robust=600, exact=300, seed=1)}


@pytest.mark.parametrize("sites", SITES)
@pytest.mark.parametrize("method", ["kenward_roger", "satterthwaite", "cr2", "exact"])
def test_the_chance_of_finding_nothing_true_is_five_per_cent(method: str, sites: int) -> None:
    chance = found(sites)[method]

    assert abs(chance.share - 0.05) < MONTE_CARLO_ERRORS * chance.error, chance


@pytest.mark.parametrize("sites", SITES)
def test_intervals_of_the_mixed_model_hold_the_truth_in_ninety_three_to_ninety_seven_per_cent(sites: int) -> None:
    for method in ("kenward_roger", "satterthwaite"):
        assert 0.93 < 1 - found(sites)[method].share < 0.97
