"""Notes, descriptions, sets and links become memos and relations, each about the things that are still here."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from newel.coding import Link, Memo, Relation, RelationKind, RelationPart, Role
from newel.coding.project import MemoKind
from newel.exchange.refi import annexe
from newel.exchange.refi.elements import Element, child, children, own_guid, place_of, tag, target
from newel.exchange.refi.grouping import read_sets
from newel.exchange.refi.guids import guid, plain_guid
from newel.exchange.refi.opening import description
from newel.exchange.refi.passages import Passages
from newel.exchange.remarks import counted

_KINDS: tuple[MemoKind, ...] = get_args(MemoKind)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LINK = RelationKind("link", "Link", (Role("from", "From"), Role("to", "To")))
"""How two codings that another program linked belong together here."""
_DESCRIBED = (
    "Project",
    "TextSource",
    "PDFSource",
    "Representation",
    "AudioSource",
    "VideoSource",
    "Transcript",
    "PlainTextSelection",
    "PDFSelection",
    "TranscriptSelection",
)


def read_relations(passages: Passages) -> tuple[Relation, ...]:
    """Return the relations of ours, then the links between two codings."""
    links = {own_guid(link): link for link in children(child(passages.opened.root, "Links"), "Link")}
    found: list[Relation] = []
    used: set[str] = set()
    for row in passages.annexe.relations:
        parts = [(part, passages.subjects.get(part.coding, ())) for part in row.parts]
        if set(row.links) <= set(links) and all(subject for _, subject in parts):
            found.append(Relation(row.id, row.kind, tuple(replace(part, coding=at[0].id) for part, at in parts)))
            used.update(row.links)
            for given in row.links:
                passages.subjects[given] = (Link("relation", row.id),)
            passages.subjects[row.guid] = (Link("relation", row.id),)
    for given, link in links.items():
        if given in used:
            continue
        ends = _ends(passages, link)
        if all(len(end) == 1 and end[0].kind == "coding" for end in ends):
            parts_of_link = (RelationPart("from", ends[0][0].id), RelationPart("to", ends[1][0].id))
            found.append(Relation(given, LINK.id, parts_of_link))
            passages.subjects[given] = (Link("relation", given),)
            if link.get("name"):
                passages.ledger.changed(place_of(link), "A link with a name is kept as a link; its name is not.")
    return tuple(found)


def _ends(passages: Passages, link: Element) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    origin, aim = (passages.subjects.get(plain_guid(link.get(name)), ()) for name in ("originGUID", "targetGUID"))
    return origin, aim


def read_memos(passages: Passages) -> tuple[Memo, ...]:
    """Return notes, then descriptions, sets, and links between things of which one is no coding."""
    return (*_notes(passages), *_descriptions(passages), *_sets(passages), *_links(passages))


def _notes(passages: Passages) -> Iterator[Memo]:
    about = _about(passages)
    for note in children(child(passages.opened.root, "Notes"), "Note"):
        given = own_guid(note)
        if given == annexe.GUID:
            continue
        kind, words = _kind_and_words(note, passages.opened.text(note) or "")
        row = passages.annexe.memos.get(given)
        away = row.about if row else ()
        links = (*about[given], *(link for one in away for link in passages.subjects.get(one.id, ())))
        yield Memo(
            id=passages.ids.give("memo", given),
            kind=kind,
            about=links,
            text=words,
            by=row.by if row else passages.coders.pseudonym(note.get("creatingUser")),
            on=_on(passages, note),
        )
        below = sum(1 for each in note.iter() if tag(each) == "Coding")
        if below:
            passages.ledger.not_kept(place_of(note), f"{counted(below, 'coding')} on the words of the note itself.")


def _kind_and_words(note: Element, text: str) -> tuple[MemoKind, str]:
    """Return a memo's kind, which we write as the name of the note; another name is the first line of its words."""
    name = note.get("name") or ""
    for kind in _KINDS:
        if name == kind:
            return kind, text
    return "analytic", "\n\n".join(part for part in (name, description(note), text) if part)


def _about(passages: Passages) -> dict[str, tuple[Link, ...]]:
    """Return {GUID of a note: what refers to it}."""
    found: dict[str, dict[Link, None]] = defaultdict(dict)
    for reference in (each for each in passages.opened.root.iter() if tag(each) == "NoteRef"):
        parent = reference.getparent()
        whole = (Link("project"),) if tag(parent) == "Project" else passages.subjects.get(own_guid(parent), ())
        ours = whole if tag(parent) != "Link" or passages.annexe.codebook is None else ()
        found[target(reference)] |= dict.fromkeys(ours)
    return defaultdict(tuple, {given: tuple(links) for given, links in found.items()})


def _descriptions(passages: Passages) -> Iterator[Memo]:
    for element in passages.opened.root.iter():
        words = description(element) if tag(element) in _DESCRIBED else ""
        if not words:
            continue
        about = (Link("project"),) if tag(element) == "Project" else passages.subjects.get(own_guid(element), ())
        if not about:
            passages.ledger.not_kept(place_of(element), "The description of something that is not here.")
            continue
        passages.ledger.changed(place_of(element), "A description is kept as a memo about what it describes.")
        yield _made(passages, element, words, about=about)


def _sets(passages: Passages) -> Iterator[Memo]:
    for element, name, members in read_sets(passages):
        words = "\n\n".join(part for part in (name, description(element)) if part)
        yield _made(passages, element, words, about=members or (Link("project"),))


def _links(passages: Passages) -> Iterator[Memo]:
    for link in children(child(passages.opened.root, "Links"), "Link"):
        if own_guid(link) in passages.subjects:
            continue
        origin, aim = _ends(passages, link)
        if not origin or not aim:
            passages.ledger.not_kept(place_of(link), "A link of which one end is not here.")
            continue
        words = "A link between things that are no codings is kept as a memo about both."
        passages.ledger.changed(place_of(link), words)
        yield _made(passages, link, f"Link: {link.get('name') or 'without a name'}", about=(*origin, *aim))


def _made(passages: Passages, element: Element, words: str, *, about: tuple[Link, ...]) -> Memo:
    """Return a memo for words that stood elsewhere in the file."""
    by = passages.coders.pseudonym(element.get("creatingUser"))
    identifier = guid("memo", tag(element), own_guid(element) or passages.opened.root.get("name") or "")
    return Memo(identifier, "analytic", tuple(dict.fromkeys(about)), words, by, _on(passages, element))


def _on(passages: Passages, element: Element) -> datetime:
    """Return when something was written, or when the project was made; without any date, the first day of 1970."""
    names = ("creationDateTime", "modifiedDateTime")
    for text in (part.get(name) for part in (element, passages.opened.root) for name in names if part.get(name)):
        with suppress(ValueError):
            return datetime.fromisoformat(text.strip())
    passages.ledger.unusual(place_of(element), "It has no date; its memo is dated 1 January 1970.")
    return _LONG_AGO
