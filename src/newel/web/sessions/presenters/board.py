"""The board of sources as rows and counts: where each text is on its way from transcript to coding."""

from collections.abc import Sequence
from dataclasses import dataclass

from newel.protocol import Protocol
from newel.web.sessions.kinds import purposes_of
from newel.web.sessions.queries.sources import SourceRow

STEPS = {
    "to_redact": "To redact",
    "to_sign": "With the second reader",
    "no_consent": "Ready, but consent is missing",
    "ready": "May be coded",
    "withdrawn": "Withdrawn",
}
EMPTY = {
    "": "There is no source yet. Add the first interview, focus group, note or set of answers.",
    "to_redact": "No text waits to be redacted.",
    "to_sign": "No text waits for a second reader.",
    "no_consent": "Consent is noted for every text that is ready.",
    "ready": "No text may be coded yet.",
    "withdrawn": "Nobody has withdrawn.",
}


@dataclass(frozen=True)
class BoardRow:
    """One source on the board, in words."""

    row: SourceRow
    site: str
    wave: str
    group: str
    step: str
    step_name: str
    again: bool
    """Whether a text that is ready lies on the desk a further time."""


@dataclass(frozen=True)
class Filter:
    """A link above the board: what it shows, how many that is, and whether it is shown now."""

    id: str
    name: str
    count: int
    current: bool


def step_of(row: SourceRow) -> str:
    """Return where a source is on its way."""
    if row.withdrawn:
        return "withdrawn"
    if row.stage != "ready":
        return row.stage
    return "ready" if row.may_be_coded else "no_consent"


def board_rows(protocol: Protocol, rows: Sequence[SourceRow]) -> list[BoardRow]:
    """Return the rows, with sites, waves and groups in the protocol's words."""
    waves = {wave.id: wave.label for wave in protocol.waves}
    groups = {group.id: group.label for group in protocol.groups}
    return [
        BoardRow(
            row=row,
            site=protocol.site(row.site_id).pseudonym,
            wave=waves.get(row.wave, row.wave),
            group=groups.get(row.group, row.group),
            step=step_of(row),
            step_name=STEPS[step_of(row)],
            again=row.stage == "ready" and bool(row.on_desk),
        )
        for row in rows
    ]


def filters(rows: Sequence[SourceRow], chosen: str) -> list[Filter]:
    """Return the links above the board: all sources first, then one step each."""
    steps = [step_of(row) for row in rows]
    each = [Filter(step, name, steps.count(step), step == chosen) for step, name in STEPS.items()]
    return [Filter("", "All sources", len(rows), not chosen), *each]


def consent_rows(protocol: Protocol, row: SourceRow, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return (purpose, its name) for those that open this source and that the protocol asks for."""
    known = protocol.consent.purposes
    return [(purpose, names.get(purpose, purpose)) for purpose in purposes_of(protocol, row.kind) if purpose in known]
