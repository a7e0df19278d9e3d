"""The change to the first follow-up once more, each time without one site: does one of them carry the finding?

Only the lowest and the highest of the answers are given, and not which site they leave out. Where that site had few
people, the answer would tell of them: then its own people are what the number is protected by.
"""

from dataclasses import dataclass, replace

import polars as pl

from newel.analysis._change import fit_change
from newel.analysis._comparing import LEAST_SITES, Compared
from newel.protocol import Protocol


@dataclass(frozen=True)
class Extreme:
    """The lowest or the highest answer, and the people of the site that was left out for it."""

    estimate: float
    people: int


def without_each_site(protocol: Protocol, each: Compared) -> tuple[Extreme, Extreme] | None:
    """Return the lowest and the highest; None where there are too few sites to leave one out."""
    impact, frame = each.impact, each.scores.frame
    if frame["site_id"].n_unique() < LEAST_SITES:
        return None
    found = []
    for site in frame["site_id"].unique().sort():
        left, own = frame.filter(pl.col("site_id") != site), frame.filter(pl.col("site_id") == site)
        model = fit_change(protocol, replace(each.scores, frame=left))
        contrast = model.contrast(impact.reference_wave, impact.first_follow_up)
        if contrast is not None and model.fit is not None:
            estimate = float(contrast @ model.fit.coefficients)
            found.append(Extreme(estimate, own["participant_id"].n_unique()))
    if len(found) < 2:
        return None
    return min(found, key=lambda one: one.estimate), max(found, key=lambda one: one.estimate)
