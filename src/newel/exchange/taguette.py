"""Reads a Taguette project: the SQLite file it exports, with documents, highlights and tags.

Taguette counts bytes of UTF-8 over the words between the tags of a document's HTML. Every highlight carries its words,
and they are held against the words at its place.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from newel.coding import Code, Codebook, Coding, Link, Memo, Project, Source
from newel.exchange.database import Tables, opened
from newel.exchange.html_text import HtmlText, html_text
from newel.exchange.imported import Imported
from newel.exchange.layers import UNKNOWN, CodersMet
from newel.exchange.offsets import Normalised, Placed
from newel.exchange.refi.codebooks import told_apart
from newel.exchange.remarks import SAID_OF_NO_SOURCE, Ledger, counted
from newel.exchange.snippets import squeezed
from newel.faults import Refused
from newel.transcripts import units_of

SYSTEM = "Taguette"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def is_taguette(tables: Tables) -> bool:
    """Return whether a database is one of Taguette's."""
    return tables.has("highlights", "start_offset", "snippet") and tables.has("tags", "path")


def read_taguette(name: str, content: bytes) -> Imported:
    """Read the SQLite file that Taguette exports for a project. Raises Refused where it is none, or holds several."""
    with opened(name, content) as tables:
        if not is_taguette(tables):
            raise _refused(name, "a database of another program")
        return _project(name, tables)


def _project(name: str, tables: Tables) -> Imported:
    projects = tables.rows("projects", "id", "name", "description", "created")
    if len(projects) != 1:
        raise _refused(name, f"{len(projects)} projects in one file")
    ledger, coders = Ledger(), CodersMet()
    codes = _codes(tables, ledger)
    documents = tables.rows("documents", "id", "name", "description", "created", "contents")
    texts = {row["id"]: html_text(str(row["contents"] or "")) for row in documents}
    normalised = {number: Normalised(text.text) for number, text in texts.items()}
    sources = tuple(_source(row, normalised[row["id"]].text) for row in documents)
    codings = _codings(tables, coders, ledger, texts={key: (texts[key], normalised[key]) for key in texts})
    if sources:
        ledger.changed("documents", SAID_OF_NO_SOURCE)
    title = str(projects[0]["name"] or name)
    project = Project(
        title=title,
        sources=sources,
        codebook=Codebook(id="taguette", title=title, codes=codes),
        layers=coders.layers,
        codings=codings,
        memos=tuple(_memos(projects[0], documents)),
    )
    found = {"documents": len(documents), "tags": len(tables.rows("tags", "id"))}
    found |= {"highlights": len(tables.rows("highlights", "id"))}
    found |= {"codings": len(tables.rows("highlight_tags", "highlight_id"))}
    return Imported(SYSTEM, project, ledger.remarks, found=found)


def _source(row: Mapping[str, Any], text: str) -> Source:
    title = str(row["name"] or "without a name")
    return Source(id=f"document-{row['id']}", title=title, kind="interview", text=text, units=units_of(text))


def _codes(tables: Tables, ledger: Ledger) -> tuple[Code, ...]:
    """Return the tags as codes: a dot in a name leads down a level where the tag above exists."""
    rows = tables.rows("tags", "id", "path", "description")
    ids = {str(row["path"]): f"tag-{row['id']}" for row in rows}
    codes = []
    for place, row in enumerate(rows, start=1):
        path = str(row["path"])
        above = _above(path, ids)
        name = path.removeprefix(f"{above}.") if above else path
        codes.append(
            Code(
                id=ids[path],
                name=name.strip() or "without a name",
                parent=ids[above] if above else None,
                definition=str(row["description"] or ""),
                place=place,
            )
        )
    if nested := sum(code.parent is not None for code in codes):
        words = f"{counted(nested, 'tag')} with a dot in the name: now below the code of the tag before the dot."
        ledger.changed("tags", words)
    return told_apart(codes, ledger)


def _above(path: str, ids: Mapping[str, str]) -> str:
    """Return the longest part of a path, up to a dot, that is a tag itself."""
    above = path.rpartition(".")[0]
    while above and above not in ids:
        above = above.rpartition(".")[0]
    return above


