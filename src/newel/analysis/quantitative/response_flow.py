"""Who could be asked, who was asked, who agreed and who answered; and which monthly returns came, late, or never."""

import polars as pl

from newel.analysis import _cells, _notes
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._reachable import Reachable, reachable
from newel.care import return_punctuality
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.freeze.withdrawal import TAKING_PART
from newel.protocol import Protocol, Question

ANSWERS_AGAIN = (
    "Some people are followed from wave to wave. Whoever answers again counts as asked and as agreed in that wave too, "
    "on the word given before; those who did not answer again are not counted as asked again."
)
NO_RETURN = "no monthly return was received"
PURPOSES = {
    "linkage": "be followed from wave to wave",
    "interview": "be interviewed",
    "recording": "be recorded",
    "quotes": "be quoted",
    "recontact": "be asked again",
}
"""What is agreed to, in words; any other purpose by its own name."""
NOTES = (
    (
        "Could be asked: for staff, those in post, and for young people, those resident on average, in each "
        "open site's last return for a month before the wave opened. It is a snapshot; while a wave was open "
        "people came and went, so more may have been there."
    ),
    (
        "Asked, agreed and sent are counts of people with a record: asked to take part, said yes and did not "
        "take it back, and sent their answers. Started includes those who stopped before the end; only answers "
        "that were sent are analysed."
    ),
    (
        "The response rate is those who sent answers, of those who could be asked, at sites with a known "
        "number. It has no interval: it describes everyone, not a sample."
    ),
    "A return is late when its first version came after the day it was due, and corrected when it was sent again.",
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Follow each group through each wave, each purpose of consent, and each site's returns."""
    frames = {kind: evidence.freeze.frame(kind) for kind in ("consent", "response", "monthly_return")}
    taking_part = frames["consent"].filter(pl.col("purpose") == TAKING_PART)
    return Answer(
        population="Everyone on record as asked or as answering, by respondent group and wave",
        n=_cells.of_people(len({*taking_part["participant_id"], *frames["response"]["participant_id"]}), national=True),
        tables=(
            _flow(evidence.protocol, taking_part, frames),
            _consent(evidence.protocol, frames["consent"]),
            _returns(evidence.protocol, frames["monthly_return"]),
        ),
        figures=FIGURES,
        notes=(
            *NOTES,
            *((ANSWERS_AGAIN,) if any(group.linked for group in evidence.protocol.groups) else ()),
            *_absences(evidence.protocol, frames),
            *_notes.interrupted(evidence.protocol),
        ),
    )


def _absences(protocol: Protocol, frames: dict[str, pl.DataFrame]) -> list[str]:
    notes = []
    if protocol.consent.kept_elsewhere:
        notes.append(f"Consent is on record elsewhere: {protocol.consent.kept_elsewhere}.")
    if frames["consent"].is_empty():
        notes.append("No record of anyone being asked was received.")
    if frames["response"].is_empty():
        notes.append("No questionnaire was received.")
    if frames["monthly_return"].is_empty():
        notes.append("No monthly return was received.")
    return notes


def _flow(protocol: Protocol, taking_part: pl.DataFrame, frames: dict[str, pl.DataFrame]) -> Table:
    rows = []
    for group in protocol.groups:
        for wave in protocol.waves:
            mine = (pl.col("group") == group.id) & (pl.col("wave") == wave.id)
            known = reachable(protocol, frames["monthly_return"], group=group, wave=wave)
            responses = frames["response"].filter(mine)
            answered = pl.col("participant_id").is_in(responses["participant_id"].implode())
            asked = taking_part.filter(mine | ((pl.col("group") == group.id) & answered))
            cells = _step(asked, responses, known)
            rows.append(Row(f"{group.id}_{wave.id}", f"{group.plural}, {wave.label.lower()}", cells))
    columns = (
        Column("could_be_asked", "Could be asked"),
        Column("asked", "Asked"),
        Column("agreed", "Agreed"),
        Column("started", "Started"),
        Column("sent", "Sent"),
        Column("response_rate", "Response rate"),
    )
    return Table("flow", "From those who could be asked to those who answered", "Group and wave", columns, tuple(rows))


def _step(taking_part: pl.DataFrame, responses: pl.DataFrame, known: Reachable) -> tuple[Estimate, ...]:
    sent = responses.drop_nulls("sent_on")
    return (
        _could_be_asked(known),
        _asked(taking_part, taking_part),
        _asked(taking_part, taking_part.filter(pl.col("state") == "given")),
        _count(responses),
        _count(sent),
        _response_rate(sent.filter(pl.col("site_id").is_in(known.sites)), known),
    )


def _asked(taking_part: pl.DataFrame, some: pl.DataFrame) -> Estimate:
    if taking_part.is_empty():
        return _cells.empty("count", "people", "nobody is on record as asked", national=True)
    return _count(some)


def _count(people: pl.DataFrame) -> Estimate:
    return _cells.of_people(people["participant_id"].n_unique(), national=True)


def _could_be_asked(known: Reachable) -> Estimate:
    if not known.people:
        return _cells.empty("count", "people", known.why_unknown, national=True)
    return _cells.of_people(known.people, national=True)


def _response_rate(sent: pl.DataFrame, known: Reachable) -> Estimate:
    return _cells.part_of(sent["participant_id"].n_unique(), known.people, why_missing=known.why_unknown, national=True)


def _consent(protocol: Protocol, consent: pl.DataFrame) -> Table:
    rows = []
    for group in protocol.groups:
        for purpose in protocol.consent.purposes:
            words = consent.filter((pl.col("group") == group.id) & (pl.col("purpose") == purpose))
            label = f"{group.plural}: {PURPOSES.get(purpose, purpose.replace('_', ' '))}"
            rows.append(Row(f"{group.id}_{purpose}", label, _said(words)))
    columns = (
        Column("asked", "Asked"),
        Column("given", "Agreed"),
        Column("refused", "Refused"),
        Column("no_reply", "Did not reply"),
        Column("withdrawn", "Took it back"),
        Column("not_competent", "Could not consent"),
    )
    return Table("consent", "What people agreed to, over all waves", "Group and purpose", columns, tuple(rows))


def _said(words: pl.DataFrame) -> tuple[Estimate, ...]:
    if words.is_empty():
        return tuple(_cells.empty("count", "people", "nobody is on record as asked", national=True) for _ in range(6))
    states = ("given", "refused", "asked", "withdrawn", "not_competent")
    return (_count(words), *(_count(words.filter(pl.col("state") == state)) for state in states))


def _returns(protocol: Protocol, returns: pl.DataFrame) -> Table:
    punctuality = return_punctuality(protocol, returns)
    pseudonyms = {site.id: site.pseudonym for site in protocol.sites}
    counted = {str(site): list(counts) for site, *counts in punctuality.iter_rows()}
    counted["all"] = [sum(counts) for counts in zip(*counted.values(), strict=True)]
    names = ("expected", "received", "late", "missing", "corrected")
    columns = tuple(Column(name, f"Months {name}") for name in names)
    rows = tuple(
        Row(site, pseudonyms.get(site, "All sites"), _months(counts, nothing=returns.is_empty()))
        for site, counts in counted.items()
    )
    return Table("returns", "Monthly returns by site", "Site", columns, rows)


def _months(counts: list[int], *, nothing: bool) -> tuple[Estimate, ...]:
    """Return the five counts. Where no site ever sent a return, the study may not ask for any: none is missing."""
    if nothing:
        return tuple(_cells.empty("count", "months", NO_RETURN) for _ in counts)
    return tuple(_cells.things(count, "months") for count in counts)


FIGURES = (
    Figure(
        "flow",
        "Response rate by group and wave",
        "bars",
        "flow",
        ("response_rate",),
        "% of those who could be asked",
        "One bar for each group and wave: the share of those who could be asked who sent their answers.",
    ),
    Figure(
        "returns",
        "Monthly returns received and missing, by site",
        "bars",
        "returns",
        ("received", "missing"),
        "Months",
        "For each site, a bar for the months with a return and one for the months without.",
    ),
)

analysis = Analysis(
    title="Response and completeness",
    method=(
        "People are counted at each step from those who could be asked to those who sent their answers, and "
        "site-months from those expected to those received, as a flow of participants is reported (STROBE item "
        "13)."
    ),
    answer=answer,
)
