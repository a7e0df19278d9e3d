"""Small designs of linear mixed models: drawn from a seed, in every shape that the engine has to handle."""

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, RandomTerm

SHAPES = ("intercept", "slope", "uncorrelated", "crossed", "nested", "three crossed", "crossed slopes", "two slopes")


def term(factor: str, levels: Levels, *columns: Numbers) -> RandomTerm:
    """Return a random term; without columns a random intercept."""
    matrix = np.column_stack(columns) if columns else np.ones((len(levels), 1))
    names = tuple("(Intercept)" if np.all(column == 1) else f"x{place}" for place, column in enumerate(matrix.T))
    return RandomTerm(factor, levels, matrix, names)


def drawn(shape: str, seed: int, *, rows: int = 40) -> tuple[Design, Numbers]:
    """Return an unbalanced design of one of SHAPES and a response that has all its effects."""
    draw = np.random.default_rng(seed)
    site, rater, ward = (every_level(draw, rows, count) for count in (6, 4, 3))
    place = 2 * site + draw.integers(0, 2, rows)
    room = np.unique(place, return_inverse=True)[1]
    x, w, one = draw.normal(size=rows), draw.normal(size=rows) + 2, np.ones(rows)
    terms = {
        "intercept": (term("site", site),),
        "slope": (term("site", site, one, w),),
        "uncorrelated": (term("site", site), term("site", site, w)),
        "crossed": (term("rater", rater), term("site", site)),
        "nested": (term("site", site), term("site:room", room)),
        "three crossed": (term("ward", ward), term("site", site), term("rater", rater)),
        "crossed slopes": (term("site", site, one, w), term("rater", rater, one, x)),
        "two slopes": (term("site", site, one, w, x),),
    }[shape]
    response = 1 + 0.5 * x + draw.normal(size=rows)
    for part in terms:
        effects = draw.normal(size=(part.count, part.columns.shape[1])) * draw.choice([0.3, 1.5])
        response += np.sum(effects[part.levels] * part.columns, axis=1)
    return Design(np.column_stack((one, x)), ("(Intercept)", "x"), terms), response


def every_level(draw: np.random.Generator, rows: int, count: int) -> Levels:
    """Return levels at random, each seen."""
    return draw.permutation(np.concatenate((np.arange(count), draw.integers(0, count, rows - count))))


def roots(design: Design, seed: int) -> tuple[Numbers, ...]:
    """Return Cholesky factors at random: a point that is not the optimum."""
    draw = np.random.default_rng(seed)
    return tuple(np.tril(draw.uniform(-1, 1, (width, width))) + np.eye(width) for width in _widths(design))


def _widths(design: Design) -> list[int]:
    return [part.columns.shape[1] for part in design.random]
