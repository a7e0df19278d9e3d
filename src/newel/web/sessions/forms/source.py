"""A source as it is added: what it is, whom it speaks for, what they agreed to, and its text."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newel.faults import Refused
from newel.protocol import Protocol
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions.add_source import Described, Received
from newel.web.sessions.dividing import ANSWERS as ANSWERS_KIND
from newel.web.sessions.dividing import as_one_answer
from newel.web.sessions.kinds import KINDS, purposes_of

if TYPE_CHECKING:
    from newel.importers.transcripts import ReadSource

PSEUDONYM = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_-]{1,23}")
"""A pseudonym of the study has a digit in it, so that a bare name is refused."""
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MEETINGS = ("observation", "minutes")
CONSENT_FIELDS = ("agreed_use", "agreed_quotes")
"""Fields of the form: for coding, and for quoting. Which purposes of the protocol they are depends on the kind."""
ANSWERS = ("given", "refused")
UNKNOWN = "unknown"
LONGEST = 1_000_000
LONGEST_AGO = timedelta(days=20 * 366)


def read_described(read: Reading, protocol: Protocol, *, sites: tuple[str, ...], today: date) -> Described:
    """Return what a source is. Look at `read.faults` before using it."""
    kind = read.choice("kind", KINDS, says="Choose what it is.")
    groups = [group.id for group in protocol.groups]
    allowed = [*groups, ""] if kind in MEETINGS else groups
    return Described(
        kind=kind,
        site_id=read.choice("site", sites, says="Choose the site."),
        wave=read.choice("wave", [wave.id for wave in protocol.waves], says="Choose the wave."),
        group=read.choice("group", allowed, says="Choose the group that speaks."),
        held_on=read.day("held_on", since=today - LONGEST_AGO, until=today),
        case_id=_id(read, "case_id", PSEUDONYM, says="Give the study's pseudonym: letters and a digit, never a name."),
        session_id=_id(read, "session_id", ID, says="Give the session's id: letters, digits, - and _ alone."),
    )


def read_consents(read: Reading, protocol: Protocol, kind: str) -> dict[str, str]:
    """Return {purpose: given or refused} for the purposes that open a source of this kind. None is given by itself."""
    known = protocol.consent.purposes
    asked = dict(zip(CONSENT_FIELDS, purposes_of(protocol, kind), strict=True))
    said = {}
    for field, purpose in asked.items():
        answer = read.fields.get(field, "")
        if purpose in known and answer not in {*ANSWERS, UNKNOWN}:
            read.faults[field] = "Say whether they agreed. Where you do not know, say so."
        if purpose in known and answer in ANSWERS:
            said[purpose] = answer
    return said


def read_text(read: Reading, file: tuple[str, bytes] | None) -> tuple[Received, tuple[str, ...]]:
    """Return the text of a file, or as it was typed, and what a reader of files has left out of it."""
    typed = read.fields.get("text", "").strip()
    if file and typed:
        read.faults["text"] = "Give a file or a text, not both: empty one of the two."
    elif file:
        return _from_file(read, file)
    elif not typed:
        read.faults["file"] = "Choose a file, or put the text in below."
    elif len(typed) > LONGEST:
        read.faults["text"] = f"This is too long for one source: {len(typed):,} letters. The most is {LONGEST:,}."
    return Received(typed), ()


def _from_file(read: Reading, file: tuple[str, bytes]) -> tuple[Received, tuple[str, ...]]:
    from newel.importers.transcripts import read_source  # its readers bring libraries that only this page needs

    name, content = file
    try:
        found = _answers(read, file) if _is_table(read, name) else read_source(name, content)
    except Refused as refused:
        fault = refused.faults[0]
        read.faults["file"] = f"Found {fault.found}; expected {fault.expected}. {fault.remedy}"
        return Received(""), ()
    return Received(found.text, name, content), tuple(found.notes)


def _is_table(read: Reading, name: str) -> bool:
    return read.fields.get("kind") == ANSWERS_KIND and name.lower().endswith((".csv", ".xlsx"))


def _answers(read: Reading, file: tuple[str, bytes]) -> "ReadSource":
    """Return the answers of one column as one source, each its own unit. Raises Refused."""
    from newel.importers.transcripts import read_answers, source_of_answers

    answers = read_answers(*file, read.fields.get("column", "").strip())
    return source_of_answers(tuple(replace(answer, words=as_one_answer(answer.words)) for answer in answers))


def _id(read: Reading, name: str, pattern: re.Pattern[str], *, says: str) -> str:
    typed = read.fields.get(name, "").strip()
    if typed and not pattern.fullmatch(typed):
        read.faults[name] = says
    return typed
