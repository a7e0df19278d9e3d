"""Agreement of raters who put the same things into categories, beyond the agreement that chance would bring."""

from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np
from scipy.special import erfc, stdtrit

from newel.statistics.arrays import Numbers

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Agreement:
    """A coefficient of agreement: 1 is perfect, 0 is what chance brings."""

    name: str
    value: float
    standard_error: float
    """Of the sample of things rated; the raters stay who they are."""
    observed: float
    """Share of agreement seen."""
    expected: float
    """Share of agreement that chance would bring, as the coefficient has it."""
    freedom: float = inf
    null_standard_error: float | None = None
    """Standard error if there were no agreement beyond chance, where it is published."""
    notes: tuple[str, ...] = ()

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return max(self.value - self._margin, -1.0)

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return min(self.value + self._margin, 1.0)

    @property
    def _margin(self) -> float:
        return float(stdtrit(self.freedom, 0.5 + CONFIDENCE / 2)) * self.standard_error

    @property
    def z(self) -> float:
        """The test against no agreement beyond chance; nan where there is no error, as of raters who never differ."""
        error = self.null_standard_error or self.standard_error
        return self.value / error if error > 0 else nan

    @property
    def p(self) -> float:
        """Two-sided p value of `z`."""
        return float(erfc(abs(self.z) / sqrt(2)))


def cohen_kappa(first: Numbers, second: Numbers, *, weights: str = "unweighted") -> Agreement:
    """Return Cohen's kappa of two raters; `weights` is unweighted, linear or quadratic over categories in rank order.

    Source: Cohen J. Psychol Bull 1968;70:213-220; errors: Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323.
    """
    if len(first) != len(second):
        raise ValueError(f"Two raters rate the same things, not {len(first)} and {len(second)}.")
    ratings = np.column_stack([np.asarray(first, dtype=float), np.asarray(second, dtype=float)])
    if np.isnan(ratings).any():
        raise ValueError("A rating is missing. Drop what only one of the two has rated, and say so.")
    codes, categories = _coded(ratings)
    weight = _weights(categories, weights)
    shares = np.zeros(weight.shape)
    np.add.at(shares, (codes[:, 0], codes[:, 1]), 1 / len(codes))
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = np.outer(rows, columns)
    observed, expected = float((weight * shares).sum()), float((weight * chance).sum())
    value = (observed - expected) / (1 - expected)
    reach = (weight @ columns)[:, None] + (weight.T @ rows)[None, :]
    spread = float((shares * (weight - reach * (1 - value)) ** 2).sum()) - (value - expected * (1 - value)) ** 2
    null = float((chance * (weight - reach) ** 2).sum()) - expected**2
    scale = (1 - expected) * sqrt(len(codes))
    names = {"unweighted": "Cohen's kappa", "linear": "Cohen's kappa, linear weights"}
    return Agreement(
        names.get(weights, "Cohen's kappa, quadratic weights"), value, sqrt(max(spread, 0.0)) / scale, observed,
        expected, null_standard_error=sqrt(max(null, 0.0)) / scale,
    )


def fleiss_kappa(ratings: Numbers) -> Agreement:
    """Return Fleiss' kappa; a row per thing rated, a column per rater, nan where a rater left it out.

    The test against chance takes every thing as rated by all: Fleiss JL, Nee JCM, Landis JR. Psychol Bull 1979;86:974.
    Standard error: Gwet KL. Educ Psychol Meas 2021;81:781-790.
    """
    table = _Table.of(ratings)
    chance = float(table.shares @ table.shares)
    found = table.coefficient("Fleiss' kappa", chance, table.relative @ table.shares)
    if np.isnan(np.asarray(ratings, dtype=float)).any():
        return found
    things, raters = len(table.counts), int(table.raters[0])
    product = table.shares * (1 - table.shares)
    total = float(product.sum())
    bend = float((product * (1 - 2 * table.shares)).sum())
    null = sqrt(2 * (total**2 - bend) / (things * raters * (raters - 1))) / total
    return Agreement(found.name, found.value, found.standard_error, found.observed, chance, found.freedom, null)


def gwet_ac1(ratings: Numbers) -> Agreement:
    """Return Gwet's AC1, which stays sensible where nearly everything falls into one category.

    Source: Gwet KL. Br J Math Stat Psychol 2008;61:29-48. Rows and columns as in `fleiss_kappa`.
    """
    table = _Table.of(ratings)
    scale = 1 / (len(table.shares) - 1)
    chance = scale * float(table.shares @ (1 - table.shares))
    return table.coefficient("Gwet's AC1", chance, scale * (table.relative @ (1 - table.shares)))


