"""Where the study went another way than its protocol: listed by the computer, so that none is forgotten."""

from collections.abc import Iterator, Mapping

import polars as pl

from newel.analysis import _cells
from newel.analysis._change import planned_terms, used_terms
from newel.analysis._comparing import Compared, compared
from newel.analysis._outcome_cells import words
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Row, Table
from newel.protocol import Outcome, Protocol, Question, Wave, fingerprint

AS_PLANNED = "As planned"
ANSWERED_BY = {
    "primary": ("primary_outcomes",),
    "secondary": ("secondary_outcomes",),
    "exploratory": ("secondary_outcomes",),
}
COUNTED_BY = ("incident_rates", "interrupted_series")
"""Analyses that answer for a count of the monthly returns."""
NOTES = (
    (
        "A deviation is no fault by itself: sites close, waves run late, nobody answers. It is listed because a reader "
        "cannot see it otherwise."
    ),
    (
        "Not seen by a computer: wording that was changed on the day, people who were asked in another way, and what "
        "was done outside the records."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Compare what the protocol planned with what the records hold and what the models could do."""
    protocol = evidence.protocol
    responses = evidence.freeze.frame("response")
    found = compared(evidence, protocol.outcomes)
    tables = (_waves(protocol, responses), _outcomes(protocol, found))
    return Answer(
        population="Everything the protocol planned: waves at every open site, outcomes, models",
        n=_cells.things(_departed(tables), "deviations"),
        tables=tables,
        notes=(_sealed(evidence), *_unasked(protocol), *NOTES),
    )


def _departed(tables: tuple[Table, ...]) -> int:
    """Return how many cells of the tables name a deviation."""
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    said = sum(1 for cell in cells if cell.kind == "words" and cell.says != AS_PLANNED)
    waves = {row.id: row.cells for row in tables[0].rows}
    return said + sum(1 for row in waves.values() for cell in row[1:] if cell.value)


def _sealed(evidence: Evidence) -> str:
    if evidence.freeze.protocol == fingerprint(evidence.protocol):
        return "The protocol is the one that the records were sealed under, so every question was planned by then."
    return (
        "The protocol was changed after the records were sealed. Every question is therefore labelled exploratory; "
        "seal the records again under the new protocol, or go back to the old one."
    )


def _unasked(protocol: Protocol) -> Iterator[str]:
    """Name the outcomes that the protocol declares and that none of its questions answers for."""
    asked = {question.analysis for question in protocol.questions}
    left_out = [outcome.label for outcome in protocol.outcomes if not _answers(outcome) & asked]
    if left_out:
        yield f"Declared as outcomes, but answered by no question of the protocol: {', '.join(left_out)}."


def _answers(outcome: Outcome) -> set[str]:
    return set(COUNTED_BY if outcome.measure else ANSWERED_BY[outcome.role])


def _waves(protocol: Protocol, responses: pl.DataFrame) -> Table:
    columns = (
        Column("open", "Sites open"),
        Column("silent", "Of those, sites without an answer"),
        Column("outside", "Answers sent outside the wave's dates"),
    )
    rows = tuple(
        Row(
            f"{group.id}_{wave.id}",
            f"{group.plural}, {wave.label.lower()}",
            _wave(protocol, responses.filter(group=group.id), wave),
        )
        for group in protocol.groups
        for wave in protocol.waves
        if protocol.instruments_for(group.id, wave.id)
    )
    return Table("waves", "Waves at every open site, and within their dates", "Group and wave", columns, rows)


def _wave(protocol: Protocol, responses: pl.DataFrame, wave: Wave) -> tuple[Estimate, ...]:
    opened = f"{wave.opens:%Y-%m}"
    there = [site.id for site in protocol.sites if not site.closed_month or site.closed_month > opened]
    sent = responses.filter(wave=wave.id).drop_nulls("sent_on")
    answered = sent.filter(pl.col("site_id").is_in(there))["site_id"].n_unique()
    late = sent.filter(~pl.col("sent_on").is_between(wave.opens, wave.closes)).height
    return (
        _cells.things(len(there), "sites"),
        _cells.things(len(there) - answered, "sites"),
        _cells.of_people(late, "responses", national=True),
    )


def _outcomes(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    columns = (Column("collected", "Collected"), Column("model", "Model"))
    rows = tuple(
        Row(outcome.id, outcome.label, _outcome(protocol, found.get(outcome.id)))
        for outcome in protocol.outcomes
        if outcome.scale
    )
    return Table("outcomes", "Outcomes as collected and as modelled", "Outcome", columns, rows)


def _outcome(protocol: Protocol, each: Compared | None) -> tuple[Estimate, ...]:
    if each is None:
        why = "The study does not hold its instrument" if protocol.impact else "The protocol names no waves to compare"
        return words(why, None), words("None", None)
    impact, waves = each.impact, {wave.id: wave.label for wave in protocol.waves}
    wanted = dict.fromkeys((impact.reference_wave, impact.first_follow_up, impact.last_wave))
    missing = [waves[wave] for wave in wanted if wave not in each.scores.waves]
    collected = f"No score in: {', '.join(missing)}" if missing else AS_PLANNED
    return words(collected, None), words(_model(protocol, each), None)


def _model(protocol: Protocol, each: Compared) -> str:
    """Return what became of the planned model."""
    if each.model.why_none:
        return f"Not fitted: {each.model.why_none}"
    left_out = [term for term in planned_terms(protocol, each.scores) if term not in used_terms(each.model)]
    if left_out:
        return f"Fitted without {', '.join(left_out)}, of which there was only one kind"
    return AS_PLANNED


analysis = Analysis(
    title="Deviations from the protocol",
    method=(
        "The protocol's waves, sites, outcomes and models are compared with the records and with what could be fitted. "
        "Sites that had closed before a wave opened are not counted as missing from it."
    ),
    answer=answer,
)