def _codings(
    tables: Tables, coders: CodersMet, ledger: Ledger, *, texts: Mapping[Any, tuple[HtmlText, Normalised]]
) -> tuple[Coding, ...]:
    who = _who_added(tables)
    tags: dict[Any, list[Any]] = {}
    for row in tables.rows("highlight_tags", "highlight_id", "tag_id", order="highlight_id, tag_id"):
        tags.setdefault(row["highlight_id"], []).append(row["tag_id"])
    known = {row["id"] for row in tables.rows("tags", "id")}
    codings: list[Coding] = []
    for row in tables.rows("highlights", "id", "document_id", "start_offset", "end_offset", "snippet"):
        placed = _place(row, texts, ledger)
        used = [tag for tag in tags.get(row["id"], ()) if tag in known]
        if not used:
            ledger.not_kept(f"highlight {row['id']}", "A highlight without a tag.")
        if placed:
            layer = coders.layer(who.get(row["id"])) if used else ""
            codings += [_coding(row, tag, placed, layer=layer) for tag in used]
    if unknown := sum(coding.layer == UNKNOWN for coding in codings):
        words = f"{counted(unknown, 'coding')} of which the project's history does not say who made them"
        ledger.changed("commands", f"{words}: they are in the layer {UNKNOWN}.")
    return tuple(codings)


def _coding(row: Mapping[str, Any], tag: Any, placed: Placed, *, layer: str) -> Coding:
    identifier, source = f"highlight-{row['id']}-tag-{tag}", f"document-{row['document_id']}"
    return Coding(identifier, layer, source, version=1, code=f"tag-{tag}", start=placed.start, end=placed.end)


def _place(
    row: Mapping[str, Any], texts: Mapping[Any, tuple[HtmlText, Normalised]], ledger: Ledger
) -> Placed | None:
    """Return where a highlight's words are; say so where there are none, or not those it carries."""
    place = f"highlight {row['id']}"
    text, normalised = texts.get(row["document_id"], (None, None))
    start, end = row["start_offset"], row["end_offset"]
    raw = text.span(start, end) if text and isinstance(start, int) and isinstance(end, int) else None
    placed = normalised.span(raw.start, raw.end) if normalised and raw else None
    if placed is None or normalised is None or placed.start == placed.end:
        ledger.not_kept(place, "Its document does not have the characters it marks.")
        return None
    said = Normalised(html_text(str(row["snippet"] or "")).text).text
    if squeezed(said) != squeezed(normalised.text[placed.start : placed.end]):
        ledger.unusual(place, "The words kept with it are not those at its place. It was kept there; look at it.")
    return placed


def _who_added(tables: Tables) -> dict[Any, str]:
    """Return {highlight: account} from the project's history; who changed a highlight last is its coder."""
    who: dict[Any, str] = {}
    for row in tables.rows("commands", "user_login", "payload"):
        try:
            payload = json.loads(row["payload"] or "{}")
        except (json.JSONDecodeError, TypeError, RecursionError):
            continue
        if isinstance(payload, dict) and payload.get("type") == "highlight_add" and row["user_login"]:
            who[payload.get("highlight_id")] = str(row["user_login"])
    return who


def _memos(project: Mapping[str, Any], documents: Iterable[Mapping[str, Any]]) -> Iterable[Memo]:
    """Yield the descriptions of the project and of documents as memos."""
    if words := str(project["description"] or "").strip():
        yield Memo("memo-project", "method", (Link("project"),), words, UNKNOWN, _on(project["created"]))
    for row in documents:
        if words := str(row["description"] or "").strip():
            about = (Link("source", f"document-{row['id']}"),)
            yield Memo(f"memo-document-{row['id']}", "method", about, words, UNKNOWN, _on(row["created"]))


def _on(created: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(created))
    except ValueError:
        return _LONG_AGO


def _refused(name: str, found: str) -> Refused:
    return Refused.because(
        name,
        "the whole file",
        found=found,
        expected="one project, as Taguette exports it",
        remedy="In Taguette open the project, choose “Export this project” as SQLite3 database, and send that file.",
    )


