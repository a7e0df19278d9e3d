"""Where people placed themselves on a scale, from its worse end to its better end, whatever its own numbers are."""

import polars as pl

from newel.analysis import _cells
from newel.analysis._places import Place
from newel.findings import Estimate
from newel.instruments import Scale
from newel.statistics import Numbers, clustered_mean

UNIT = "% of the range"


def position(scores: pl.DataFrame, scale: Scale, place: Place) -> Estimate:
    """Return the mean position of these scores, from 0 to 100, with an interval over sites."""
    if scores.is_empty():
        return _cells.empty("mean", UNIT, "nobody answered", national=place.whole_study)
    found = clustered_mean(placed(_cells.numbers(scores, "score"), scale), scores["site_id"].to_numpy())
    possible = _cells.within(found, 0, 100)
    return _cells.mean(possible, UNIT, scores["participant_id"].n_unique(), national=place.whole_study)


def placed(scores: Numbers, scale: Scale) -> Numbers:
    """Return scores as a place between the worse end, 0, and the better end, 100."""
    along = 100 * (scores - scale.lowest) / (scale.highest - scale.lowest)
    return along if scale.direction == "higher_is_better" else 100 - along
