"""Whether a chain of imputations has settled, and whether what it imputed looks like what was observed."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from newel.statistics.arrays import Numbers

SETTLED = 1.1
"""Potential scale reduction up to which a parameter counts as settled (Gelman and Rubin. Stat Science 1992;7:457)."""


@dataclass(frozen=True)
class Trace:
    """Parameters of the model at every step after the burn-in, in the variables' own units where they have one."""

    names: tuple[str, ...]
    values: Numbers
    """(chains, steps, parameters)."""

    def scale_reduction(self) -> Numbers:
        """Potential scale reduction of each parameter: between chains, or between halves of a single one."""
        chains, steps, parameters = self.values.shape
        half = steps // 2
        parts = self.values[:, : 2 * half].reshape(2 * chains, half, parameters)
        within = parts.var(axis=1, ddof=1).mean(axis=0)
        between = parts.mean(axis=1).var(axis=0, ddof=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.sqrt((half - 1) / half + between / within)
        return np.where(within > 0, ratio, 1.0)

    def autocorrelation(self, lag: int) -> Numbers:
        """Correlation of each parameter with itself `lag` steps before, averaged over chains."""
        centred = self.values - self.values.mean(axis=1, keepdims=True)
        products = (centred[:, lag:] * centred[:, : centred.shape[1] - lag]).sum(axis=(0, 1))
        squares = (centred**2).sum(axis=(0, 1))
        return np.asarray(np.divide(products, squares, out=np.zeros_like(squares), where=squares > 0))

    def unsettled(self) -> tuple[str, ...]:
        """Names of the parameters whose scale reduction says that the chain has not run for long enough."""
        return tuple(name for name, value in zip(self.names, self.scale_reduction(), strict=True) if value > SETTLED)


@dataclass(frozen=True)
class Comparison:
    """Observed and imputed values of one variable, side by side."""

    name: str
    missing: int
    share_missing: float
    observed_mean: float
    observed_sd: float
    imputed_mean: float
    imputed_sd: float


class Completed(Protocol):
    """What a comparison reads of `Imputations`."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def values(self) -> Numbers: ...
    @property
    def cells(self) -> tuple[Numbers, ...]: ...


def compare(completed: Completed) -> tuple[Comparison, ...]:
    """Return, variable by variable, how much was missing and how imputed values differ from observed ones."""
    rows = []
    for column, (name, cells) in enumerate(zip(completed.names, completed.cells, strict=True)):
        values = completed.values[:, column]
        seen = values[~np.isnan(values)]
        missing = len(values) - len(seen)
        rows.append(Comparison(name, missing, missing / max(len(values), 1), *_mean_sd(seen), *_mean_sd(cells.ravel())))
    return tuple(rows)


def _mean_sd(values: Numbers) -> tuple[float, float]:
    """Mean and standard deviation; nan where there are too few values."""
    return (
        float(values.mean()) if len(values) else np.nan,
        float(values.std(ddof=1)) if len(values) > 1 else np.nan,
    )
