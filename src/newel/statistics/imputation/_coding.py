"""Values as the chain sees them: centred and scaled, or latent normals behind categories."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation.model import Variable


@dataclass(frozen=True)
class Coding:
    """One variable's latent columns. A measured value is centre + scale times its column."""

    variable: Variable
    centre: float
    scale: float
    categories: Numbers
    """The values that were observed, in order; empty for a measured variable."""
    thresholds: Numbers
    """Between neighbouring categories, (categories - 1,); empty for a measured or a nominal variable."""

    @property
    def width(self) -> int:
        """How many latent columns stand for it."""
        return len(self.categories) - 1 if self._nominal else 1

    @property
    def _nominal(self) -> bool:
        return self.variable.kind == "nominal" and len(self.categories) > 2

    @property
    def block(self) -> int:
        """0 for a measured variable, 1 for one cut at thresholds, otherwise the number of latent columns."""
        return self.width if len(self.categories) else 0

    @property
    def held(self) -> int:
        """Latent columns whose mean residual variance is fixed at 1: none where two thresholds set the unit."""
        return 0 if len(self.thresholds) > 1 else self.block

    def category(self, values: Numbers) -> Levels:
        """Category of each value, -1 where it is missing or the variable is measured."""
        if not len(self.categories):
            return np.full(len(values), -1)
        found = np.searchsorted(self.categories, values)
        return np.where(np.isnan(values), -1, found)

    def start(self, values: Numbers) -> Numbers:
        """Latent columns to start from, (n, width); 0 where the value is missing."""
        if not len(self.categories):
            return np.nan_to_num((values - self.centre) / self.scale)[:, None]
        category = self.category(values)
        if self._nominal:
            start = np.where(category[:, None] == np.arange(self.width) + 1, 0.5, -0.5)
        else:
            start = self._middles()[category][:, None]
        return np.where(category[:, None] < 0, 0.0, start)

    def _middles(self) -> Numbers:
        """Between the thresholds of each category: the normal quantile of the middle of its share."""
        shares = np.concatenate([[0.0], self._shares, [1.0]])
        return np.asarray(ndtri((shares[1:] + shares[:-1]) / 2))

    @property
    def _shares(self) -> Numbers:
        from scipy.special import ndtr

        return np.asarray(ndtr(self.thresholds))

    def decode(self, latent: Numbers, thresholds: Numbers) -> Numbers:
        """Values of latent columns (n, width), given the current thresholds of the first of them."""
        if not len(self.categories):
            return np.asarray(self.centre + self.scale * latent[:, 0])
        if self._nominal:
            largest = latent.argmax(axis=1)
            return self.categories[np.where(latent.max(axis=1) < 0, 0, largest + 1)]
        inner = thresholds[1 : len(self.categories)]
        return self.categories[np.searchsorted(inner, latent[:, 0])]


def code(variable: Variable, values: Numbers) -> Coding:
    """Read a variable's coding off its observed values, of which there are two different ones at least."""
    seen = values[~np.isnan(values)]
    if variable.kind == "continuous":
        return Coding(variable, float(seen.mean()), float(seen.std(ddof=1)), np.empty(0), np.empty(0))
    categories, counts = np.unique(seen, return_counts=True)
    if variable.kind == "binary" and len(categories) > 2:
        raise ValueError(f"`{variable.name}` is called binary but has {len(categories)} values.")
    cut = variable.kind != "nominal" or len(categories) == 2
    if not cut:
        return Coding(variable, 0.0, 1.0, categories, np.empty(0))
    thresholds = np.asarray(ndtri(counts.cumsum()[:-1] / len(seen)))
    return Coding(variable, 0.0, 1.0, categories, thresholds if len(thresholds) > 1 else np.zeros(1))
