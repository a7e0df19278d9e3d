"""The parameters of a factor model, group by group: which are free, which are shared, which are fixed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from newel.statistics.measurement.factor.model import FactorModel

EQUALITIES = (
    "loadings", "intercepts", "thresholds", "bare thresholds", "means", "residuals", "residual covariances",
    "factor variances", "factor covariances",
)
"""What may be held equal over groups.

For ordered items `thresholds` says that people with the same standing on a factor cross them alike (lavaan's meaning);
`bare thresholds` lets items of later groups still differ in level and spread (Wu and Estabrook's first step).
"""


@dataclass(frozen=True)
class Parameter:
    """One entry of one group's matrices."""

    left: str
    operator: str
    """`=~` loading, `~~` variance or covariance, `~1` mean, `|` threshold, `~*~` scale of an ordered item."""
    right: str
    group: int
    kind: str
    """The matrix it belongs to: loadings, residuals, factors, intercepts, means, thresholds or scales."""
    place: tuple[int, int]
    free: int
    """Its number among the free parameters, shared by those held equal; -1 where it is fixed."""
    value: float
    """What it is fixed at; 0 where it is free."""


@dataclass(frozen=True)
class Frame:
    """What beside the model decides which parameters there are."""

    groups: int
    means: bool
    equal: tuple[str, ...] = ()
    categories: tuple[int, ...] = ()
    """For ordered items: how many categories each has; empty for items on a scale of numbers."""


@dataclass(frozen=True)
class _Entry:
    """A parameter before it is numbered."""

    left: str
    operator: str
    right: str
    kind: str
    place: tuple[int, int]
    fixed: float | None = None
    sharing: str = ""
    """The equality that would make it the same in every group."""


def parameter_table(model: FactorModel, frame: Frame) -> tuple[Parameter, ...]:
    """Number the parameters of all groups; those held equal carry one number."""
    unknown = set(frame.equal) - set(EQUALITIES)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} cannot be held equal over groups; these can: "
                         f"{', '.join(EQUALITIES)}.")
    numbers: dict[tuple[object, ...], int] = {}
    rows: list[Parameter] = []
    for group in range(frame.groups):
        for entry in _entries(model, frame, group):
            free = -1
            if entry.fixed is None:
                shared = entry.sharing in frame.equal
                key = (entry.kind, entry.place, -1 if shared else group)
                free = numbers.setdefault(key, len(numbers))
            rows.append(Parameter(
                entry.left, entry.operator, entry.right, group, entry.kind, entry.place, free, entry.fixed or 0.0
            ))
    return tuple(rows)


def free_count(table: tuple[Parameter, ...]) -> int:
    """Return how many parameters are free."""
    return max((row.free for row in table), default=-1) + 1


def _entries(model: FactorModel, frame: Frame, group: int) -> Iterator[_Entry]:
    yield from _loadings(model)
    yield from _residuals(model, frame)
    yield from _factors(model, frame, group)
    if frame.categories:
        yield from _thresholds(model, frame, group)
        for place, item in enumerate(model.items):
            level = None if group > 0 and "bare thresholds" in frame.equal else 0.0
            yield _Entry(item, "~1", "", "intercepts", (place, 0), level)
        yield from _factor_means(model, frame, group)
    elif frame.means:
        for place, item in enumerate(model.items):
            yield _Entry(item, "~1", "", "intercepts", (place, 0), None, "intercepts")
        yield from _factor_means(model, frame, group)


def _loadings(model: FactorModel) -> Iterator[_Entry]:
    places = {item: place for place, item in enumerate(model.items)}
    for column, (factor, own) in enumerate(model.factors.items()):
        for item in own:
            fixed = 1.0 if item == own[0] and not model.unit_variance else None
            yield _Entry(factor, "=~", item, "loadings", (places[item], column), fixed, "loadings")


def _residuals(model: FactorModel, frame: Frame) -> Iterator[_Entry]:
    places = {item: place for place, item in enumerate(model.items)}
    for first, second in model.residual_pairs:
        place = (places[first], places[second])
        yield _Entry(first, "~~", second, "residuals", place, None, "residual covariances")
    unit = 1.0 if frame.categories else None
    if not frame.categories or "residuals" in frame.equal:
        alone = {own[0] for own in model.factors.values() if len(own) == 1}
        for item, own in places.items():
            # A factor of one item is that item: there is no telling it from its error.
            fixed = 0.0 if item in alone and not frame.categories else unit
            yield _Entry(item, "~~", item, "residuals", (own, own), fixed, "residuals")


def _factors(model: FactorModel, frame: Frame, group: int) -> Iterator[_Entry]:
    """Yield variances and covariances. Where loadings are equal, one group's unit is enough for all of them."""
    unit = model.unit_variance and (group == 0 or "loadings" not in frame.equal)
    for place, factor in enumerate(model.factors):
        yield _Entry(factor, "~~", factor, "factors", (place, place), 1.0 if unit else None, "factor variances")
    for (first, one), (second, other) in combinations(enumerate(model.factors), 2):
        fixed = 0.0 if model.orthogonal else None
        yield _Entry(one, "~~", other, "factors", (first, second), fixed, "factor covariances")


def _factor_means(model: FactorModel, frame: Frame, group: int) -> Iterator[_Entry]:
    """Yield means of factors: 0, but for later groups whose intercepts or thresholds are those of the first."""
    held = "thresholds" if frame.categories else "intercepts"
    estimated = group > 0 and held in frame.equal and "means" not in frame.equal
    for place, factor in enumerate(model.factors):
        yield _Entry(factor, "~1", "", "means", (place, 0), None if estimated else 0.0, "means")


def _thresholds(model: FactorModel, frame: Frame, group: int) -> Iterator[_Entry]:
    held = "bare thresholds" if "bare thresholds" in frame.equal else "thresholds"
    for place, item in enumerate(model.items):
        for cut in range(frame.categories[place] - 1):
            yield _Entry(item, "|", f"t{cut + 1}", "thresholds", (place, cut), None, held)
    if "residuals" in frame.equal:
        return
    scaled = group > 0 and held in frame.equal
    for place, item in enumerate(model.items):
        yield _Entry(item, "~*~", item, "scales", (place, 0), None if scaled else 1.0, "scales")
