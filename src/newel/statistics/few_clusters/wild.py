"""The wild cluster test: is the effect larger than what turning the sites' residuals at random would give?

With 18 sites there are 2^18 ways to turn them, and all are tried: the p value has no Monte Carlo error.
Sources: Cameron AC, Gelbach JB, Miller DL. Rev Econ Stat 2008;90:414-427; MacKinnon JG, Nielsen MO, Webb MD.
J Appl Econometrics 2023;38:671-694 (types 11, 13, 31, 33).
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters._rows import checked, places
from newel.statistics.few_clusters._signs import every_sign_vector, given_vectors
from newel.statistics.few_clusters._wild_parts import TIE, Pieces, contributions, drawn, scores_of, turned

LEVEL = 0.05
FAR = 1e6
"""A null value so many standard errors away stands for an effect as large as one likes."""
ALONE = 0.5
"""Share of one cluster in the effect's own part of its column, beyond which wild tests fail: a single treated cluster.
Source: MacKinnon JG, Webb MD. J Appl Econometrics 2017;32:233-254."""


@dataclass(frozen=True)
class WildRule:
    """How the test is run."""

    kind: str = "11"
    """First digit: residuals as they are (1) or of the fit without the cluster (3). Second: variance CR1 or CR3."""
    restricted: bool = True
    """Whether the residuals are those of the model in which the null holds."""
    null: float = 0.0
    largest: int = 20
    """Up to so many clusters every sign vector is tried; beyond, `draws` are drawn by `generator`."""
    draws: int = 99_999
    generator: np.random.Generator | None = None
    webb: bool = False
    """Draw Webb's six-point weights instead of signs: for fewer than about ten clusters."""
    interval: bool = True


@dataclass(frozen=True)
class WildTest:
    """One coefficient or contrast, tested."""

    estimate: float
    statistic: float
    """t by CR0 or CR3, without a small-sample factor: the p value does not depend on one."""
    statistic_scaled: float
    """The same with the factor root((G - 1)/G (n - p)/(n - 1)), which fwildclusterboot prints."""
    p: float
    """Share of vectors whose |t| is at least the one seen, the vector of the data itself included."""
    p_beyond: float
    """Share of vectors whose |t| is larger than the one seen, as fwildclusterboot 0.13 counts.

    For the variance CR3 it multiplies the t seen, but not the others, by its small-sample factor; so does this field.
    """
    low: float
    high: float
    vectors: int
    exact: bool
    """Whether every vector was tried."""
    floor: float
    """The smallest p that any effect, however large, would reach with these sites."""
    method: str
    notes: tuple[str, ...] = ()


def wild_cluster_test(
    fixed: Numbers, response: Numbers, clusters: Levels, *, contrast: Numbers, rule: WildRule | None = None
) -> WildTest:
    """Test one contrast, (p,), of a least-squares fit: fixed (n, p), response (n,), clusters (n,).

    Raises ValueError in words on impossible input, where draws are needed and no generator is given, and for a 3 in the
    type where the fit without some cluster does not exist.
    """
    rule = rule or WildRule()
    known(rule)
    checked(fixed, response, clusters)
    columns, triangle = turned(fixed, contrast)
    length = float(triangle[0, 0])
    data = Pieces(columns, places(clusters))
    seen = _Seen(data, response, kind=rule.kind)
    sums, exact = _sums(_forms(data, response, rule=rule), rule)
    test = _Shares(sums, seen, restricted=rule.restricted)
    null = rule.null / length
    factor = float(np.sqrt((1 - 1 / len(data.rows)) * (len(response) - fixed.shape[1]) / (len(response) - 1)))
    low, high = _interval(test, seen) if rule.interval else (np.nan, np.nan)
    floor = max(test.shares(seen.estimate + side * FAR * seen.error)[0] for side in (-1, 1))
    statistic = (seen.estimate - null) / seen.error
    return WildTest(
        estimate=length * seen.estimate,
        statistic=statistic,
        statistic_scaled=factor * statistic,
        p=test.shares(null)[0],
        p_beyond=test.shares(null, factor=factor if rule.kind[1] == "3" else 1.0)[1],
        low=length * low,
        high=length * high,
        vectors=len(sums) * (2 if exact else 1),
        exact=exact,
        floor=floor,
        method=_name(rule, exact=exact),
        notes=_words(data, floor),
    )


