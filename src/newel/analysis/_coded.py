"""What was coded, from a freeze: sources, codes, layers and the codings that count, as the coding package has them.

A freeze holds no text of a source, so each source stands here with blanks in place of its words: as long, and silent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from newel.analysis._words import identifier
from newel.coding import Code, Codebook, Coding, Layer, Source
from newel.freeze import Freeze
from newel.transcripts import Unit

NOTHING_CODED = "no coded source was received"
COUNTED = (
    "A code counts in a source where it stands at least once, and a theme where any of the codes below it does. Of a "
    "source that two coders reconciled what they agreed on counts, of any other what its first coder saw."
)
CHOSEN = (
    "People were chosen to be heard for what they could tell, not drawn: shares describe those who were heard, have no "
    "interval, and do not stand for all. How often something is said is not how much it matters."
)


@dataclass(frozen=True)
class Coded:
    """The coded sources of a freeze."""

    sources: tuple[Source, ...]
    """The sources that may be coded, in the order of their ids."""
    codebook: Codebook
    """The codes of every codebook in the freeze, as one."""
    layers: tuple[Layer, ...]
    codings: tuple[Coding, ...]
    people: Mapping[str, int]
    """{source: the people who speak in it}: one where it speaks for a case."""
    redacted: frozenset[str]
    """Ids of the sources whose redaction was signed off."""

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """Return {id: source}."""
        return {source.id: source for source in self.sources}

    @cached_property
    def counted(self) -> tuple[Coding, ...]:
        """Return the codings that count: of each source the reconciled ones, else the first coder's."""
        purpose = {layer.id: layer.purpose for layer in self.layers}
        of = {each: [c for c in self.codings if purpose[c.layer] == each] for each in ("first", "reconciled")}
        reconciled = {coding.source for coding in of["reconciled"]}
        return (*of["reconciled"], *(coding for coding in of["first"] if coding.source not in reconciled))

    @cached_property
    def where(self) -> Mapping[str, frozenset[str]]:
        """Return {code: the sources in which it, or a code below it, counts}."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for coding in self.counted:
            for code in self.codebook.path(coding.code):
                found[code.id].add(coding.source)
        return {code: frozenset(sources) for code, sources in found.items()}

    @cached_property
    def used(self) -> tuple[Code, ...]:
        """Return the codes that count anywhere, as the tree reads from top to bottom."""
        return tuple(code for code in self.codebook.in_order() if code.id in self.where)

    @cached_property
    def coded(self) -> tuple[Source, ...]:
        """Return the sources in which anything counts: one that nobody has coded says nothing about codes."""
        found = {coding.source for coding in self.counted}
        return tuple(source for source in self.sources if source.id in found)

    def heard(self, sources: Iterable[Source | str]) -> int:
        """Return how many people speak in these sources, each case once."""
        known = [source if isinstance(source, Source) else self.by_id[source] for source in sources]
        cases = {source.case for source in known if source.case}
        return len(cases) + sum(self.people[source.id] for source in known if not source.case)

    def label(self, code: Code) -> str:
        """Return the names from the theme down to this code."""
        return self.codebook.path_name(code.id)


def read_coded(freeze: Freeze) -> Coded:
    """Return what was coded. Codings of sources that may not be coded are left out with them."""
    rows = freeze.frame("source").filter("may_be_coded").sort("source_id")
    units = _units(freeze.frame("unit"))
    sources = tuple(_source(row, units.get(row["source_id"], ())) for row in rows.to_dicts())
    known = {source.id: source.version for source in sources}
    layers = tuple(
        Layer(row["layer_id"], row["coder"], row["round"], row["purpose"], row["blind"], row["locked_on"] is not None)
        for row in freeze.frame("layer").to_dicts()
    )
    codings = tuple(
        Coding(row["coding_id"], row["layer_id"], row["source_id"], known[row["source_id"]], row["code_id"],
               row["start"], row["end"])
        for row in freeze.frame("coding").to_dicts()
        if row["source_id"] in known
    )  # fmt: skip
    return Coded(
        sources=sources,
        codebook=_codebook(freeze.frame("code")),
        layers=layers,
        codings=codings,
        people=_people(freeze, rows),
        redacted=frozenset(rows.drop_nulls("redacted_on")["source_id"]),
    )


def row_id(code: Code) -> str:
    """Return a code's id as a row id, which holds no dot: a dot parts the names of a number's address."""
    return identifier(code.id)


def _units(frame: pl.DataFrame) -> dict[str, tuple[Unit, ...]]:
    found: defaultdict[str, list[Unit]] = defaultdict(list)
    for row in frame.sort("source_id", "number").to_dicts():
        unit = Unit(row["number"], row["kind"], row["start"], row["end"], row["speaker_role"])
        found[row["source_id"]].append(unit)
    return {source: tuple(units) for source, units in found.items()}


def _source(row: Mapping[str, Any], units: Sequence[Unit]) -> Source:
    return Source(
        id=row["source_id"],
        title=row["source_id"],
        kind=row["kind"],
        text=" " * max((unit.end for unit in units), default=0),
        units=tuple(units),
        case=row["case_id"],
        group=row["group"],
        site=row["site_id"],
        wave=row["wave"],
        held_on=row["held_on"],
        may_be_quoted=row["may_be_quoted"],
        version=row["version"],
    )


def _codebook(frame: pl.DataFrame) -> Codebook:
    codes = tuple(
        Code(row["code_id"], row["name"], row["parent_id"], row["definition"]) for row in frame.to_dicts()
    )
    return Codebook("freeze", "Every code of the freeze", codes=codes)


def _people(freeze: Freeze, sources: pl.DataFrame) -> dict[str, int]:
    """Return the people of each source: its session's, or its observation's staff; one where neither is known."""
    sessions = dict(freeze.frame("session").select("session_id", "people").iter_rows())
    observed = dict(freeze.frame("observation").select("observation_id", "staff_present").iter_rows())
    return {
        row["source_id"]: 1
        if row["case_id"]
        else sessions.get(row["session_id"]) or observed.get(row["observation_id"]) or 1
        for row in sources.to_dicts()
    }
