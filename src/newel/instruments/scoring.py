"""Scores from answers: for one person, and for a whole frame of answers at once. Both follow the same stated rule."""

from collections.abc import Mapping

import polars as pl

from newel.instruments.model import Instrument, Scale

Answers = Mapping[str, int | float | str | None]


def score(instrument: Instrument, answers: Answers) -> dict[str, float | None]:
    """Score one person's answers: {item id: code or number}. An absent, empty or textual answer (a reason) is missing.

    Returns {scale id: score}, None where fewer than the scale's minimum were answered.
    """
    return {scale.id: _one_score(instrument, scale, answers) for scale in instrument.scales}


def _one_score(instrument: Instrument, scale: Scale, answers: Answers) -> float | None:
    answered: list[float] = []
    for item_id in scale.items:
        value = answers.get(item_id)
        if isinstance(value, int | float):
            turned = item_id in scale.reversed
            answered.append(sum(instrument.range_of(instrument.item(item_id))) - value if turned else value)
    if len(answered) < scale.minimum_answered:
        return None
    mean = sum(answered) / len(answered)
    return mean if scale.rule == "mean" else mean * len(scale.items)


def score_answers(instrument: Instrument, answers: pl.DataFrame) -> pl.DataFrame:
    """Score a frame of answers: columns response_id, item, value (null where missing).

    Returns one row a response and scale: response_id, scale, score (null where too few were answered).
    """
    parts = [_scale_scores(instrument, scale, answers) for scale in instrument.scales]
    empty = pl.DataFrame(schema={"response_id": pl.String, "scale": pl.String, "score": pl.Float64})
    return pl.concat([empty, *parts]).sort("response_id", "scale")


def _scale_scores(instrument: Instrument, scale: Scale, answers: pl.DataFrame) -> pl.DataFrame:
    turned = {item: sum(instrument.range_of(instrument.item(item))) for item in scale.reversed}
    value = pl.col("value").cast(pl.Float64)
    for item, total in turned.items():
        value = pl.when(pl.col("item") == item).then(total - pl.col("value")).otherwise(value)
    times = 1 if scale.rule == "mean" else len(scale.items)
    return (
        answers.filter(pl.col("item").is_in(scale.items))
        .with_columns(value.alias("value"))
        .group_by("response_id")
        .agg(pl.col("value").sum().alias("total"), pl.col("value").count().alias("answered"))
        .select(
            "response_id",
            pl.lit(scale.id).alias("scale"),
            pl.when(pl.col("answered") >= scale.minimum_answered)
            .then(pl.col("total") / pl.col("answered") * times)
            .alias("score"),
        )
    )
