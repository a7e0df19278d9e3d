"""How many people changed by more than the instrument's own error, where the same people answered again."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from newel.analysis import _cells, _notes
from newel.analysis._change import reference_spread
from newel.analysis._items import item_answers
from newel.analysis._outcomes import Scores, scored_outcomes
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Impact, Question
from newel.statistics.measurement import Norms, reliability, reliable_change

CATEGORIES = {"improved": "Improved", "unchanged": "No reliable change", "deteriorated": "Got worse"}
NOBODY = "Nobody was scored in both waves."
NOTES = (
    (
        "A change is reliable where it is larger than error alone brings about in 95 of 100 people who did not change: "
        "1.96 standard errors of a difference, from the standard deviation and alpha of the reference wave. The "
        "smallest reliable change is in the scale's own points."
    ),
    (
        "Only people who can be followed from wave to wave, and were scored in both, are counted. Whoever leaves a "
        "site cannot be followed, so these are not the people of the first wave, nor those of the last."
    ),
    "Some people change reliably whatever is done: this counts changes and says nothing of their cause.",
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Count changes of every outcome of a group that is followed."""
    protocol, impact = evidence.protocol, evidence.protocol.impact
    followed = [outcome for outcome in protocol.outcomes if outcome.group and protocol.group(str(outcome.group)).linked]
    found = scored_outcomes(evidence, followed) if impact else {}
    people = {person for scores in found.values() for person in scores.frame["participant_id"]}
    tables = tuple(_table(evidence, impact, found, ends=ends) for ends in _comparisons(impact)) if impact else ()
    return Answer(
        population="People of groups that are followed from wave to wave",
        n=_cells.of_people(len(people), national=True),
        tables=tables,
        figures=tuple(_figure(table) for table in tables),
        notes=(
            *NOTES,
            *(() if found else ("No group with an outcome is followed from wave to wave.",)),
            *_notes.instruments(evidence, [scores.instrument.id for scores in found.values()]),
        ),
    )


def _comparisons(impact: Impact | None) -> list[tuple[str, str]]:
    if impact is None:
        return []
    ends = dict.fromkeys((impact.first_follow_up, impact.last_wave))
    return [(impact.reference_wave, end) for end in ends]


def _table(evidence: Evidence, impact: Impact | None, found: Mapping[str, Scores], *, ends: tuple[str, str]) -> Table:
    names = {wave.id: wave.label.lower() for wave in evidence.protocol.waves}
    columns = (
        Column("people", "People scored twice"),
        *(Column(name, label) for name, label in CATEGORIES.items()),
        Column("smallest", "Smallest reliable change"),
    )
    reference = impact.reference_wave if impact else ends[0]
    rows = tuple(
        Row(name, scores.outcome.label, _counted(evidence, scores, reference=reference, ends=ends))
        for name, scores in found.items()
    )
    title = f"Reliable change from {names[ends[0]]} to {names[ends[1]]}"
    return Table(f"to_{ends[1]}", title, "Outcome", columns, rows)


def _counted(evidence: Evidence, scores: Scores, *, reference: str, ends: tuple[str, str]) -> tuple[Estimate, ...]:
    before, after = _paired(scores, ends)
    counted = _cells.of_people(len(before))
    norms = _norms(evidence, scores, reference)
    if isinstance(norms, str) or not len(before):
        why = norms if isinstance(norms, str) else NOBODY
        return (
            counted,
            *(_cells.empty("percentage", "%", why) for _ in CATEGORIES),
            _cells.empty("difference", "points", why),
        )
    change = reliable_change(before, after, norms)
    shares = tuple(
        _cells.part_of(change.counts[name], len(before), why_missing=NOBODY) for name in CATEGORIES
    )
    behind = scores.frame.filter(pl.col("wave") == reference).height
    smallest = Estimate("difference", change.smallest_reliable, "points", people=behind)
    return counted, *shares, smallest


def _paired(scores: Scores, ends: tuple[str, str]) -> "tuple[np.typing.NDArray[np.float64], ...]":
    frame = scores.frame.select("participant_id", "wave", "score")
    first, second = (frame.filter(pl.col("wave") == wave).drop("wave") for wave in ends)
    both = first.join(second, on="participant_id", suffix="_after").sort("participant_id")
    return _cells.numbers(both, "score"), _cells.numbers(both, "score_after")


def _norms(evidence: Evidence, scores: Scores, reference: str) -> Norms | str:
    """Return spread and reliability of the reference wave, or why there are none."""
    values = item_answers(evidence, scores).of_wave(reference)
    if values.shape[1] < 2:
        return "The scale has one item, so its reliability cannot be worked out from answers given once."
    try:
        alpha = reliability(values).alpha
        return Norms(reference_spread(scores, reference), float(alpha), lower_is_better=scores.better < 0)
    except ValueError:
        return "The answers of the reference wave give no reliability."


def _figure(table: Table) -> Figure:
    alt = "For each outcome, bars for the share of people who improved, did not change reliably, and got worse."
    return Figure(table.id, table.title, "bars", table.id, tuple(CATEGORIES), "Per cent of people", alt)


analysis = Analysis(
    title="Reliable change",
    method=(
        "People scored in two waves are sorted by the reliable change index (Jacobson and Truax 1991), with the "
        "standard deviation and Cronbach's alpha of the reference wave. Counts are of people, without correction for "
        "sites."
    ),
    answer=answer,
)
