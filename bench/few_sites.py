"""Simulates studies in which nothing changes: how often each method finds a change all the same, with few sites.

People of 18, 12 or 8 sites answer in three waves, other people each time; sites differ, and move of their own accord
from wave to wave. Each method is asked for the change from the first wave to the second. It should find one in 5 % of
the studies. An effect that is added shifts estimates and intervals alike, so coverage is 100 % less that share.

    make bench NAME=few_sites                    a minute or two
    make bench NAME=few_sites OPTIONS=--quick    a tenth of it

Prints one JSON object a line: `value` and its Monte Carlo error, in per cent.
"""

import argparse
import json
import math
from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import WildRule, cluster_robust, wild_cluster_test
from newel.statistics.mixed import Design, RandomTerm, fit_many

SITES = (18, 12, 8)
WAVES = 3
SITE, SITE_WAVE = 0.06, 0.03
"""Variances where a person's is 0.91: an intraclass correlation of 0.09, two thirds of which lasts over waves."""
SMALLEST, LARGEST = 15, 80
"""People of a site who answer in a wave, from the smallest site to the largest, as with staff."""
LEVEL = 0.05


@dataclass(frozen=True)
class Chance:
    """How often a method finds what is not there."""

    method: str
    sites: int
    share: float
    replicates: int

    @property
    def error(self) -> float:
        """Monte Carlo standard error of the share, as it is where the method keeps its level."""
        return math.sqrt(LEVEL * (1 - LEVEL) / self.replicates)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a tenth of the replicates")
    scale = 10 if options.parse_args().quick else 1
    for sites in SITES:
        for chance in chances(sites, fits=4000 // scale, robust=1000 // scale, exact=1000 // scale, seed=sites):
            figure = f"by_chance_{chance.method}_{chance.sites}_sites"
            number = {"value": round(100 * chance.share, 2), "unit": "%", "error": round(100 * chance.error, 2)}
            print(json.dumps({"figure": figure, **number, "replicates": chance.replicates}), flush=True)


def chances(sites: int, *, fits: int, robust: int, exact: int, seed: int) -> list[Chance]:
    """Return what each method finds in so many studies without change."""
    rng = np.random.default_rng(seed)
    site, wave = people(sites)
    cell = site * WAVES + wave
    responses = np.sqrt(1 - SITE - SITE_WAVE) * rng.standard_normal((len(site), fits))
    responses += np.sqrt(SITE) * rng.standard_normal((sites, fits))[site]
    responses += np.sqrt(SITE_WAVE) * rng.standard_normal((sites * WAVES, fits))[cell]
    of_wave = np.column_stack([np.ones(len(site)), wave == 1, wave == 2]).astype(float)
    one = np.ones((len(site), 1))
    terms = tuple(RandomTerm(name, at, one, ("(Intercept)",)) for name, at in (("site", site), ("site:wave", cell)))
    design = Design(of_wave, ("(Intercept)", "w2", "w3"), terms)
    within = np.column_stack([*(site == place for place in range(sites)), of_wave[:, 1:]]).astype(float)
    contrast = np.zeros(within.shape[1])
    contrast[sites] = 1
    found = {
        "kenward_roger": fit_many(design, responses, contrasts=np.eye(3)[1], method="Kenward-Roger").inference.p[:, 0],
        "satterthwaite": fit_many(design, responses, contrasts=np.eye(3)[1]).inference.p[:, 0],
        "cr2": np.array([_robust(within, y, site, contrast=contrast) for y in responses.T[:robust]]),
        "exact": np.array([_exact(within, y, site, contrast=contrast) for y in responses.T[:exact]]),
    }
    return [Chance(method, sites, float(np.mean(p < LEVEL)), len(p)) for method, p in found.items() if len(p)]


def people(sites: int) -> tuple[Levels, Levels]:
    """Return the site and the wave of everybody."""
    sizes = np.rint(np.geomspace(SMALLEST, LARGEST, sites)).astype(int)
    site = np.repeat(np.tile(np.arange(sites), WAVES), np.tile(sizes, WAVES))
    wave = np.repeat(np.arange(WAVES), sizes.sum())
    return site, wave


def _robust(within: Numbers, response: Numbers, site: Levels, *, contrast: Numbers) -> float:
    return float(cluster_robust(within, response, site, contrasts=contrast[None, :]).p[0])


def _exact(within: Numbers, response: Numbers, site: Levels, *, contrast: Numbers) -> float:
    return wild_cluster_test(within, response, site, contrast=contrast, rule=WildRule(interval=False)).p


if __name__ == "__main__":
    main()
