"""Scales and raters as a first course teaches them: least squares, loops over pairs of ratings, one thing left out."""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from newel.statistics.arrays import Numbers


def explained(answers: Numbers, item: int) -> float:
    """Return the share of an item's variance that a regression on all other items explains."""
    rest = np.delete(answers, item, axis=1)
    columns = np.column_stack([np.ones(len(answers)), rest])
    left = answers[:, item] - columns @ np.linalg.lstsq(columns, answers[:, item], rcond=None)[0]
    return 1 - float(np.var(left)) / float(np.var(answers[:, item]))


def lambda_6(answers: Numbers) -> float:
    """Return Guttman's lambda 6 of the standardised items: what no regression explains, over the sum's variance."""
    standard = (answers - answers.mean(axis=0)) / answers.std(axis=0)
    left = sum(1 - explained(answers, item) for item in range(answers.shape[1]))
    return 1 - left / float(np.var(standard.sum(axis=1)))


def item_rest(answers: Numbers) -> list[float]:
    """Return each item's correlation with the sum of the others."""
    return [
        float(np.corrcoef(answers[:, item], np.delete(answers, item, axis=1).sum(axis=1))[0, 1])
        for item in range(answers.shape[1])
    ]


def mean_squares(ratings: Numbers) -> dict[str, float]:
    """Return the mean squares of targets, raters, what is left, and within targets: by fitting dummies."""
    n, k = ratings.shape
    flat = ratings.ravel()
    target, rater = (place.ravel() for place in np.indices(ratings.shape))
    ones = np.ones((n * k, 1))
    by_target, by_rater = (
        (target[:, None] == np.arange(n)).astype(float),
        (rater[:, None] == np.arange(k)).astype(float),
    )

    def left(*parts: Numbers) -> float:
        columns = np.column_stack(parts)
        return float(((flat - columns @ np.linalg.lstsq(columns, flat, rcond=None)[0]) ** 2).sum())

    whole, both = left(ones), left(by_target, by_rater)
    return {
        "targets": (whole - left(by_target)) / (n - 1),
        "raters": (whole - left(by_rater)) / (k - 1),
        "left": both / ((n - 1) * (k - 1)),
        "within": left(by_target) / (n * (k - 1)),
    }


def shrout_fleiss(ratings: Numbers) -> dict[str, float]:
    """Return the six forms from the mean squares, as Shrout and Fleiss print them in their text."""
    n, k = ratings.shape
    found = mean_squares(ratings)
    targets, raters, left, within = (found[name] for name in ("targets", "raters", "left", "within"))
    return {
        "ICC1": (targets - within) / (targets + (k - 1) * within),
        "ICC2": (targets - left) / (targets + (k - 1) * left + k * (raters - left) / n),
        "ICC3": (targets - left) / (targets + (k - 1) * left),
        "ICC1k": (targets - within) / targets,
        "ICC2k": (targets - left) / (targets + (raters - left) / n),
        "ICC3k": (targets - left) / targets,
    }


def kappa(first: Sequence[float], second: Sequence[float], agreement: Callable[[float, float], float]) -> float:
    """Return kappa: the mean agreement of given pairs beside that of every first rating with every second one."""
    seen = float(np.mean([agreement(one, other) for one, other in zip(first, second, strict=True)]))
    chance = float(np.mean([agreement(one, other) for one in first for other in second]))
    return (seen - chance) / (1 - chance)


def agreeing_pairs(row: Numbers) -> tuple[int, int]:
    """Return how many pairs of raters put one thing into the same category, and how many pairs there are."""
    given = [float(value) for value in row if not np.isnan(value)]
    pairs = list(combinations(given, 2))
    return sum(one == other for one, other in pairs), len(pairs)


def raters_agreement(ratings: Numbers) -> float:
    """Return the mean share of agreeing pairs over the things that two raters or more have rated."""
    counted = [agreeing_pairs(row) for row in ratings]
    return float(np.mean([same / pairs for same, pairs in counted if pairs]))


def category_shares(ratings: Numbers) -> list[float]:
    """Return each category's share, averaged over things: every thing that anybody rated weighs the same."""
    categories = sorted({float(value) for value in ratings[~np.isnan(ratings)]})
    rated = [row[~np.isnan(row)] for row in ratings if not np.isnan(row).all()]
    return [float(np.mean([float((row == category).mean()) for row in rated])) for category in categories]


def fleiss(ratings: Numbers) -> float:
    """Return Fleiss' kappa."""
    chance = sum(share**2 for share in category_shares(ratings))
    return (raters_agreement(ratings) - chance) / (1 - chance)


def ac1(ratings: Numbers) -> float:
    """Return Gwet's AC1."""
    shares = category_shares(ratings)
    chance = sum(share * (1 - share) for share in shares) / (len(shares) - 1)
    return (raters_agreement(ratings) - chance) / (1 - chance)


def jackknife_error(values: Numbers, coefficient: Callable[[Numbers], float]) -> float:
    """Return the standard error of a coefficient from leaving out one row at a time."""
    found = np.array([coefficient(np.delete(values, row, axis=0)) for row in range(len(values))])
    return float(np.sqrt((len(values) - 1) / len(values) * ((found - found.mean()) ** 2).sum()))


def standardised_exactly(values: Numbers, *, mean: float, spread: float) -> Numbers:
    """Return the values moved and stretched to exactly this mean and standard deviation (divisor n - 1)."""
    return np.asarray(mean + spread * (values - values.mean()) / values.std(ddof=1))


def with_covariance(people: int, covariance: Numbers, *, seed: int) -> Numbers:
    """Return answers whose covariance matrix (divisor n - 1) is exactly this one and whose means are 0."""
    draws = np.random.default_rng(seed).standard_normal((people, len(covariance)))
    draws = draws - draws.mean(axis=0)
    white = draws @ np.linalg.inv(np.linalg.cholesky(draws.T @ draws / (people - 1))).T
    return np.asarray(white @ np.linalg.cholesky(covariance).T)
