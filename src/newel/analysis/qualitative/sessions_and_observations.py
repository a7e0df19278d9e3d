"""Who was interviewed, what was observed in staff meetings, and how far the transcripts have come."""

import polars as pl

from newel.analysis import _cells
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import words
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question
from newel.records.kinds import OBSERVATION

NO_MEETING = "no meeting of this kind was observed"
NOTES = (
    (
        "An interview has one person and a focus group several. People who were interviewed and in a group are "
        "counted in each."
    ),
    (
        "Sites for interviews and observations were chosen, not drawn: shares of observed meetings describe "
        "those meetings and have no interval, and they do not stand for all meetings."
    ),
    "These tables describe what was collected. They are not themes: themes come from coded transcripts.",
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Count sessions by group and site type, and what was seen in each kind of meeting."""
    sessions, observations = evidence.freeze.frame("session"), evidence.freeze.frame("observation")
    return Answer(
        population="Interviews, focus groups and observed staff meetings at the sites visited",
        n=_cells.things(sessions.height + observations.height, "sessions and observations", national=True),
        tables=(
            _by_group(evidence.protocol, sessions),
            _by_type(evidence.protocol, sessions, observations),
            _observed(observations),
        ),
        figures=FIGURES,
        notes=(
            *NOTES,
            *(() if sessions.height else ("No interview or focus group was received.",)),
            *(() if observations.height else ("No observation was received.",)),
        ),
    )


def _by_group(protocol: Protocol, sessions: pl.DataFrame) -> Table:
    rows = [
        Row(group.id, group.plural, _held(sessions.filter(pl.col("group") == group.id), national=True))
        for group in protocol.groups
    ]
    columns = (
        Column("interviews", "Interviews"),
        Column("focus_groups", "Focus groups"),
        Column("people", "People"),
        Column("hours", "Hours"),
        Column("redacted", "Transcripts redacted"),
    )
    rows.append(Row("all", "All groups", _held(sessions, national=True)))
    return Table("sessions", "Interviews and focus groups by respondent group", "Group", columns, tuple(rows))


def _held(sessions: pl.DataFrame, *, national: bool) -> tuple[Estimate, ...]:
    redacted = sessions.filter(pl.col("transcript") == "redacted")
    hours = _cells.total(sessions, "minutes") / 60
    return (
        *_sessions(sessions, national=national),
        Estimate("amount", hours, "hours", people=None, national=national),
        _cells.things(redacted.height, "transcripts", national=national),
    )


def _sessions(sessions: pl.DataFrame, *, national: bool) -> tuple[Estimate, ...]:
    """Return interviews, focus groups and people. An interview is one person's, so its count is a count of people.

    How many focus groups there were says nothing of how many people were in them.
    """
    interviews = sessions.filter(pl.col("kind") == "interview")
    groups = sessions.filter(pl.col("kind") == "focus_group")
    return (
        Estimate("count", interviews.height, "interviews", _cells.total(interviews, "people"), national=national),
        _cells.things(groups.height, "focus groups", national=national),
        _cells.of_people(_cells.total(sessions, "people"), national=national),
    )


def _by_type(protocol: Protocol, sessions: pl.DataFrame, observations: pl.DataFrame) -> Table:
    columns = (
        Column("sites", "Sites visited"),
        Column("interviews", "Interviews"),
        Column("focus_groups", "Focus groups"),
        Column("people", "People"),
        Column("observations", "Meetings observed"),
    )
    rows = tuple(Row(place.id, place.label, _visited(place, sessions, observations)) for place in places(protocol))
    return Table(
        ("sessions_by_type"), ("Interviews, focus groups and observations by site type"), ("Site type"), columns, rows
    )


def _visited(place: Place, sessions: pl.DataFrame, observations: pl.DataFrame) -> tuple[Estimate, ...]:
    held, seen = place.rows(sessions), place.rows(observations)
    visited = len({*held["site_id"], *seen["site_id"]})
    return (
        _cells.things(visited, "sites", national=place.whole_study),
        *_sessions(held, national=place.whole_study),
        _cells.things(seen.height, "meetings", national=place.whole_study),
    )


def _observed(observations: pl.DataFrame) -> Table:
    kinds = next(column.allowed for column in OBSERVATION.columns if column.name == "meeting")
    rows = [Row(kind, words(kind), _seen(observations.filter(pl.col("meeting") == kind))) for kind in kinds]
    columns = (
        Column("observed", "Meetings observed"),
        Column("needs_discussed", "A young person's needs were talked about"),
        Column("share_needs_discussed", "Share"),
        Column("child_present", "A young person was present"),
        Column("share_child_present", "Share present"),
    )
    rows.append(Row("all", "All meetings", _seen(observations)))
    return Table("observations", "What was seen in staff meetings", "Kind of meeting", columns, tuple(rows))


def _seen(meetings: pl.DataFrame) -> tuple[Estimate, ...]:
    cells = [_cells.things(meetings.height, "meetings", national=True)]
    for column in ("needs_discussed", "child_present"):
        yes = _cells.total(meetings, column)
        cells.append(_cells.things(yes, "meetings", national=True))
        cells.append(_cells.part_of(yes, meetings.height, why_missing=NO_MEETING, about_people=False, national=True))
    return tuple(cells)


FIGURES = (
    Figure(
        "sessions",
        "Interviews and focus groups by respondent group",
        "bars",
        "sessions",
        ("interviews", "focus_groups"),
        "Number held",
        "For each respondent group, a bar for the interviews and one for the focus groups that were held.",
    ),
)

analysis = Analysis(
    title="Sessions and observations",
    method=(
        "Interviews, focus groups and observed meetings are counted by group, site type and kind of meeting, as "
        "the sample of a qualitative study is reported (COREQ items 12 and 21)."
    ),
    answer=answer,
)
