"""One design, thousands of responses."""

from newel.statistics.mixed.many.fitting import fit_many
from newel.statistics.mixed.many.result import ManyFits, Method

__all__ = ["ManyFits", "Method", "fit_many"]
