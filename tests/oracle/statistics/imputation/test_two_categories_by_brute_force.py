"""The chain's distribution for two yes-or-no variables is the one that a grid over all parameters gives."""

import numpy as np
from scipy.stats import multivariate_normal, norm

from newel.statistics.imputation import ImputationModel, Variable
from newel.statistics.imputation._chain import take_steps
from newel.statistics.imputation._plan import plan, starting_state
from newel.statistics.imputation._streams import Streams
from newel.statistics.imputation._task import read_task

COUNTS = {(0, 0): 6, (0, 1): 2, (1, 0): 3, (1, 1): 5}
STEPS = 12_000


def on_a_grid() -> tuple[float, float, float, float]:
    """Mean and spread of the first latent mean, mean and spread of the correlation.

    Flat priors of the means; the prior of the correlation is that of an inverse Wishart matrix with 2 degrees of
    freedom scaled to unit variances: (1 - r^2)^(-5/2) times the product of its inverse's diagonal to the power -1.
    """
    means, correlations = np.linspace(-2.5, 2.5, 41), np.linspace(-0.975, 0.975, 40)
    first, second = np.meshgrid(means, means, indexing="ij")
    sums = np.zeros(5)
    for r in correlations:
        both = multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf(np.dstack([first, second]))
        shares = {
            (1, 1): both,
            (1, 0): norm.cdf(first) - both,
            (0, 1): norm.cdf(second) - both,
            (0, 0): 1 - norm.cdf(first) - norm.cdf(second) + both,
        }
        density = np.exp(sum(n * np.log(np.maximum(shares[cell], 1e-300)) for cell, n in COUNTS.items()))
        density *= (1 - r**2) ** (-5 / 2) * (1 - r**2) ** 2
        weight = density.sum()
        sums += [weight, (density * first).sum(), (density * first**2).sum(), weight * r, weight * r**2]
    total, mean, square, r, r_square = sums
    return (
        mean / total,
        np.sqrt(square / total - (mean / total) ** 2),
        r / total,
        np.sqrt(r_square / total - (r / total) ** 2),
    )


def by_the_chain() -> tuple[float, float, float, float]:
    values = np.array([cell for cell, n in COUNTS.items() for _ in range(n)], dtype=float)
    model = ImputationModel((Variable("a", "binary"), Variable("b", "binary")))
    task = read_task(model, values, None)
    prepared = plan(task.cells, task.known, (model.prior, task.shifts))
    state, streams = starting_state(prepared), Streams(prepared, 3, 0)
    kept = np.empty((STEPS, 2))
    chance = streams.draws(STEPS)
    for step in range(STEPS):
        take_steps(prepared, state, chance.at(step))
        covariance = state.parameters.root @ state.parameters.root.T
        kept[step] = state.parameters.coefficients[0, 0], covariance[0, 1]
    settled = kept[500:]
    return settled[:, 0].mean(), settled[:, 0].std(), settled[:, 1].mean(), settled[:, 1].std()


def test_means_and_correlation_of_two_latent_normals_follow_their_posterior() -> None:
    expected, found = on_a_grid(), by_the_chain()

    assert np.allclose(found, expected, atol=0.03), (found, expected)
