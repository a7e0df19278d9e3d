"""Convergence coding: per topic, what each strand says and whether the strands agree, with a person's conclusion.

The four judgements are those of the triangulation protocol (Farmer and others, Qualitative Health Research
2006;16:377).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal, get_args

from newel.synthesis.addresses import address_of
from newel.synthesis.words import typed_numbers

Judgement = Literal["agreement", "complementarity", "dissonance", "silence"]
Part = Literal["quantitative", "qualitative", "economic", "together"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
PARTS: tuple[Part, ...] = get_args(Part)
"""The strands, and the topic as a whole, whose words are the meta-inference."""
TOGETHER: Part = "together"
FIT: Mapping[Judgement, str] = {
    "agreement": "Confirm",
    "complementarity": "Expand",
    "dissonance": "Discord",
    "silence": "Silence",
}
"""The fit of a joint display that each judgement of a whole topic stands for (Fetters, Curry and Creswell 2013)."""


@dataclass(frozen=True)
class Said:
    """What one strand says of one topic, or what all of them say together."""

    topic: str
    title: str
    """The topic in words, the same in all its rows."""
    part: Part
    judgement: Judgement
    says: str
    """What the strand says; for `together`, the meta-inference."""
    address: str
    """The number that the strand rests on, or an empty text."""
    written_by: str
    written_on: date


@dataclass(frozen=True)
class Topic:
    """One topic with what was said of it, by part; a part that nobody judged is not in it."""

    id: str
    title: str
    said: Mapping[Part, Said]

    @property
    def suggested(self) -> Judgement:
        """What the strands' own judgements come to, for a person to agree with or not."""
        return suggested(said.judgement for part, said in self.said.items() if part != TOGETHER)


def suggested(judgements: Iterable[Judgement]) -> Judgement:
    """Return what the strands come to together, whatever their order.

    Any dissonance is dissonance; fewer than two strands that speak are silence; else all agree, or they complement.
    """
    spoken = [judgement for judgement in judgements if judgement != "silence"]
    if "dissonance" in spoken:
        return "dissonance"
    if len(spoken) < 2:
        return "silence"
    return "agreement" if set(spoken) == {"agreement"} else "complementarity"


def said_problems(said: Said) -> Iterator[tuple[str, str]]:
    """Yield (field, what to mend) for what is missing or typed in."""
    if not said.title.strip():
        yield "title", "Name the topic."
    if not said.says.strip() and (said.judgement != "silence" or said.part == TOGETHER):
        yield "says", "Say it in words; only a strand that is silent may say nothing."
    if said.address and address_of(said.address) is None:
        yield "address", "Write the address of one number: finding.table.row.column, or leave it empty."
    for name in ("title", "says"):
        typed = typed_numbers(getattr(said, name))
        if typed:
            yield name, f"Write no number here (found: {', '.join(typed)}). The address prints it."


def said_row(said: Said) -> dict[str, Any]:
    """Return a row of the record kind `convergence`."""
    row = asdict(said)
    return {"topic_id": row.pop("topic"), **row, "says": row["says"] or None, "address": row["address"] or None}


def topics_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Topic, ...]:
    """Return the topics that rows hold, in the order of their ids, each with its parts in the order of PARTS."""
    every = sorted(map(_said, rows), key=lambda said: (said.topic, PARTS.index(said.part)))
    grouped = [list(parts) for _, parts in groupby(every, key=lambda said: said.topic)]
    return tuple(Topic(parts[0].topic, parts[0].title, {said.part: said for said in parts}) for parts in grouped)


def _said(row: Mapping[str, Any]) -> Said:
    names = {"topic": "topic_id"}
    plain: dict[str, Any] = {name: row[names.get(name, name)] or "" for name in Said.__dataclass_fields__}
    return Said(**plain)
