"""Several coefficients at once by the wild cluster test: is anything at all larger than turned residuals would give?

Source: Roodman D, Nielsen MO, MacKinnon JG, Webb MD. Stata Journal 2019;19:4-60, section 5 (joint hypotheses).
"""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters._rows import checked, places
from newel.statistics.few_clusters._signs import every_joint_statistic, given_joint_statistics
from newel.statistics.few_clusters._wild_parts import TIE, Pieces, contributions, drawn, scores_of, turned
from newel.statistics.few_clusters.wild import LEVEL, WildRule, known


@dataclass(frozen=True)
class JointWildTest:
    """All contrasts tested at once."""

    statistic: float
    """Wald statistic over the number of contrasts, by CR0 or CR3, without a small-sample factor."""
    contrasts: int
    p: float
    """Share of vectors whose statistic is at least the one seen, the vector of the data itself included."""
    vectors: int
    exact: bool
    method: str
    notes: tuple[str, ...] = ()


def wild_joint_test(
    fixed: Numbers, response: Numbers, clusters: Levels, *, contrasts: Numbers, rule: WildRule | None = None
) -> JointWildTest:
    """Test that all contrasts, (q, p), are 0; `null` and `interval` of the rule do not matter here.

    Raises ValueError as `wild_cluster_test` does, and where clusters are too few to tell so many contrasts apart.
    """
    rule = rule or WildRule()
    known(rule)
    checked(fixed, response, clusters)
    columns, triangle = turned(fixed, contrasts)
    count = len(triangle)
    data = Pieces(columns, places(clusters), tested=count)
    seen = _seen(data, response, kind=rule.kind)
    scores = scores_of(data, response, kind=rule.kind, restricted=rule.restricted)
    parts = contributions(data, scores, rule.kind).reshape(len(scores), -1)
    others, exact = _others(np.ascontiguousarray(np.column_stack([scores[:, :count], parts])), count, rule=rule)
    p = float((others >= seen - TIE * max(1.0, seen)).mean())
    vectors = len(others) * (2 if exact else 1)
    notes = _words(len(scores)) if exact else ()
    model = "restricted" if rule.restricted else "unrestricted"
    drawn_or_not = "every sign vector" if exact else f"{rule.draws} draws"
    method = f"joint wild cluster test {rule.kind}, {model}, {drawn_or_not}"
    return JointWildTest(seen / count, count, p, vectors, exact, method, notes)


def _seen(data: Pieces, response: Numbers, *, kind: str) -> float:
    """Return the Wald statistic of the data: signs of 1 on the residuals of the whole fit, about its own estimates."""
    plain = scores_of(data, response, kind="1" + kind[1], restricted=False)
    products = data.products(response)
    own = products.sum(axis=0)
    if kind[1] == "1":
        parts = plain[:, : data.tested]
    else:
        left = np.einsum("gab,gb->ga", data.without(), own - products)
        parts = np.sqrt(1 - 1 / len(products)) * (left - own)[:, : data.tested]
    variance = parts.T @ parts
    if np.linalg.matrix_rank(variance, hermitian=True) < data.tested:
        raise ValueError(f"{data.tested} contrasts cannot be told apart by {len(products)} clusters. Test fewer.")
    return float(own[: data.tested] @ np.linalg.solve(variance, own[: data.tested]))


def _others(forms: Numbers, count: int, *, rule: WildRule) -> tuple[Numbers, bool]:
    if len(forms) <= rule.largest and not rule.webb:
        return every_joint_statistic(forms, count), True
    weights = drawn(len(forms), rule.draws, generator=rule.generator, webb=rule.webb)
    return given_joint_statistics(forms, count, weights), False


def _words(clusters: int) -> tuple[str, ...]:
    least = 2 / 2**clusters
    if least < LEVEL:
        return ()
    return (f"With {clusters} clusters p cannot fall below {least:.3g}: this test cannot reject at 5 %.",)
