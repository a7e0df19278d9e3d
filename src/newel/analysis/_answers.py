"""The answers people sent, and their scale scores, with where and when each was given."""

from collections.abc import Sequence

import polars as pl

from newel.analysis._plugin import Evidence
from newel.instruments import Instrument, Scale, score_answers
from newel.records import KINDS

SCORES = {
    "participant_id": pl.String,
    "site_id": pl.String,
    "wave": pl.String,
    "instrument": pl.String,
    "scale": pl.String,
    "score": pl.Float64,
}


def sent_responses(evidence: Evidence, group: str) -> pl.DataFrame:
    """Return the responses a group sent. What a person started and did not send is not theirs to analyse."""
    return evidence.freeze.frame("response").filter(pl.col("group") == group).drop_nulls("sent_on")


def sent_answers(evidence: Evidence, responses: pl.DataFrame, instrument: Instrument) -> pl.DataFrame:
    """Return these responses' answers to one instrument, in the version the study holds and no other."""
    mine = (pl.col("instrument") == instrument.id) & (pl.col("version") == instrument.version)
    about = responses.select("response_id", "participant_id", "site_id", "wave")
    answers = evidence.freeze.frame("answer").filter(mine).join(about, on="response_id", how="inner")
    return answers.sort(*KINDS["answer"].key)


def asked_instruments(evidence: Evidence, group: str, names: Sequence[str]) -> list[Instrument]:
    """Return what a group is asked of those named instruments whose definition the study holds, in the order named."""
    return [evidence.instruments[name].asked_of(group) for name in names if name in evidence.instruments]


def scale_scores(evidence: Evidence, responses: pl.DataFrame, instruments: Sequence[Instrument]) -> pl.DataFrame:
    """Return one row a response and scale that could be scored or not: who, where, when, instrument, scale, score."""
    parts = [pl.DataFrame(schema=SCORES)]
    for instrument in instruments:
        answers = sent_answers(evidence, responses, instrument)
        scores = score_answers(instrument, answers).join(responses, on="response_id", how="inner")
        parts.append(scores.with_columns(instrument=pl.lit(instrument.id)).select(list(SCORES)))
    return pl.concat(parts).sort("instrument", "scale", "wave", "site_id", "participant_id")


def of_scale(scores: pl.DataFrame, instrument: Instrument, scale: Scale) -> pl.DataFrame:
    """Return the scores of one scale."""
    return scores.filter((pl.col("instrument") == instrument.id) & (pl.col("scale") == scale.id))


def scale_names(instruments: Sequence[Instrument]) -> list[tuple[Instrument, Scale]]:
    """Return every scale of these instruments, with its instrument."""
    return [(instrument, scale) for instrument in instruments for scale in instrument.scales]


def better(scale: Scale) -> str:
    """Return which end of a scale is the better one, in words."""
    return scale.direction.replace("_", " ")
