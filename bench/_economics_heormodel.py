"""The jobs of bench/economics.py as heormodel does them, under a Python that has it: job, number of draws, options.

Prints processor seconds. Its partial information takes one threshold a call, so it is asked at one.
"""

import sys
import time

import numpy as np
import pandas as pd
from heormodel import Outcomes
from heormodel.cea import ceac, expected_loss
from heormodel.voi import evppi

THRESHOLDS = np.linspace(0, 50_000, 501)


def main() -> None:
    job, draws, options = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    generator = np.random.default_rng(1)
    parameters = generator.normal(size=(draws, 6))
    on_effects, on_costs = generator.normal(size=(2, 6, options))
    effects = 0.7 + 0.02 * parameters @ on_effects + 0.01 * generator.normal(size=(draws, options))
    costs = 20_000 + 900 * parameters @ on_costs + generator.gamma(2, 800, (draws, options))
    names = [f"t{option}" for option in range(options)]
    index = pd.RangeIndex(draws, name="iteration")
    outcomes = Outcomes.from_wide(
        pd.DataFrame(costs, columns=names, index=index), pd.DataFrame(effects, columns=names, index=index)
    )
    told = pd.DataFrame(parameters, columns=[f"p{number}" for number in range(6)], index=index)
    begun = time.process_time()
    if job == "decide":
        ceac(outcomes, THRESHOLDS)
        expected_loss(outcomes, THRESHOLDS)
    else:
        evppi(outcomes, told, "p0", wtp=25_000.0)
    print(time.process_time() - begun)


if __name__ == "__main__":
    main()
