"""The answers behind one outcome's scores: a row a response, a column an item, all turned the same way."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.analysis._answers import sent_answers, sent_responses
from newel.analysis._outcomes import Scores, impact_waves
from newel.analysis._plugin import Evidence
from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class ItemAnswers:
    """Answers to the p items of a scale; nan where an item was left out."""

    items: tuple[str, ...]
    values: Numbers
    """Shape (n, p); reversed items are turned."""
    waves: tuple[str, ...]
    """The wave of each row."""
    people: tuple[str, ...]

    def of_wave(self, wave: str) -> Numbers:
        """Return the rows of one wave."""
        return self.values[[each == wave for each in self.waves]]

    @property
    def persons(self) -> int:
        """How many people are behind the rows."""
        return len(set(self.people))


def item_answers(evidence: Evidence, scores: Scores) -> ItemAnswers:
    """Return the item answers of the responses sent from the reference wave on."""
    waves = [wave.id for wave in impact_waves(evidence.protocol)]
    sent = sent_responses(evidence, str(scores.outcome.group)).filter(pl.col("wave").is_in(waves))
    scale, instrument = scores.scale, scores.instrument
    answers = sent_answers(evidence, sent, instrument).filter(pl.col("item").is_in(scale.items))
    wide = (
        answers.select("response_id", "participant_id", "wave", "item", pl.col("value").cast(pl.Float64))
        .pivot("item", index=["response_id", "participant_id", "wave"], values="value")
        .sort("response_id")
    )
    columns = []
    for item in scale.items:
        column = wide[item].to_numpy() if item in wide.columns else np.full(wide.height, np.nan)
        turned = item in scale.reversed
        columns.append(sum(instrument.range_of(instrument.item(item))) - column if turned else column)
    values = np.column_stack(columns).astype(np.float64) if wide.height else np.empty((0, len(scale.items)))
    return ItemAnswers(scale.items, values, tuple(wide["wave"]), tuple(wide["participant_id"]))
