"""The jobs of bench/economics.py as Newel does them, in a process of its own: name of the job, number of draws."""

import json
import resource
import sys
import time

import numpy as np

from newel.statistics.decision import decide, partial_information

THRESHOLDS = np.linspace(0, 50_000, 501)
PARAMETERS = 6


def drawn(draws: int, options: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return parameters, costs and effects: linear in six parameters, with noise of their own."""
    generator = np.random.default_rng(1)
    parameters = generator.normal(size=(draws, PARAMETERS))
    on_effects, on_costs = generator.normal(size=(2, PARAMETERS, options))
    effects = 0.7 + 0.02 * parameters @ on_effects + 0.01 * np.arange(options)
    effects += 0.01 * generator.normal(size=effects.shape)
    costs = 20_000 + 900 * parameters @ on_costs + 400 * np.arange(options)
    costs += generator.gamma(2, 800, costs.shape)
    return parameters, costs, effects


def main() -> None:
    job, draws, options = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    warm = drawn(1000, options)
    decide(warm[1], warm[2], THRESHOLDS)
    parameters, costs, effects = drawn(draws, options)
    begun = time.process_time()
    if job in ("decide", "everything"):
        decide(costs, effects, THRESHOLDS)
    for place in range({"decide": 0, "one_parameter": 1, "everything": PARAMETERS}[job]):
        partial_information(costs, effects, THRESHOLDS, parameters=parameters[:, place : place + 1])
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_s": seconds, "peak_mib": peak}))


if __name__ == "__main__":
    main()
