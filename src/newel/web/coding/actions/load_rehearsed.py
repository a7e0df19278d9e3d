"""Load the codings of a rehearsal into the example: its codebook, two coders who are done, and what they agreed on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from newel.coding import Coding as Rehearsed
from newel.rehearsal import RehearsedWords
from newel.transcripts import units_of
from newel.web.audit.actions import record_event
from newel.web.coding.actions._rewriting import write_version
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.models import Codebook, Coding, Decision, Layer, MatrixCell, Quote
from newel.web.coding.settling import Differing, compare

AT_ONCE = 1_000
CODERS = {"first": "researcher", "second": "lead", "reconciled": "researcher"}
"""Accounts of the example that stand for the invented coders."""


@transaction.atomic
def load_rehearsed(*, actor: str, words: RehearsedWords, sources: Collection[str], now: datetime) -> int:
    """Load what was coded on those sources, and open a second round to try. Returns how many codings there are."""
    if words.codebook is None or not words.layers:
        return 0
    book = Codebook.objects.create(
        pk=words.codebook.id, title=words.codebook.title, origin="example", created_by=actor, created_at=now
    )
    write_version(book, words.codebook, words="Started from the example.", by=actor, at=now)
    layers = {
        layer.id: Layer.objects.create(
            **_fields(book, layer.purpose, layer.round, now=now), blind=layer.blind, locked_at=now
        )
        for layer in words.layers
    }
    _settle(list(layers.values()))
    kept = [coding for coding in words.codings if coding.source in sources]
    Coding.objects.bulk_create([_coding(layers, coding) for coding in kept], batch_size=AT_ONCE)
    _decisions(layers, words, now=now)
    _quotes(words, now)
    _cells(words, book, sources, now=now)
    highest = max(layer.round for layer in layers.values())
    Layer.objects.create(**_fields(book, "first", highest + 1, now=now), blind=False)
    record_event(actor=actor, verb="load", thing="codings", body={"codings": len(kept)}, now=now)
    return len(kept)


def _fields(book: Codebook, purpose: str, number: int, *, now: datetime) -> dict[str, Any]:
    coder = CODERS[purpose]
    key = f"{book.pk}-r{number}-{purpose}-{pseudonym_of(coder)}".lower()[:60]
    who = {"coder": coder, "pseudonym": pseudonym_of(coder)}
    return who | {"key": key, "codebook": book, "round": number, "purpose": purpose, "opened_at": now}


def _settle(layers: list[Layer]) -> None:
    """Tie the reconciled layer to the two that it settles."""
    coded = [layer for layer in layers if layer.purpose != "reconciled"]
    for layer in layers:
        if layer.purpose == "reconciled":
            layer.compares.set(coded)


def _coding(layers: Mapping[str, Layer], coding: Rehearsed) -> Coding:
    return Coding(
        layer=layers[coding.layer],
        source_id=coding.source,
        version=coding.version,
        code=coding.code,
        start=coding.start,
        end=coding.end,
    )


def _decisions(layers: Mapping[str, Layer], words: RehearsedWords, *, now: datetime) -> None:
    """Note what the two coders agreed on in the end for each disagreement, as the reconciled layer has it."""
    by_purpose = {layer.purpose: layer for layer in layers.values()}
    if len(by_purpose) < len(CODERS):
        return
    coded: dict[tuple[str, str], list[Rehearsed]] = {}
    for coding in words.codings:
        coded.setdefault((coding.source, layers[coding.layer].purpose), []).append(coding)
    for source in words.sources:
        sides = [coded.get((source.id, purpose), []) for purpose in ("first", "second", "reconciled")]
        if not sides[0] or not sides[1]:
            continue
        found = compare(units_of(source.text), *sides[:2])
        Decision.objects.bulk_create(
            Decision(
                layer=by_purpose["reconciled"],
                source_id=source.id,
                unit=item.unit.number,
                code=item.code,
                choice=_choice(item, sides[2]),
                by="researcher",
                at=now,
            )
            for item in found.differing
        )


def _choice(item: Differing, agreed: Sequence[Rehearsed]) -> str:
    there = any(
        coding.code == item.code and coding.start < item.unit.end and item.unit.start < coding.end for coding in agreed
    )
    return {"places": "both"}.get(item.kind, item.kind) if there else "neither"


def _quotes(words: RehearsedWords, now: datetime) -> None:
    """Choose the codings that the rehearsed quotes stand on: of what both agreed on, else of the first coder's."""
    for quote in words.quotes:
        there = Coding.objects.filter(source_id=quote["source_id"], code=quote["code_id"]).exclude(
            layer__purpose="second"
        )
        reaching = there.filter(start__lt=quote["end"], end__gt=quote["start"], quote=None)
        coding = reaching.order_by("-layer__purpose", "pk").first()
        if coding:
            checked = {"checked_by": "lead", "checked_at": now} if quote["checked_by"] else {}
            Quote.objects.create(coding=coding, chosen_by="researcher", chosen_at=now, **checked)


def _cells(words: RehearsedWords, book: Codebook, sources: Collection[str], *, now: datetime) -> None:
    """Write the rehearsed summaries; each says itself that it is synthetic."""
    MatrixCell.objects.bulk_create(
        MatrixCell(
            codebook=book,
            case_id=cell["case_id"] or cell["source_id"],
            code=cell["code_id"],
            version=cell["version"],
            summary=cell["summary"],
            by="researcher",
            at=now,
        )
        for cell in words.matrix_cells
        if cell["case_id"] or cell["source_id"] in sources
    )
