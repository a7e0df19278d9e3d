"""The outcomes that support and those that propose: each family corrected together, planned apart from exploratory."""

from collections.abc import Iterator, Mapping

from newel.analysis import _cells, _notes
from newel.analysis._comparing import Compared, compared, corrected
from newel.analysis._models import formulas, remarks, which_model
from newel.analysis._outcome_cells import difference, effect_size, label, not_held, p_value, sentence
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Figure, Row, Table
from newel.protocol import Protocol, Question

CORRECTIONS = {
    "holm": "Holm's correction: the chance of finding even one of the family where there is none is held at 5%",
    "bh": "Benjamini and Hochberg's: of those that are found, at most 5% are expected to be none",
}
NOTES = (
    (
        "A secondary outcome was planned and supports or weakens what the primary ones say. An exploratory one only "
        "proposes what might be looked at next: its p values are not corrected and establish nothing."
    ),
    (
        "All differences are from the reference wave to the first follow-up, by the model of the primary outcomes, and "
        "between waves: what else changed meanwhile is in them."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Compare every secondary and exploratory outcome between the reference wave and the first follow-up."""
    protocol = evidence.protocol
    outcomes = (*protocol.outcomes_of("secondary"), *protocol.outcomes_of("exploratory"))
    found = compared(evidence, outcomes)
    people = {person for each in found.values() for person in each.scores.frame["participant_id"]}
    tables = tuple(_tables(protocol, found))
    return Answer(
        population="People whose answers could be scored on a secondary or exploratory outcome",
        n=_cells.of_people(len(people), national=True),
        tables=tables,
        figures=tuple(_figure(table) for table in tables),
        notes=(
            *not_held(protocol, outcomes, found),
            *which_model(protocol, found),
            *formulas(protocol, found),
            *remarks(found),
            *NOTES,
            *_corrections(protocol, found),
            *_notes.instruments(evidence, dict.fromkeys(each.scores.instrument.id for each in found.values())),
            *_notes.interrupted(protocol),
        ),
    )


def _tables(protocol: Protocol, found: Mapping[str, Compared]) -> Iterator[Table]:
    """Yield a table a family, then the planned outcomes without one, then the exploratory ones; none that is empty."""
    adjusted = corrected(protocol, found)
    families = {family.id: family for family in protocol.families}
    for name, family in families.items():
        members = {id_: each for id_, each in found.items() if each.scores.outcome.family == name}
        title = f"{family.label} (planned, p corrected over the family)"
        yield from _table(f"family_{name}", title, members, adjusted=adjusted)
    alone = {id_: each for id_, each in found.items() if each.scores.outcome.family is None}
    for role, title in (
        ("secondary", "Secondary outcomes of no family (planned, p not corrected)"),
        ("exploratory", "Exploratory outcomes (not corrected: they propose and establish nothing)"),
    ):
        members = {id_: each for id_, each in alone.items() if each.scores.outcome.role == role}
        yield from _table(role, title, members, adjusted=None)


def _table(
    name: str, title: str, members: Mapping[str, Compared], *, adjusted: Mapping[str, float] | None
) -> Iterator[Table]:
    if not members:
        return
    columns = [Column("difference", "Adjusted difference"), Column("effect", "Hedges' g"), Column("p", "p")]
    rows = []
    for id_, each in members.items():
        gain = each.gain
        cells = [difference(gain), effect_size(each, gain), p_value(gain.p, gain.people, why_none=gain.why_none)]
        if adjusted is not None:
            cells.append(p_value(adjusted[id_], gain.people, why_none=gain.why_none))
        rows.append(Row(id_, label(each), tuple(cells)))
    if adjusted is not None:
        columns.append(Column("p_corrected", "p corrected"))
    yield Table(name, title, "Outcome", tuple(columns), tuple(rows))


def _figure(table: Table) -> Figure:
    alt = "For each outcome, a point for the standardised change up to the first follow-up, with its interval."
    return Figure(table.id, table.title, "differences", table.id, ("effect",), "Hedges' g", alt)


def _corrections(protocol: Protocol, found: Mapping[str, Compared]) -> Iterator[str]:
    used = {each.scores.outcome.family for each in found.values()}
    kinds = dict.fromkeys(family.correction for family in protocol.families if family.id in used)
    for kind in kinds:
        named = [family.label for family in protocol.families if family.id in used and family.correction == kind]
        yield f"{', '.join(named)}: {sentence(CORRECTIONS[kind])}"


analysis = Analysis(
    title="Secondary outcomes",
    method=(
        "Secondary and exploratory outcomes are compared by the model of the primary outcomes. p values of a family "
        "are corrected as the protocol says, by Holm (1979) or Benjamini and Hochberg (1995); an outcome whose model "
        "failed still counts in its family. Exploratory outcomes are shown apart and are not corrected."
    ),
    answer=answer,
)
