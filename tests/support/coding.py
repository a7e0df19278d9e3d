"""Small sources, codebooks and codings to test coding with; none of the words were said by anybody."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from newel.coding import Code, Codebook, Coding, Layer, Source
from newel.transcripts import Unit

FIRST = Layer("first", "ada", 1, "first")
SECOND = Layer("second", "ben", 1, "second")
BOOK = Codebook(
    "small",
    "A small codebook",
    1,
    (
        Code("culture", "Culture", definition="How things are done.", place=1),
        Code("trust", "Trust", parent="culture", definition="Relying on somebody.", place=1),
        Code("kept", "Promises kept", parent="trust", place=1),
        Code("training", "Training", place=2),
        Code("time", "Time", parent="training", place=1),
    ),
)


def a_source(identifier: str = "s1", *turns: str, **about: Any) -> Source:
    """Return a source whose turns are said one after the other, each on its own line."""
    said = turns or ("I trust them.", "There is no time.", "Nobody asked me.")
    units, reached = [], 0
    for number, words in enumerate(said, start=1):
        units.append(Unit(number, "turn", reached, reached + len(words), "P1"))
        reached += len(words) + 1
    about = {"kind": "interview"} | about
    return Source(identifier, f"Source {identifier}", text="\n".join(said), units=tuple(units), **about)


def a_coding(source: Source, code: str, words: str, *, layer: str = "first") -> Coding:
    """Return a coding of the first place where a source says these words."""
    start = source.text.index(words)
    return at(source, code, start, start + len(words), layer=layer)


def at(source: Source, code: str, *span: int, layer: str = "first") -> Coding:
    """Return a coding of text[start:end]."""
    start, end = span
    return Coding(f"{layer}-{source.id}-{code}-{start}-{end}", layer, source.id, source.version, code, start, end)


def interviews(groups: Iterable[str] = ("staff", "staff", "young_people", "young_people")) -> list[Source]:
    """Return one source for each group named, a month apart."""
    return [
        a_source(
            f"s{number}", case=f"p{number}", group=group, site=f"site{number % 2}", held_on=date(2019, number, 1)
        )
        for number, group in enumerate(groups, start=1)
    ]
