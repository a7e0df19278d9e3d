"""Intervals after imputation cover the truth as often as they say, where leaving rows out does not."""

import numpy as np
import numpy.typing as npt

from newel.statistics.imputation import ImputationModel, Variable, impute, pool

Table = npt.NDArray[np.float64]
REPLICATES, ROWS, DRAWS = 120, 40, 10


def sample(seed: int) -> Table:
    """Two correlated columns; the second, with mean 0, is missing more often where the first is high."""
    generator = np.random.default_rng(seed)
    first = generator.normal(size=ROWS)
    second = 0.8 * first + 0.6 * generator.normal(size=ROWS)
    second[generator.random(ROWS) < 1 / (1 + np.exp(-2 * first))] = np.nan
    return np.column_stack([first, second])


def test_pooled_intervals_of_a_mean_cover_it_and_those_of_complete_rows_do_not() -> None:
    model = ImputationModel((Variable("first"), Variable("second")), burn_in=40, between=15)
    covered, covered_by_complete_rows = 0, 0
    for seed in range(REPLICATES):
        values = sample(seed)
        column = impute(model, values, None, draws=DRAWS, seed=seed).column("second")
        found = pool(
            column.mean(axis=0)[:, None], column.var(axis=0, ddof=1)[:, None] / ROWS, complete_freedom=ROWS - 1
        ).inference
        covered += bool(found.low[0] < 0 < found.high[0])
        kept = values[~np.isnan(values[:, 1]), 1]
        covered_by_complete_rows += bool(abs(kept.mean()) < 2.09 * kept.std(ddof=1) / np.sqrt(len(kept)))

    assert 0.89 <= covered / REPLICATES <= 0.99
    assert covered_by_complete_rows / REPLICATES < 0.75