class _Seen:
    """The estimate and its standard error in orthonormal coordinates."""

    def __init__(self, data: Pieces, response: Numbers, *, kind: str) -> None:
        products = data.products(response)
        own = products.sum(axis=0)
        self.estimate = float(own[0])
        if kind[1] == "1":
            scores = products - data.squares @ own
            self.error = float(np.sqrt((scores[:, 0] ** 2).sum()))
        else:
            left = np.einsum("gab,gb->ga", data.without(), own - products)
            share = 1 - 1 / len(products)
            self.error = float(np.sqrt(share * ((left[:, 0] - own[0]) ** 2).sum()))
        if not self.error > 1e-12 * np.linalg.norm(response):
            raise ValueError("The clusters' residuals leave no spread, so the effect cannot be tested.")


class _Shares:
    """Shares of vectors that are as far out as the data, at any null value."""

    def __init__(self, sums: Numbers, seen: _Seen, *, restricted: bool) -> None:
        self.sums, self.seen, self.restricted = sums, seen, restricted

    def shares(self, null: float, *, factor: float = 1.0) -> tuple[float, float]:
        """Return the share with |t*| at least, and larger than, |t| times the factor, at this null value."""
        shift = null if self.restricted else 0.0
        top, slope, constant, linear, quadratic = self.sums.T
        bottom = np.sqrt(np.maximum(constant - 2 * shift * linear + shift**2 * quadratic, 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            others = np.nan_to_num(np.abs(top - shift * slope) / bottom, nan=0.0, posinf=np.inf)
        seen = factor * abs(self.seen.estimate - null) / self.seen.error
        slack = TIE * max(1.0, seen)
        return float((others >= seen - slack).mean()), float((others > seen + slack).mean())


def known(rule: WildRule) -> None:
    """Raise ValueError for a type there is none of."""
    if rule.kind not in {"11", "13", "31", "33"}:
        raise ValueError(f'The type "{rule.kind}" is not known. Use 11, 13, 31 or 33.')


def _forms(data: Pieces, response: Numbers, *, rule: WildRule) -> Numbers:
    """Return, for the response and for one unit of the null value, what `every_sign_vector` takes."""
    units = data.columns[:, 0] if rule.restricted else np.zeros(len(response))
    layers = [scores_of(data, one, kind=rule.kind, restricted=rule.restricted) for one in (response, units)]
    parts = [np.column_stack([scores[:, 0], contributions(data, scores, rule.kind)[:, :, 0]]) for scores in layers]
    return np.ascontiguousarray(parts)


def _sums(forms: Numbers, rule: WildRule) -> tuple[Numbers, bool]:
    """Return the five sums of every vector, or of the drawn ones and the data's own."""
    clusters = forms.shape[1]
    if clusters <= rule.largest and not rule.webb:
        return every_sign_vector(forms), True
    return given_vectors(forms, drawn(clusters, rule.draws, generator=rule.generator, webb=rule.webb)), False


def _interval(test: _Shares, seen: _Seen) -> tuple[float, float]:
    """Return the null values that are not rejected at 5 %, found by bisection outward from the estimate."""
    return _edge(test, seen, side=-1), _edge(test, seen, side=1)


def _edge(test: _Shares, seen: _Seen, *, side: int) -> float:
    kept, step = seen.estimate, seen.error
    while test.shares(seen.estimate + side * step)[0] > LEVEL:
        kept, step = seen.estimate + side * step, 2 * step
        if step > FAR * seen.error:
            return side * np.inf
    out = seen.estimate + side * step
    while abs(out - kept) > 1e-9 * seen.error:
        middle = (out + kept) / 2
        kept, out = (middle, out) if test.shares(middle)[0] > LEVEL else (kept, middle)
    return (out + kept) / 2


def _name(rule: WildRule, *, exact: bool) -> str:
    model = "restricted" if rule.restricted else "unrestricted"
    return f"wild cluster test {rule.kind}, {model}, {'every sign vector' if exact else f'{rule.draws} draws'}"


def _words(data: Pieces, floor: float) -> tuple[str, ...]:
    clusters, words = len(data.rows), []
    if floor >= LEVEL:
        words.append(
            f"However large the effect, p cannot fall below {floor:.3g} with these {clusters} clusters: "
            "this test cannot reject at 5 %."
        )
    weight = float(data.squares[:, 0, 0].max())
    if weight > ALONE:
        words.append(
            f"One of {clusters} clusters carries {100 * weight:.0f} % of what the data say of this effect, "
            "and a wild cluster test is then too cautious or too bold."
        )
    return tuple(words)
