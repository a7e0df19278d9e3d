"""States of health that young people described, valued by the set the protocol names, and compared between waves."""

from collections.abc import Iterable

import polars as pl

from newel.analysis._answers import sent_answers, sent_responses
from newel.analysis._change import fit_change
from newel.analysis._comparing import Compared
from newel.analysis._outcomes import Scores, impact_waves, with_categories
from newel.analysis._plugin import Evidence
from newel.costs import ValueSet, value_set_of
from newel.instruments import Instrument, Scale
from newel.protocol import QALY, Outcome


def valued_health(evidence: Evidence) -> Compared | None:
    """Return the value of health as an outcome with its model; None without a value set, answers or a block [impact].

    A state of which a level is not known has no value, and is left out.
    """
    impact, value_set = evidence.protocol.impact, value_set_of(evidence.freeze.frame)
    if impact is None or value_set is None or value_set.instrument not in evidence.instruments:
        return None
    instrument = evidence.instruments[value_set.instrument]
    scores = _scores(evidence, instrument, value_set)
    return Compared(scores, fit_change(evidence.protocol, scores), impact)


def _scores(evidence: Evidence, instrument: Instrument, value_set: ValueSet) -> Scores:
    (group, *_) = [each for each in evidence.protocol.groups if each.id in instrument.respondents]
    waves = [wave.id for wave in impact_waves(evidence.protocol)]
    sent = sent_responses(evidence, group.id).filter(pl.col("wave").is_in(waves))
    values = _values(sent_answers(evidence, sent, instrument), value_set)
    about = sent.select("response_id", "participant_id", "site_id", "wave")
    frame = with_categories(evidence, sent, about.join(values, on="response_id", how="inner").drop("response_id"))
    scale = Scale(
        id=QALY,
        label="Value of health",
        items=tuple(value_set.decrements),
        rule="mean",
        minimum_answered=len(value_set.decrements),
        lowest=_worst(value_set),
        highest=value_set.full_health,
        direction="higher_is_better",
    )
    outcome = Outcome(id=QALY, label=scale.label, group=group.id, scale=f"{instrument.id}.{QALY}", role="exploratory")
    return Scores(outcome, instrument, scale, frame, sent.height)


def _values(answers: pl.DataFrame, value_set: ValueSet) -> pl.DataFrame:
    """Return response_id and score of each response whose levels are all known."""
    rows = []
    asked = answers.filter(pl.col("item").is_in(list(value_set.decrements)))
    for (response,), levels in asked.group_by("response_id", maintain_order=True):
        rows.append((response, value_set.value(_profile(levels.select("item", "value").iter_rows(), value_set))))
    return pl.DataFrame(rows, schema={"response_id": pl.String, "score": pl.Float64}, orient="row").drop_nulls()


def _profile(levels: Iterable[tuple[str, str | None]], value_set: ValueSet) -> dict[str, int | None]:
    known = {item: None if value is None else int(float(value)) for item, value in levels}
    return {name: known.get(name) for name in value_set.decrements}


def _worst(value_set: ValueSet) -> float:
    """Return the lowest value a state can have: every dimension at its worst level."""
    worst = value_set.value({name: len(taken) for name, taken in value_set.decrements.items()})
    return value_set.full_health if worst is None else worst
