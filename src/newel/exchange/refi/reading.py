"""Reads a project of any REFI-QDA program: what fits is kept, and everything odd, changed or lost is said in words."""

import re
from collections.abc import Mapping
from dataclasses import replace

from newel.coding import Code, Codebook, Link, Project
from newel.exchange.imported import Imported
from newel.exchange.refi import annexe
from newel.exchange.refi.codebooks import ORIGIN, read_codes
from newel.exchange.refi.elements import child, children, own_guid
from newel.exchange.refi.grouping import list_graphs, read_cases, read_values
from newel.exchange.refi.inventory import inventory, repeated
from newel.exchange.refi.letters import described, xml_text
from newel.exchange.refi.noting import LINK, read_memos, read_relations
from newel.exchange.refi.opening import Opened, open_project
from newel.exchange.refi.passages import Passages, read_sources
from newel.exchange.refi.people import Coders
from newel.exchange.remarks import Ledger, counted


def read_qdpx(name: str, content: bytes, *, ends_inclusive: bool = False) -> Imported:
    """Read a .qdpx file, or the .qde file out of one. Raises Refused where it is neither, damaged or hostile.

    `ends_inclusive` takes the end of a passage for its last character; the standard leaves it open, and its one
    example with text counts up to it.
    """
    opened = open_project(name, content, Ledger())
    found = inventory(opened.root)
    _say_what_is_unusual(opened, found)
    notes = annexe.read_annexe(_note_of_ours(opened), opened.ledger)
    ids = annexe.Ids(notes)
    codes = _restored(read_codes(child(opened.root, "CodeBook"), opened.ledger, ours=notes.codes), notes, ids)
    passages = _passages(opened, notes, ids, codes=codes)
    passages.ends_inclusive = ends_inclusive
    read_sources(passages)
    attributes = (*read_cases(passages), *read_values(passages))
    relations = read_relations(passages)
    passages.subjects |= {given: (Link("layer", layer.id),) for given, layer in passages.coders.by_guid.items()}
    memos = read_memos(passages)
    list_graphs(passages)
    opened.look_at_parts()
    project = Project(
        title=opened.root.get("name") or name,
        sources=tuple(passages.sources),
        codebook=_codebook(notes, tuple(codes.values()), opened, linked=any(one.kind == LINK.id for one in relations)),
        layers=passages.coders.layers,
        codings=tuple(passages.codings),
        memos=memos,
        relations=relations,
    )
    system = opened.root.get("origin") or "an unnamed program"
    return Imported(system, project, opened.ledger.remarks, attributes, found)


def _passages(opened: Opened, notes: annexe.Annexe, ids: annexe.Ids, *, codes: Mapping[str, Code]) -> Passages:
    """Return where sources and codings are gathered, with the codes and coders they may refer to."""
    return Passages(
        opened=opened,
        annexe=notes,
        coders=Coders(opened.root, notes, ids, ledger=opened.ledger),
        ids=ids,
        codes={given: code.id for given, code in codes.items()},
        subjects={given: (Link("code", code.id),) for given, code in codes.items()},
    )


def _say_what_is_unusual(opened: Opened, found: Mapping[str, int]) -> None:
    for given, names in repeated(opened.root).items():
        words = f"{counted(len(names), 'element')} share one GUID: {', '.join(names)}."
        opened.ledger.unusual(f"GUID {given}", words)
    lost = found.get("references that lead nowhere", 0)
    if lost:
        opened.ledger.unusual("the project", f"{counted(lost, 'reference')} to things that the file does not have.")


def _note_of_ours(opened: Opened) -> bytes | None:
    """Return the note with our own ids, from a project that we wrote."""
    if opened.root.get("origin") != ORIGIN:
        return None
    for note in children(child(opened.root, "Notes"), "Note"):
        if own_guid(note) == annexe.GUID:
            words = opened.text(note)
            return None if words is None else words.encode("utf-8", "replace")
    return None


def _restored(codes: tuple[Code, ...], notes: annexe.Annexe, ids: annexe.Ids) -> dict[str, Code]:
    """Return {GUID: code} with our own ids, and with our own words where the file still says the same."""
    found: dict[str, Code] = {}
    for read in codes:
        ours = notes.codes.get(read.id)
        above = found[read.parent].id if read.parent else None
        code = replace(read, id=ids.give("code", read.id), parent=above)
        if ours is not None:
            words = ours if described(ours) == described(read) else read
            code = replace(
                words,
                id=code.id,
                parent=code.parent,
                name=ours.name if xml_text(ours.name) == read.name else read.name,
                colour=read.colour or ours.colour,
                place=ours.place,
                retired=ours.retired,
                merged_into=ours.merged_into,
            )
        found[read.id] = code
    return found


def _codebook(notes: annexe.Annexe, codes: tuple[Code, ...], opened: Opened, *, linked: bool) -> Codebook:
    title = re.sub(r"\.(qdpx|qde)$", "", opened.name, flags=re.IGNORECASE)
    book = notes.codebook or Codebook(id="imported", title=title)
    relations = book.relations
    if linked and LINK.id not in {kind.id for kind in relations}:
        relations = (*relations, LINK)
    return replace(book, codes=codes, relations=relations)
