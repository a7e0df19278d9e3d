"""Sources as they stand, for the pages of this app and of coding: what may be seen by whom, the text, its units.

Only a text that was redacted, signed off by a second reader and agreed to by its people is ever returned from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as DjangoUser
from django.db.models import QuerySet
from django.utils import timezone

from newel.transcripts import TextVersion, Unit
from newel.web.accounts.permissions import allowed, sites_of
from newel.web.sessions import models
from newel.web.sessions.dividing import units_in
from newel.web.sessions.kinds import KINDS
from newel.web.sessions.queries.gates import Gate, gates
from newel.web.sessions.sealing import unseal, unseal_edits
from newel.web.study import current_study

Stage = Literal["to_redact", "to_sign", "ready"]
Person = DjangoUser | AnonymousUser


class NotReadyError(Exception):
    """The text may not be read: it is not signed off yet, or consent does not reach that far. It names the source."""


@dataclass(frozen=True)
class SourceRow:
    """One source, without its words. `version`, `words` and `sha256` are of the text that was signed off last.

    `stage` tells how far the redaction is: `ready` has a signed text, whatever lies on the desk besides (`on_desk`).
    `version` is 0 while there is no signed text.
    """

    source_id: str
    kind: str
    title: str
    site_id: str
    wave: str
    group: str
    case_id: str
    session_id: str
    observation_id: str
    held_on: date
    stage: Stage
    on_desk: Literal["", "to_redact", "to_sign"]
    version: int
    words: int
    sha256: str
    redacted_on: date | None
    may_be_coded: bool
    may_be_quoted: bool
    withdrawn: bool


def sources_for(user: Person) -> tuple[SourceRow, ...]:
    """Return the sources this person may know of, in the order they were held. Nobody without `see_sources` has any."""
    return _rows(_visible(user).order_by("held_on", "pk"))


def codable_sources(user: Person) -> tuple[SourceRow, ...]:
    """Return those of them that may be coded now."""
    return tuple(row for row in sources_for(user) if row.may_be_coded)


def source(user: Person, source_id: str) -> SourceRow | None:
    """Return one source; None where it is not there for this person: the page then answers 404."""
    return next(iter(_rows(_visible(user).filter(source_id=source_id))), None)


def all_sources() -> tuple[SourceRow, ...]:
    """Return every source, for the freeze."""
    return _rows(models.Source.objects.order_by("pk"))


def current_text(source_id: str) -> TextVersion:
    """Return the text that was signed off last. Raises NotReadyError where it may not be coded."""
    row = next(iter(_rows(models.Source.objects.filter(source_id=source_id))), None)
    if row is None or not row.may_be_coded:
        raise NotReadyError(source_id)
    return _version(source_id, row.version)


def standing_words(row: SourceRow) -> tuple[int, str]:
    """Return number and words of the text of a row that was asked for just now: its gate is not asked once more.

    The text is the one that stands at this moment, if it is another than the row's. Raises NotReadyError.
    """
    signed = _readable().filter(source__source_id=row.source_id).order_by("-number").only("number", "sealed")
    kept = signed.first() if row.may_be_coded else None
    if kept is None or kept.sealed is None:
        raise NotReadyError(row.source_id)
    return kept.number, unseal(row.source_id, f"text/{kept.number}", kept.sealed)


def text_of_version(source_id: str, number: int) -> TextVersion | None:
    """Return a signed version, an earlier one too; None where its text is in the vault, or there is no such version.

    Raises NotReadyError where the source may not be coded.
    """
    current = current_text(source_id)
    if number == current.number:
        return current
    found = _readable().filter(source__source_id=source_id, number=number).exists()
    return _version(source_id, number) if found else None


def texts(rows: Iterable[SourceRow]) -> dict[str, str]:
    """Return {source: the text that was signed off last} of those rows that may be coded, with one query for all."""
    wanted = {row.source_id: row.version for row in rows if row.may_be_coded}
    kept = _readable().filter(source__source_id__in=wanted).values_list("source__source_id", "number", "sealed")
    return {
        source_id: unseal(source_id, f"text/{number}", sealed)
        for source_id, number, sealed in kept
        if sealed is not None and number == wanted[source_id]
    }


def every_signed_text(source_id: str) -> tuple[str, ...]:
    """Return each signed version of a text, whatever its people say now: to strike its words out, never for a page."""
    kept = _readable().filter(source__source_id=source_id).order_by("number").values_list("number", "sealed")
    return tuple(unseal(source_id, f"text/{number}", sealed) for number, sealed in kept if sealed is not None)


def units(source_id: str) -> tuple[Unit, ...]:
    """Return the units of the text that was signed off last. Raises NotReadyError."""
    return text_and_units(source_id)[1]


def text_and_units(source_id: str) -> tuple[TextVersion, tuple[Unit, ...]]:
    """Return the text that was signed off last, and its units, read once. Raises NotReadyError."""
    text = current_text(source_id)
    kind = models.Source.objects.values_list("kind", flat=True).get(source_id=source_id)
    return text, units_in(kind, text.text)


def _visible(user: Person) -> QuerySet[models.Source]:
    sites = sites_of(user) if allowed(user, "see_sources") else ()
    return models.Source.objects.filter(site_id__in=sites)


def _readable() -> QuerySet[models.TextVersion]:
    return models.TextVersion.objects.filter(sealed__isnull=False).exclude(signed_by="")


def _version(source_id: str, number: int) -> TextVersion:
    kept = _readable().get(source__source_id=source_id, number=number)
    assert kept.sealed is not None  # noqa: S101 - for the types: `_readable` leaves out those in the vault
    text = unseal(source_id, f"text/{number}", kept.sealed)
    return TextVersion(number, text, kept.reason, unseal_edits(source_id, number, kept.sealed_edits))  # type: ignore[arg-type] # one of its words: the database holds what a TextVersion had


def _rows(found: QuerySet[models.Source]) -> tuple[SourceRow, ...]:
    """Return rows with four queries, however many sources there are."""
    sources = list(found)
    open_gates = gates(current_study().protocol, sources)
    signed = _latest_signed(sources)
    on_desk = dict(
        models.RedactionRound.objects.filter(source__in=sources, closed_at__isnull=True).values_list(
            "source_id", "handed_at"
        )
    )
    desks = {key: "to_sign" if handed_at else "to_redact" for key, handed_at in on_desk.items()}
    return tuple(
        _row(source, open_gates[source.pk], signed=signed.get(source.pk), desk=desks.get(source.pk, ""))
        for source in sources
    )


def _latest_signed(sources: Iterable[models.Source]) -> dict[int, models.TextVersion]:
    versions = _readable().filter(source__in=list(sources)).order_by("number").defer("sealed", "sealed_edits")
    return {version.source_id: version for version in versions}


def _row(source: models.Source, gate: Gate, *, signed: models.TextVersion | None, desk: str) -> SourceRow:
    return SourceRow(
        source_id=source.source_id,
        kind=source.kind,
        title=f"{KINDS[source.kind]} {source.number}",
        site_id=source.site_id,
        wave=source.wave,
        group=source.group,
        case_id=source.case_id,
        session_id=source.session_id,
        observation_id=source.observation_id,
        held_on=source.held_on,
        stage="ready" if signed else "to_sign" if desk == "to_sign" else "to_redact",
        on_desk=desk,  # type: ignore[arg-type] # one of its words, by `_rows`
        version=signed.number if signed else 0,
        words=signed.words if signed else 0,
        sha256=signed.sha256 if signed else "",
        redacted_on=timezone.localdate(signed.made_at) if signed else None,
        may_be_coded=bool(signed) and gate.coding,
        may_be_quoted=bool(signed) and gate.quoting,
        withdrawn=gate.withdrawn,
    )