def conger_kappa(ratings: Numbers) -> Agreement:
    """Return Conger's kappa, Cohen's for any number of raters: each keeps their own shares. As in `fleiss_kappa`.

    Source: Conger AJ. Psychol Bull 1980;88:322-328; standard error: Gwet KL. Educ Psychol Meas 2021;81:781-790.
    """
    table = _Table.of(ratings)
    codes, categories = _coded(ratings)
    codes = codes[(codes >= 0).any(axis=1)]
    put = (codes[:, :, None] == np.arange(len(categories))).astype(float)
    rated = put.sum(axis=2)
    if (rated.sum(axis=0) == 0).any():
        raise ValueError("A rater has rated nothing. Leave their column out.")
    own = put.sum(axis=0) / rated.sum(axis=0)[:, None]
    raters, total = own.shape[0], own.sum(axis=0)
    pairs = raters * (raters - 1)
    chance = float((total**2 - (own**2).sum(axis=0)).sum()) / pairs
    moves = (put - rated[:, :, None] * own) * (len(codes) / rated.sum(axis=0))[:, None]
    by_thing = chance + (moves * (total - own)).sum(axis=(1, 2)) / pairs
    return table.coefficient("Conger's kappa", chance, by_thing)


def brennan_prediger(ratings: Numbers, *, categories: int | None = None) -> Agreement:
    """Return Brennan and Prediger's coefficient: chance puts a thing into each category alike. As in `fleiss_kappa`.

    `categories` is how many there are to choose from; those that were used where it is left out.
    Source: Brennan RL, Prediger DJ. Educ Psychol Meas 1981;41:687-699.
    """
    table = _Table.of(ratings)
    if categories is not None and categories < len(table.shares):
        raise ValueError(f"{len(table.shares)} categories were used, so there cannot be only {categories}.")
    chance = 1 / (categories or len(table.shares))
    return table.coefficient("Brennan and Prediger's coefficient", chance, np.full(len(table.counts), chance))


def percent_agreement(ratings: Numbers) -> Agreement:
    """Return the share of pairs of ratings that agree, with nothing taken off for chance. As in `fleiss_kappa`."""
    table = _Table.of(ratings, fewest=1)
    return table.coefficient("Share of agreement", 0.0, np.zeros(len(table.counts)))


def krippendorff_alpha(ratings: Numbers, *, level: str = "nominal") -> Agreement:
    """Return Krippendorff's alpha; `level` is nominal, ordinal, interval or ratio. Ratings as in `fleiss_kappa`.

    Source: Krippendorff K. Content analysis, 4th ed, 2018, ch 12; standard error: Gwet KL. On Krippendorff's alpha
    coefficient, 2011. Things rated once say nothing and are left out.
    """
    codes, categories = _coded(ratings)
    counts = rated_twice(_counts(codes, len(categories)))
    return weighted_alpha(
        counts, _distances(categories, counts.sum(axis=0), level), name=f"Krippendorff's alpha, {level}"
    )


def rated_twice(counts: Numbers) -> Numbers:
    """Return the rows of a table of things by categories that two raters or more have rated."""
    counts = counts[counts.sum(axis=1) >= 2]
    if len(counts) < 2:
        raise ValueError("Fewer than two things were rated by two raters, so agreement cannot be judged.")
    if int((counts.sum(axis=0) > 0).sum()) < 2:
        raise ValueError("All things rated twice fall into one category, so agreement beyond chance is not defined.")
    return counts


def weighted_alpha(counts: Numbers, distances: Numbers, *, name: str) -> Agreement:
    """Return Krippendorff's alpha of things by categories, each rated twice or more, for any distances up to 1."""
    raters, mean = counts.sum(axis=1), float(counts.sum(axis=1).mean())
    shares = counts.sum(axis=0) / counts.sum()
    weight = 1 - distances
    pairs = (counts * (counts @ weight - 1)).sum(axis=1) / (mean * (raters - 1))
    plain, expected = float(pairs.mean()), float(shares @ weight @ shares)
    observed = plain + (1 - plain) / float(counts.sum())
    value, prime = ((share - expected) / (1 - expected) for share in (observed, plain))
    excess = (raters - mean) / mean
    influence = (pairs - plain * excess - expected) / (1 - expected)
    chance = counts @ ((weight + weight.T) @ shares / 2) / mean - expected * excess
    influence = influence - 2 * (1 - prime) * (chance - expected) / (1 - expected)
    error = sqrt(float(((influence - prime) ** 2).sum()) / (len(counts) * (len(counts) - 1)))
    return Agreement(name, value, error, observed, expected, len(counts) - 1.0)


