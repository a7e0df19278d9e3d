"""A chain, step by step: all parameters, then everything that is missing, given the chance handed in.

Source of the model and of its steps: Carpenter JR, Kenward MG. Multiple Imputation and its Application, Wiley 2013,
chapters 4, 5 and 9; Schafer JL, Yucel RM. Journal of Computational and Graphical Statistics 2002;11:437-457.
"""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.imputation._algebra import squares
from newel.statistics.imputation._cells import draw_gaps, draw_held
from newel.statistics.imputation._covariances import draw_covariance, draw_held_covariance
from newel.statistics.imputation._effects import draw_all_effects
from newel.statistics.imputation._plan import Plan
from newel.statistics.imputation._rescaling import (
    opinion_on_answers,
    opinion_on_sites,
    scale_answers,
    scale_sites,
)
from newel.statistics.imputation._rows import add_up, fill_gaps, fit_rows
from newel.statistics.imputation._sites import draw_site_coefficients
from newel.statistics.imputation._state import Draws, State
from newel.statistics.imputation._thresholds import draw_thresholds


def take_steps(plan: Plan, state: State, draws: Draws) -> Numbers:
    """Take as many steps as the chance has room for; return each one's parameters, (steps, parameters)."""
    trace = np.empty((len(draws.orbit), plan.parameters))
    for step in range(len(trace)):
        draw_parameters(plan, state, (draws, step))
        if plan.level_two > plan.cells[1].effects:
            draw_sites(plan, state, (draws, step))
        if plan.answers:
            draw_answers(plan, state, (draws, step))
        _record(state, trace[step])
    return trace


def draw_parameters(plan: Plan, state: State, chance: tuple[Draws, int]) -> None:
    """Fixed effects, random effects, both covariance matrices."""
    draws, step = chance
    now, shape = state.parameters, plan.shape
    if plan.answers:
        noise = (draws.coefficients[step], draws.effects[step], draws.orbit[step])
        left = draw_all_effects(state.products, now, (shape, noise))
        matrix = (now.root, now.precision, plan.prior)
        if plan.any_held[0]:
            scales = (draws.bartlett[step], draws.scales[step])
            opinion = opinion_on_answers(plan, now)
            scale_answers(plan, state, draw_held_covariance(left, scales, (*matrix, shape.held, opinion)))
        else:
            draw_covariance(left, draws.bartlett[step], matrix)
    if plan.level_two:
        matrix = (now.site_root, now.site_precision, plan.prior)
        if plan.any_held[1]:
            scales = (draws.site_bartlett[step], draws.site_scales[step])
            opinion = opinion_on_sites(plan)
            matrix_and_more = (*matrix, shape.site_held, opinion)
            scale_sites(plan, state, draw_held_covariance(squares(now.effects), scales, matrix_and_more))
        else:
            draw_covariance(squares(now.effects), draws.site_bartlett[step], matrix)


def draw_sites(plan: Plan, state: State, chance: tuple[Draws, int]) -> None:
    """The sites' variables: their coefficients, then latent normals and gaps given the random effects."""
    draws, step = chance
    now, effects = state.parameters, plan.cells[1].effects
    level = (now.effects, now.site_precision, state.site_latent)
    fixed = plan.known.sites.values
    coefficients = draw_site_coefficients(fixed, level, (plan.site_root, draws.site_coefficients[step]))
    state.site_coefficients[:] = coefficients
    fitted = np.zeros(now.effects.shape)
    fitted[:, effects:] = fixed @ coefficients
    now.effects[:, effects:] = state.site_latent - fitted[:, effects:]
    if plan.held[1].offset[-1]:
        chance_of_held = (now.site_precision, state.site_thresholds, draws.uniforms[1][step])
        draw_held(plan.held[1], (fitted, now.effects), chance_of_held)
    draw_gaps(plan.gaps[1], now.effects, (now.site_precision, draws.cells[1][step]))
    state.site_latent[:] = fitted[:, effects:] + now.effects[:, effects:]


def draw_answers(plan: Plan, state: State, chance: tuple[Draws, int]) -> None:
    """Thresholds and latent normals of the answers' categories, then their gaps; and the sums for the next step."""
    draws, step = chance
    now = state.parameters
    fitted = fit_rows(plan.rows, now.coefficients, now.effects)
    if plan.held[0].offset[-1]:
        rows = (fitted, state.latent - fitted)
        for column in plan.ordinal:
            moving = (now.precision, state.thresholds, state.pace, draws.thresholds[step, column])
            draw_thresholds((plan.held[0].category, column), rows, moving)
        draw_held(plan.held[0], rows, (now.precision, state.thresholds, draws.uniforms[0][step]))
        state.latent[:] = fitted + rows[1]
    fill_gaps(plan.gaps[0], (fitted, state.latent), (now.precision, draws.cells[0][step]))
    sums = state.products[3:]
    for total, settled in zip(sums, plan.base, strict=True):
        total[...] = settled
    add_up(plan.rows, state.latent, sums)


def _record(state: State, trace: Numbers) -> None:
    """Coefficients, residual variances, then the same of level 2."""
    now = state.parameters
    parts = (
        now.coefficients.ravel(),
        (now.root * now.root).sum(axis=1),
        state.site_coefficients.ravel(),
        (now.site_root * now.site_root).sum(axis=1),
    )
    np.concatenate(parts, out=trace)
