"""The pathway after assessment: formulation meetings the young person attended, and reviews that were held when due."""

import polars as pl

from newel.care.returns import latest_returns

PAIRS = (("formulation_meetings", "formulation_child_attended"), ("reviews_due", "reviews_held"))


def meetings_and_reviews(returns: pl.DataFrame) -> pl.DataFrame:
    """Return one row a site: meetings, child_attended, reviews_due, reviews_held.

    Each pair is summed over the months that know both of its numbers.
    """
    latest = latest_returns(returns)
    for whole, part in PAIRS:
        known = pl.col(whole).is_not_null() & pl.col(part).is_not_null()
        latest = latest.with_columns(pl.when(known).then(pl.col(name)).alias(name) for name in (whole, part))
    return (
        latest.group_by("site_id")
        .agg(
            meetings=pl.col("formulation_meetings").sum(),
            child_attended=pl.col("formulation_child_attended").sum(),
            reviews_due=pl.col("reviews_due").sum(),
            reviews_held=pl.col("reviews_held").sum(),
        )
        .sort("site_id")
    )
