"""What has happened to a source: its versions with their hashes, and every word of consent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from newel.web.sessions.models import ConsentWord, TextVersion


@dataclass(frozen=True)
class VersionRow:
    """One version, without its words. `here` is whether researchers can read it; an original is in the vault."""

    number: int
    reason: str
    sha256: str
    words: int
    made_by: str
    made_at: datetime
    signed_by: str
    here: bool


@dataclass(frozen=True)
class ConsentRow:
    """One word of consent, as it was written down."""

    purpose: str
    state: str
    said_on: date
    recorded_by: str


def versions_of(source_id: str) -> list[VersionRow]:
    """Return the versions of a source, the newest first."""
    found = TextVersion.objects.filter(source__source_id=source_id).order_by("-number")
    return [
        VersionRow(
            number=row.number,
            reason=row.reason,
            sha256=row.sha256,
            words=row.words,
            made_by=row.made_by,
            made_at=row.made_at,
            signed_by=row.signed_by,
            here=row.sealed is not None,
        )
        for row in found
    ]


def consent_words(source_id: str, names: Mapping[str, str]) -> list[ConsentRow]:
    """Return what was written down about consent, the latest first."""
    found = ConsentWord.objects.filter(source__source_id=source_id).order_by("-pk")
    return [ConsentRow(names.get(row.purpose, row.purpose), row.state, row.said_on, row.recorded_by) for row in found]
