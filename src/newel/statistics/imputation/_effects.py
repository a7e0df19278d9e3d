"""One step's draws of the fixed and the random effects, and their residuals' products, from cross-products alone."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation._algebra import factor, mirrored, solve_lower, solve_upper
from newel.statistics.imputation._state import Parameters, Products, Shape


@compiled
def draw_coefficients(products: Products, now: Parameters, chance: tuple[Numbers, Numbers]) -> None:
    """Fixed effects given the random ones: normal about least squares, covariance residual x (X'X)^-1, flat prior.

    `chance` is the factor of X'X and the normals, (p, q).
    """
    root, noise = chance
    target = products.with_fixed.copy()
    _less_explained(products.mixed, now.effects, target)
    columns, width = target.shape
    solution = np.empty(columns)
    for j in range(width):
        for row in range(columns):
            solution[row] = target[row, j]
        solve_lower(root, solution)
        for row in range(columns):
            for k in range(width):
                solution[row] += noise[row, k] * now.root[j, k]
        solve_upper(root, solution)
        for row in range(columns):
            now.coefficients[row, j] = solution[row]


@compiled
def draw_coefficients_apart(products: Products, now: Parameters, chance: tuple[Numbers, Numbers]) -> None:
    """The same under a normal prior about 0, one column of the variables after another, each given the others.

    `chance` is the prior precision and the normals, (p, q).
    """
    weak, noise = chance
    target = products.with_fixed.copy()
    _less_explained(products.mixed, now.effects, target)
    columns, width = target.shape
    root, solution = np.zeros((columns, columns)), np.empty(columns)
    for j in range(width):
        inflated = products.cross * now.precision[j, j]
        for row in range(columns):
            inflated[row, row] += weak[row, j]
            solution[row] = now.precision[j, j] * target[row, j]
            for k in range(width):
                if k != j:
                    left = _left(products.cross[row], (target, now.coefficients), (row, k))
                    solution[row] += now.precision[j, k] * left
        factor(inflated, root)
        solve_lower(root, solution)
        for row in range(columns):
            solution[row] += noise[row, j]
        solve_upper(root, solution)
        for row in range(columns):
            now.coefficients[row, j] = solution[row]


@compiled
def _left(cross: Numbers, sums: tuple[Numbers, Numbers], at: tuple[int, int]) -> float:
    """What another variable's own coefficients leave of its sum of products with a fixed column."""
    target, coefficients = sums
    row, k = at
    left = target[row, k]
    for column in range(len(cross)):
        left -= cross[column] * coefficients[column, k]
    return float(left)


@compiled
def _less_explained(mixed: Numbers, effects: Numbers, target: Numbers) -> None:
    """Take X'Z u, summed over the clusters, off X'Y."""
    clusters, random, columns = mixed.shape
    for g in range(clusters):
        for r in range(random):
            for column in range(columns):
                for j in range(target.shape[1]):
                    target[column, j] -= mixed[g, r, column] * effects[g, j * random + r]


@compiled
def cluster_residuals(products: Products, coefficients: Numbers) -> Numbers:
    """Z'(y - X b) by cluster, (clusters, r, q)."""
    mixed = products.mixed
    left = products.with_random.copy()
    clusters, random, columns = mixed.shape
    for g in range(clusters):
        for r in range(random):
            for column in range(columns):
                for k in range(left.shape[2]):
                    left[g, r, k] -= mixed[g, r, column] * coefficients[column, k]
    return left


@compiled
def draw_effects(products: Products, now: Parameters, chance: tuple[Levels, Numbers]) -> None:
    """Random effects of each cluster given the fixed ones and, where level 2 has variables, its residuals there.

    Their precision is residual precision x Z'Z + level-2 precision; clusters with the same Z'Z share its factor.
    `chance` is the order of visits and the normals, (clusters, q r).
    """
    visits, noise = chance
    effects, precision, site_precision, spread = now.effects, now.precision, now.site_precision, products.spread
    left = cluster_residuals(products, now.coefficients)
    size = left.shape[1] * left.shape[2]
    root = np.zeros((size, size))
    solution = np.empty(size)
    for at in range(visits.shape[1]):
        g = visits[0, at]
        if visits[1, at]:
            factor(_effects_precision(precision, site_precision, spread[g]), root)
        _pull(precision, left[g], solution)
        for v in range(size, effects.shape[1]):
            for k in range(size):
                solution[k] -= site_precision[k, v] * effects[g, v]
        solve_lower(root, solution)
        for k in range(size):
            solution[k] += noise[g, k]
        solve_upper(root, solution)
        for k in range(size):
            effects[g, k] = solution[k]


@compiled
def _effects_precision(precision: Numbers, site_precision: Numbers, spread: Numbers) -> Numbers:
    width, random = len(precision), len(spread)
    total = np.empty((width * random, width * random))
    for j in range(width):
        for r in range(random):
            row = j * random + r
            for k in range(width):
                for s in range(random):
                    column = k * random + s
                    total[row, column] = site_precision[row, column] + precision[j, k] * spread[r, s]
    return total


@compiled
def _pull(precision: Numbers, left: Numbers, pull: Numbers) -> None:
    """Write residual precision x Z'(y - X b), the precision of a cluster's effects times their mean."""
    random, width = left.shape
    for j in range(width):
        for r in range(random):
            total = 0.0
            for k in range(width):
                total += precision[j, k] * left[r, k]
            pull[j * random + r] = total


@compiled
def slide_along_orbit(orbit: Numbers, now: Parameters, noise: Numbers) -> None:
    """Move what fixed and random effects share from one to the other: the fit stays, the chain forgets faster.

    Every random column is a combination of fixed columns, so the effects' mean over clusters can move into those. The
    shift is normal about it with covariance (level-2 precision x clusters)^-1, as under hierarchical centring.
    """
    effects, size = now.effects, len(noise)
    columns, random = orbit.shape
    shift, root = _mean_pull(now.site_precision, effects, size), np.zeros((size, size))
    factor(now.site_precision[:size, :size] * effects.shape[0], root)
    solve_lower(root, shift)
    shift += noise
    solve_upper(root, shift)
    for g in range(effects.shape[0]):
        for k in range(size):
            effects[g, k] -= shift[k]
    for k in range(size):
        for column in range(columns):
            now.coefficients[column, k // random] += orbit[column, k % random] * shift[k]


@compiled
def _mean_pull(precision: Numbers, effects: Numbers, size: int) -> Numbers:
    """Level-2 precision x the sum over clusters of its effects and residuals, for the first `size` columns."""
    totals, pull = np.zeros(effects.shape[1]), np.zeros(size)
    for g in range(effects.shape[0]):
        for v in range(effects.shape[1]):
            totals[v] += effects[g, v]
    for k in range(size):
        for v in range(effects.shape[1]):
            pull[k] += precision[k, v] * totals[v]
    return pull


@compiled
def residual_products(products: Products, now: Parameters) -> Numbers:
    """E'E of the residuals of all rows: Y'Y less what is explained, written out in cross-products."""
    columns, width = now.coefficients.shape
    left = products.squares.copy()
    for a in range(columns):
        for j in range(width):
            for k in range(j + 1):
                left[j, k] -= now.coefficients[a, j] * products.with_fixed[a, k]
                left[j, k] -= now.coefficients[a, k] * products.with_fixed[a, j]
                for b in range(columns):
                    left[j, k] += now.coefficients[a, j] * products.cross[a, b] * now.coefficients[b, k]
    _less_effects((products.spread, cluster_residuals(products, now.coefficients)), now.effects, left)
    return mirrored(left)


@compiled
def _less_effects(known: tuple[Numbers, Numbers], effects: Numbers, total: Numbers) -> None:
    """Take u'Z'(y - X b), its mirror image and -u'Z'Z u off the lower half of `total`; `known` is Z'Z, Z'(y - X b)."""
    spread, left = known
    clusters, random, width = left.shape
    rest = np.empty(width)
    for g in range(clusters):
        for r in range(random):
            for k in range(width):
                rest[k] = left[g, r, k]
                for s in range(random):
                    rest[k] -= 0.5 * spread[g, r, s] * effects[g, k * random + s]
            for j in range(width):
                for k in range(j + 1):
                    total[j, k] -= effects[g, j * random + r] * rest[k] + effects[g, k * random + r] * rest[j]


@compiled
def draw_all_effects(
    products: Products, now: Parameters, by: tuple[Shape, tuple[Numbers, Numbers, Numbers]]
) -> Numbers:
    """Fixed effects, then random effects, then the slide; return the products of the residuals."""
    shape, chance = by
    if len(shape.weak):
        draw_coefficients_apart(products, now, (shape.weak, chance[0]))
    else:
        draw_coefficients(products, now, (shape.root, chance[0]))
    if len(now.effects):
        draw_effects(products, now, (shape.visits, chance[1]))
        slide_along_orbit(shape.orbit, now, chance[2])
    return residual_products(products, now)
