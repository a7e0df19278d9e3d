"""Multiplies the columns of latent variables, and all that belongs to them, by the factors of the covariance's draw."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.imputation._plan import Plan
from newel.statistics.imputation._state import Parameters, State


def opinion_on_answers(plan: Plan, now: Parameters) -> Numbers:
    """What the priors say of a factor on each column of level 1, (q, 3): see `_covariances._log_ratio`.

    Flat coefficients gain with the factor, one power each; the level-2 covariance, scaled along, loses its prior's
    degrees of freedom for every random effect of the column and gains where its precision is large.
    """
    random = plan.known.random.values.shape[1]
    opinion = np.empty((plan.answers, 3))
    opinion[:, 0] = len(now.coefficients) - random * plan.level_two
    opinion[:, 1] = (plan.shape.weak * now.coefficients**2).sum(axis=0) if len(plan.shape.weak) else 0.0
    traces = np.diag(now.site_precision)[: plan.answers * random].reshape(plan.answers, random).sum(axis=1)
    opinion[:, 2] = plan.prior * traces
    return opinion


def opinion_on_sites(plan: Plan) -> Numbers:
    """The same of level 2, (d, 3): its coefficients are flat, and nothing else is scaled along."""
    opinion = np.zeros((plan.level_two, 3))
    opinion[:, 0] = len(plan.site_root)
    return opinion


def scale_answers(plan: Plan, state: State, factors: Numbers) -> None:
    """Multiply latent columns of level 1: values, sums of products, coefficients, effects and their covariance."""
    now, random = state.parameters, plan.known.random.values.shape[1]
    products = state.products
    products.squares[:] *= np.outer(factors, factors)
    products.with_fixed[:] *= factors
    products.with_random[:] *= factors
    state.latent[:] *= factors
    now.coefficients[:] *= factors
    spread = np.ones(plan.level_two)
    spread[: plan.answers * random] = np.repeat(factors, random)
    now.effects[:] *= spread
    now.site_root[:] *= spread[:, None]
    now.site_precision[:] /= np.outer(spread, spread)


def scale_sites(plan: Plan, state: State, factors: Numbers) -> None:
    """Multiply latent columns of level 2: values, coefficients and residuals."""
    own = factors[plan.cells[1].effects :]
    state.parameters.effects[:] *= factors
    state.site_latent[:] *= own
    state.site_coefficients[:] *= own
