"""Core objects as plain values for the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newel.synthesis import BEARINGS, FIT, PARTS, TOGETHER, Balance, Display, Evidence, Theory, Topic
from newel.web.synthesis.queries.numbers import Numbers
from newel.web.synthesis.queries.things import Things

BEARS = {"supports": "Supports it", "contradicts": "Contradicts it", "qualifies": "Limits it"}
PART_NAMES = {
    "quantitative": "Quantitative",
    "qualitative": "Qualitative",
    "economic": "Economic",
    "together": "All together",
}
JUDGED = {
    "agreement": "Agreement: it says the same",
    "complementarity": "Complementarity: it adds another side",
    "dissonance": "Dissonance: it contradicts",
    "silence": "Silence: it has nothing to say",
}
GONE = "not in the publication"


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as it is shown."""

    evidence: Evidence
    what: str
    number: str


@dataclass(frozen=True)
class Side:
    """All evidence that bears one way."""

    bearing: str
    title: str
    pieces: tuple[Piece, ...]


def choices(known: Iterable[str], *, names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return (value, words) of what can be chosen."""
    return [(each, (names or {}).get(each) or each.replace("_", " ").capitalize()) for each in known]


def sides(balance: Balance, numbers: Numbers, things: Things) -> list[Side]:
    """Return the evidence of a theory by how it bears, each side with a heading even where it is empty."""
    by_bearing = (balance.supports, balance.contradicts, balance.qualifies)
    return [
        Side(bearing, BEARS[bearing], tuple(_piece(each, numbers, things) for each in every))
        for bearing, every in zip(BEARINGS, by_bearing, strict=True)
    ]


def _piece(evidence: Evidence, numbers: Numbers, things: Things) -> Piece:
    if evidence.kind == "finding":
        number = numbers.by_address.get(evidence.thing)
        return Piece(evidence, evidence.thing, number.words if number else GONE)
    return Piece(evidence, f"{evidence.kind.capitalize()}: {things.named(evidence.kind, evidence.thing)}", "")


def history(theory: Theory) -> list[Theory]:
    """Return the versions of a theory, the latest first."""
    return [theory, *reversed(theory.history)]


def judged_rows(topics: Iterable[Topic]) -> list[dict[str, object]]:
    """Return a row a topic: each part's judgement, and the fit."""
    return [
        {
            "topic": topic,
            "judged": [_short(topic, part) for part in PARTS if part != TOGETHER],
            "fit": FIT[topic.said[TOGETHER].judgement] if TOGETHER in topic.said else "",
            "says": topic.said[TOGETHER].says if TOGETHER in topic.said else "",
        }
        for topic in topics
    ]


def _short(topic: Topic, part: str) -> tuple[str, str]:
    """Return (name of the part, its judgement) in words."""
    said = next((said for name, said in topic.said.items() if name == part), None)
    return PART_NAMES[part], said.judgement.capitalize() if said else "Not judged"


def grid(display: Display, numbers: Numbers) -> list[dict[str, object]]:
    """Return the rows of a display: label, and (heading, words, address) of each cell."""
    rows: list[dict[str, object]] = []
    for row in display.rows:
        cells = []
        for column in display.columns:
            address = display.address(row, column)
            number = numbers.by_address.get(str(address)) if address else None
            words = number.words if number else GONE if address else ""
            cells.append((column.label, words, str(address or "")))
        rows.append({"label": row.label, "cells": cells})
    return rows
