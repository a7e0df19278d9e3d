"""What a term of the series changed the rate by, in per cent, or why the data cannot tell."""

import numpy as np

from newel.analysis import _cells
from newel.analysis._outcome_cells import p_value, sentence
from newel.analysis._series import Series
from newel.findings import Estimate

PER_CENT = "%"
ANYTHING_FITS = "too few months speak of it: anything from a collapse to an explosion fits"
HOPELESS = 100
"""An interval whose ends are so many times apart says nothing, and its middle would be read as if it did."""


def change_of(each: Series, name: str) -> tuple[Estimate, Estimate]:
    """Return a change in per cent, and its p value; or why the data cannot tell."""
    contrast = each.contrast(name)
    if each.fit is None or contrast is None:
        return _not_told(each.why_none or "the data cannot tell it from the other changes")
    told = each.fit.inference(contrast)
    if told.high[0] - told.low[0] > np.log(HOPELESS):
        return _not_told(ANYTHING_FITS)
    value, low, high = (100 * float(np.expm1(end[0])) for end in (told.estimate, told.low, told.high))
    change = Estimate("difference", value, PER_CENT, each.people, low=low, high=high)
    return change, p_value(float(told.p[0]), each.people)


def _not_told(why: str) -> tuple[Estimate, Estimate]:
    return _cells.empty("difference", PER_CENT, sentence(why)), p_value(float("nan"), 0, why_none=why)
