"""What a factor model claims: which items measure which factor, and how factors and items may be related."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from newel.statistics.arrays import Levels, Numbers

_NAME = re.compile(r"[A-Za-z][\w.]*")


@dataclass(frozen=True)
class FactorModel:
    """Factors with the items that load on each; the same for every group.

    The first item of a factor sets its unit (loading 1), unless `unit_variance` sets each factor's variance to 1.
    """

    factors: Mapping[str, tuple[str, ...]]
    residual_pairs: tuple[tuple[str, str], ...] = ()
    """Pairs of items that share something beside their factors."""
    orthogonal: bool = False
    """Whether factors are uncorrelated."""
    unit_variance: bool = False

    def __post_init__(self) -> None:
        """Refuse a model that says nothing or says something twice."""
        if not self.factors:
            raise ValueError("A factor model needs at least one factor.")
        for factor, own in self.factors.items():
            if not own or len(set(own)) < len(own):
                raise ValueError(f"Factor {factor} needs items, each once; it has {', '.join(own) or 'none'}.")
            if factor in self.items:
                raise ValueError(f"{factor} is both a factor and an item. Second-order factors are not fitted here.")
        for pair in self.residual_pairs:
            if len(set(pair)) < 2 or not set(pair) <= set(self.items):
                raise ValueError(f"{' and '.join(pair)} are not two items of the model: their residuals cannot covary.")

    @property
    def items(self) -> tuple[str, ...]:
        """All items, in the order in which factors name them first."""
        return tuple(dict.fromkeys(item for own in self.factors.values() for item in own))


def read_model(text: str) -> FactorModel:
    """Read a model as lavaan writes it: a line `factor =~ item + item` per factor, `item ~~ item` per residual pair.

    Nothing of the text is evaluated. Raises ValueError for a line of another form.
    """
    factors: dict[str, tuple[str, ...]] = {}
    pairs: list[tuple[str, str]] = []
    for line in (line.split("#")[0].strip() for line in re.split(r"[\n;]", text)):
        if not line:
            continue
        parts = [part.strip() for part in re.split(r"(=~|~~)", line, maxsplit=1)]
        left, operator, right = parts if len(parts) == 3 else ("", "", "")
        names = tuple(name.strip() for name in right.split("+"))
        if not all(_NAME.fullmatch(name) for name in (left, *names)):
            raise ValueError(f"`{line}` is not of the form `factor =~ item + item` or `item ~~ item`.")
        if operator == "=~":
            factors[left] = (*factors.get(left, ()), *names)
        else:
            pairs.extend((left, name) for name in names)
    return FactorModel(factors, tuple(pairs))


@dataclass(frozen=True)
class Answers:
    """What people answered: a row each, a named column per item; nan where there is no answer."""

    values: Numbers
    """Shape (n, p)."""
    items: tuple[str, ...]
    groups: Sequence[object] | None = None
    """The group (or wave) of each row; groups are compared in the order in which they appear, the first is the base."""
    _columns: Mapping[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a ragged table."""
        if self.values.ndim != 2 or self.values.shape[1] != len(self.items) or len(set(self.items)) < len(self.items):
            raise ValueError(f"{len(self.items)} different item names belong to the columns of a table "
                             f"of shape {self.values.shape}.")
        if self.groups is not None and len(self.groups) != len(self.values):
            raise ValueError(f"{len(self.groups)} group labels belong to {len(self.values)} rows.")
        object.__setattr__(self, "_columns", {item: column for column, item in enumerate(self.items)})

    def of(self, items: tuple[str, ...]) -> Numbers:
        """Return the columns of these items. Raises ValueError for an item that is not there."""
        absent = [item for item in items if item not in self._columns]
        if absent:
            raise ValueError(f"There are no answers to {', '.join(absent)}; there are to {', '.join(self.items)}.")
        return np.asarray(self.values[:, [self._columns[item] for item in items]], dtype=float)

    def grouping(self) -> tuple[Levels, tuple[str, ...]]:
        """Return the group number of each row and the groups' names, in the order in which they appear."""
        if self.groups is None:
            return np.zeros(len(self.values), dtype=np.int64), ("",)
        names = tuple(dict.fromkeys(str(label) for label in self.groups))
        places = {name: place for place, name in enumerate(names)}
        return np.array([places[str(label)] for label in self.groups], dtype=np.int64), names