@dataclass(frozen=True)
class _Table:
    """How many raters put each thing into each category."""

    counts: Numbers
    raters: Numbers
    relative: Numbers
    shares: Numbers

    @classmethod
    def of(cls, ratings: Numbers, *, fewest: int = 2) -> "_Table":
        """Count ratings; things that nobody rated are gone. Fewer categories than `fewest` are refused."""
        codes, categories = _coded(ratings, fewest=fewest)
        counts = _counts(codes, len(categories))
        counts = counts[counts.sum(axis=1) > 0]
        raters = counts.sum(axis=1)
        if int((raters >= 2).sum()) < 2:
            raise ValueError("Fewer than two things were rated by two raters, so agreement cannot be judged.")
        relative = counts / raters[:, None]
        return cls(counts, raters, relative, relative.mean(axis=0))

    def coefficient(self, name: str, chance: float, by_thing: Numbers) -> Agreement:
        """Return (observed - chance) / (1 - chance) with Gwet's linearised error; `by_thing` averages to the chance."""
        twice = self.raters >= 2
        pairs = np.zeros(len(self.counts))
        own = self.counts[twice]
        pairs[twice] = (own * (own - 1)).sum(axis=1) / (self.raters[twice] * (self.raters[twice] - 1))
        things, rated = len(self.counts), int(twice.sum())
        observed = float(pairs.sum()) / rated
        value = (observed - chance) / (1 - chance)
        influence = things / rated * (pairs - chance * twice) / (1 - chance)
        influence = influence - 2 * (1 - value) * (by_thing - chance) / (1 - chance)
        error = sqrt(float(((influence - value) ** 2).sum()) / (things * (things - 1)))
        return Agreement(name, value, error, observed, chance, things - 1.0)


def _coded(ratings: Numbers, *, fewest: int = 2) -> tuple["np.typing.NDArray[np.int64]", Numbers]:
    """Return ratings as category numbers, -1 where missing, and the categories in rank order."""
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(f"Ratings need a row per thing and at least two raters; these have shape {table.shape}.")
    seen = ~np.isnan(table)
    categories = np.unique(table[seen])
    if len(categories) < fewest:
        raise ValueError("All ratings fall into one category, so agreement beyond chance is not defined.")
    return np.where(seen, np.searchsorted(categories, np.where(seen, table, categories[0])), -1), categories


def _counts(codes: "np.typing.NDArray[np.int64]", width: int) -> Numbers:
    return np.asarray((codes[:, :, None] == np.arange(width)).sum(axis=1).astype(float))


def _weights(categories: Numbers, kind: str) -> Numbers:
    """Return how much two categories agree: by rank distance, linear or quadratic."""
    ranks = np.arange(len(categories))
    apart = np.abs(ranks[:, None] - ranks) / (len(categories) - 1)
    powers = {"linear": apart, "quadratic": apart**2, "unweighted": (apart > 0).astype(float)}
    if kind not in powers:
        raise ValueError(f"{kind} weights are not known. Use one of {', '.join(sorted(powers))}.")
    return np.asarray(1 - powers[kind])


def _distances(categories: Numbers, totals: Numbers, level: str) -> Numbers:
    """Return Krippendorff's squared differences of categories, the largest of them 1."""
    one, other = categories[:, None], categories[None, :]
    if level == "nominal":
        return np.asarray((one != other).astype(float))
    if level == "ordinal":
        ranks = np.cumsum(totals) - totals / 2
        squares = (ranks[:, None] - ranks) ** 2
    elif level == "interval":
        squares = (one - other) ** 2
    elif level == "ratio":
        total = one + other
        squares = np.where(total > 0, ((one - other) / np.where(total > 0, total, 1.0)) ** 2, 0.0)
    else:
        raise ValueError(f"{level} is not a level of measurement. Use nominal, ordinal, interval or ratio.")
    return np.asarray(squares / squares.max())
