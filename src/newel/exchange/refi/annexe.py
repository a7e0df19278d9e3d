"""The note in which a project of ours carries what REFI-QDA has no place for: our ids, text versions, units, roles.

It is a note like any other, so every program keeps it. Whoever reads the file without it, or after another program has
changed things, gets the same codings on the same words, under other ids.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from newel.coding import Code, Codebook, Layer, Link, Memo, Project, RelationPart, Source
from newel.exchange.refi.guids import Guids, guid
from newel.exchange.remarks import Ledger
from newel.transcripts import Unit

GUID = guid("annexe")
NAME = "Newel: ids, units and versions. Other programs can leave this note alone."
_FORM = 1
_Thing = TypeVar("_Thing", Code, Layer, Memo, Source)
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class SourceRow:
    """A source's text version and units. They hold for a text of this length; in another one units are found anew."""

    version: int
    length: int
    units: tuple[Unit, ...] = ()

    def fits(self, text: str) -> bool:
        """Return whether the units are places in this text."""
        return self.length == len(text) and all(0 <= one.start <= one.end <= self.length for one in self.units)


@dataclass(frozen=True)
class MemoRow:
    """Who wrote a memo, and its links that no other element can carry; ids are GUIDs."""

    by: str
    about: tuple[Link, ...] = ()


@dataclass(frozen=True)
class RelationRow:
    """A relation, and the GUIDs of the links that stand for it; ids of codings are GUIDs."""

    guid: str
    id: str
    kind: str
    parts: tuple[RelationPart, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annexe:
    """What the note says, by GUID; a project of another program has an empty one."""

    form: int = _FORM
    codebook: Codebook | None = None
    codes: Mapping[str, Code] = field(default_factory=dict)
    layers: Mapping[str, Layer] = field(default_factory=dict)
    sources: Mapping[str, SourceRow] = field(default_factory=dict)
    memos: Mapping[str, MemoRow] = field(default_factory=dict)
    relations: tuple[RelationRow, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)


class Ids:
    """The ids that things get here: our own where the note has them, else their GUIDs. No two of a kind share one."""

    def __init__(self, annexe: Annexe) -> None:
        self._ours = annexe.ids
        self._taken: set[tuple[str, str]] = set()

    def give(self, kind: str, given: str) -> str:
        """Return the id of the next thing of a kind, which carries this GUID."""
        for identifier in (self._ours.get(given, given), given):
            if identifier and (kind, identifier) not in self._taken:
                self._taken.add((kind, identifier))
                return identifier
        return self.give(kind, guid(kind, given, str(len(self._taken))))


def annexe_of(project: Project, guids: Guids, links: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return the words of the note. `links` are the GUIDs of the links that stand for each relation."""
    annexe = Annexe(
        codebook=replace(project.codebook, codes=()),
        codes=_by_guid(guids, "code", project.codebook.codes, row=lambda code: code),
        layers=_by_guid(guids, "layer", project.layers, row=lambda layer: layer),
        sources=_by_guid(guids, "source", project.sources, row=_source_row),
        memos=_by_guid(guids, "memo", project.memos, row=lambda memo: _memo_row(memo, guids)),
        relations=tuple(
            RelationRow(
                guids.of("relation", relation.id),
                relation.id,
                relation.kind,
                tuple(replace(part, coding=guids.of("coding", part.coding)) for part in relation.parts),
                links.get(relation.id, ()),
            )
            for relation in project.relations
        ),
        ids=dict(sorted(guids.ids().items())),
    )
    return TypeAdapter(Annexe).dump_json(annexe, exclude_defaults=True)


def read_annexe(words: bytes | None, ledger: Ledger) -> Annexe:
    """Return what the note says; where it cannot be understood, an empty one, and a remark."""
    if words is None:
        return Annexe()
    try:
        annexe = TypeAdapter(Annexe).validate_json(words)
    except ValidationError as error:
        what = f"{error.error_count()} things in it are not as Newel writes them"
        ledger.unusual("Notes", f"The note with Newel's own ids cannot be used: {what}. GUIDs are the ids instead.")
        return Annexe()
    if annexe.form != _FORM:
        form = f"form {annexe.form}, which this version cannot read"
        ledger.unusual("Notes", f"The note with Newel's own ids has {form}. GUIDs are the ids instead.")
        return Annexe()
    return annexe


def _by_guid(
    guids: Guids, kind: str, things: Iterable[_Thing], *, row: Callable[[_Thing], _Row]
) -> dict[str, _Row]:
    return dict(sorted(((guids.of(kind, thing.id), row(thing)) for thing in things), key=lambda pair: pair[0]))


def _source_row(source: Source) -> SourceRow:
    return SourceRow(source.version, len(source.text), source.units)


def _memo_row(memo: Memo, guids: Guids) -> MemoRow:
    away = (replace(link, id=guids.of(link.kind, link.id)) for link in memo.about if link.kind in ("layer", "relation"))
    return MemoRow(memo.by, tuple(away))
