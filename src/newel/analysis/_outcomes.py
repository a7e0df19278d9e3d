"""The scores of one outcome, ready for a model: who, where, in which wave, and what the protocol adjusts for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from newel.analysis._answers import of_scale, scale_scores, sent_answers, sent_responses
from newel.analysis._plugin import Evidence
from newel.instruments import Instrument, Scale
from newel.protocol import Impact, Outcome, Protocol, Wave

NOT_SAID = "not said"
"""Level of a category that a person left blank: nobody is dropped for it."""


@dataclass(frozen=True)
class Scores:
    """One outcome's scores: site_id, site_type, wave, participant_id, score, and a column a category adjusted for."""

    outcome: Outcome
    instrument: Instrument
    scale: Scale
    frame: pl.DataFrame
    """Responses that could be scored, in the waves from the reference on, in order of wave, site and person."""
    sent: int
    """Responses that were sent in those waves, scored or not."""

    @property
    def better(self) -> int:
        """1 where a higher score is better, else -1."""
        said = self.outcome.better
        higher = said == "higher" if said else self.scale.direction == "higher_is_better"
        return 1 if higher else -1

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves in which somebody could be scored, by id."""
        return tuple(dict.fromkeys(self.frame["wave"]))

    def people(self, *waves: str) -> int:
        """Return how many people were scored in any of these waves; in all of them together, where none is named."""
        here = self.frame.filter(pl.col("wave").is_in(waves)) if waves else self.frame
        return here["participant_id"].n_unique()

    def fewest(self, *waves: str) -> int:
        """Return the number of people in the smallest of these waves: what a comparison of them rests on."""
        return min((self.people(wave) for wave in waves), default=0)


def impact_waves(protocol: Protocol) -> tuple[Wave, ...]:
    """Return the waves from the reference on, in the protocol's order; none without a block [impact]."""
    impact = protocol.impact
    if impact is None:
        return ()
    names = [wave.id for wave in protocol.waves]
    return protocol.waves[names.index(impact.reference_wave) :]


def scored_outcomes(evidence: Evidence, outcomes: Iterable[Outcome]) -> dict[str, Scores]:
    """Return the scores of every outcome that is a scale of an instrument the study holds, by outcome."""
    held = [outcome for outcome in outcomes if outcome.scale and outcome.instrument in evidence.instruments]
    groups = dict.fromkeys(str(outcome.group) for outcome in held)
    sent = {group: sent_responses(evidence, group) for group in groups}
    return {outcome.id: _scores(evidence, outcome, sent[str(outcome.group)]) for outcome in held}


def _scores(evidence: Evidence, outcome: Outcome, sent: pl.DataFrame) -> Scores:
    instrument = evidence.instruments[outcome.instrument].asked_of(str(outcome.group))
    scale = {scale.id: scale for scale in instrument.scales}[outcome.scale_id]
    waves = [wave.id for wave in impact_waves(evidence.protocol)]
    here = sent.filter(pl.col("wave").is_in(waves))
    only = instrument.model_copy(update={"scales": (scale,)})
    scores = of_scale(scale_scores(evidence, here, [only]), instrument, scale).drop_nulls("score")
    return Scores(outcome, instrument, scale, with_categories(evidence, here, scores), here.height)


def with_categories(evidence: Evidence, sent: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """Return scores of sent responses as a model takes them: with what is adjusted for, and in order."""
    order = {wave.id: place for place, wave in enumerate(impact_waves(evidence.protocol))}
    return (
        scores.select("participant_id", "site_id", "wave", "score")
        .join(_categories(evidence, sent), on=["participant_id", "wave"], how="left")
        .with_columns(site_type=pl.col("site_id").replace_strict(_types(evidence.protocol), return_dtype=pl.String))
        .sort(pl.col("wave").replace_strict(order, return_dtype=pl.Int64), "site_id", "participant_id")
    )


def with_gaps(evidence: Evidence, scores: Scores) -> Scores:
    """Return the same with a row for every response that was sent, its score blank where it could not be scored."""
    waves = [wave.id for wave in impact_waves(evidence.protocol)]
    sent = sent_responses(evidence, str(scores.outcome.group)).filter(pl.col("wave").is_in(waves))
    scored = scores.frame.select("participant_id", "wave", "score")
    everyone = sent.select("participant_id", "site_id", "wave")
    with_blanks = everyone.join(scored, on=["participant_id", "wave"], how="left")
    return replace(scores, frame=with_categories(evidence, sent, with_blanks))


def _types(protocol: Protocol) -> Mapping[str, str]:
    return {site.id: site.type for site in protocol.sites}


def _categories(evidence: Evidence, sent: pl.DataFrame) -> pl.DataFrame:
    """Return a row a response with the categories that the protocol adjusts for, apart from the type of site."""
    found = sent.select("response_id", "participant_id", "wave", "mode")
    for name in adjustments(evidence.protocol.impact, linked=False):
        instrument, _, item = name.partition(".")
        if item and instrument in evidence.instruments:
            answers = sent_answers(evidence, sent, evidence.instruments[instrument]).filter(pl.col("item") == item)
            code = pl.col("value").cast(pl.Int64, strict=False).cast(pl.String).alias(column_of(name))
            found = found.join(answers.select("response_id", code), on="response_id", how="left")
    return found.drop("response_id").with_columns(pl.exclude("participant_id", "wave").fill_null(NOT_SAID))


def column_of(adjustment: str) -> str:
    """Return the column that holds what is adjusted for, as a formula can name it."""
    return adjustment.replace(".", "_")


def adjustments(impact: Impact | None, *, linked: bool) -> tuple[str, ...]:
    """Return what models adjust for: in persons followed over waves, composition needs no adjustment."""
    if impact is None:
        return ()
    named = impact.adjust_for if linked else (*impact.adjust_for, *impact.composition)
    return tuple(dict.fromkeys(named))
