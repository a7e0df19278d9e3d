"""Reads a QualCoder project: the file data.qda in its folder, of every version of its tables so far.

QualCoder counts code points in a source's full text. Every coded passage carries its words, and they are held against
the words at its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from newel.coding import Code, Codebook, Coding, Link, Memo, Project, Source
from newel.exchange.database import Tables, opened
from newel.exchange.imported import Attribute, Imported
from newel.exchange.layers import UNKNOWN, CodersMet
from newel.exchange.offsets import Normalised, Placed
from newel.exchange.refi.codebooks import told_apart
from newel.exchange.remarks import SAID_OF_NO_SOURCE, Ledger, counted
from newel.exchange.snippets import doubt, squeezed
from newel.faults import Refused
from newel.transcripts import units_of

SYSTEM = "QualCoder"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_OTHER_CODINGS = {"code_image": "part of a picture", "code_av": "part of a sound or film"}
Row = Mapping[str, Any]


def is_qualcoder(tables: Tables) -> bool:
    """Return whether a database is one of QualCoder's."""
    return tables.has("code_text", "cid", "fid", "pos0", "pos1") and tables.has("source", "fulltext")


def read_qualcoder(name: str, content: bytes) -> Imported:
    """Read the data.qda of a QualCoder project. Raises Refused where it is none."""
    with opened(name, content) as tables:
        if not is_qualcoder(tables):
            raise Refused.because(
                name,
                "the whole file",
                found="a database of another program",
                expected="the file data.qda of a QualCoder project",
                remedy="Send the file data.qda that lies in the project's folder, whose name ends in .qda.",
            )
        return _project(name, tables)


def _project(name: str, tables: Tables) -> Imported:
    ledger, coders = Ledger(), CodersMet()
    rows = tables.rows("source", "id", "name", "fulltext", "mediapath", "memo", "date", "owner")
    texts = {row["id"]: Normalised(str(row["fulltext"])) for row in rows if row["fulltext"]}
    for row in rows:
        if row["id"] not in texts:
            ledger.not_kept(f"source {row['id']}", "A source without text: a picture, a sound or a film.")
    cases = _cases(tables, ledger, texts)
    sources = tuple(_source(row, texts[row["id"]].text, cases) for row in rows if row["id"] in texts)
    codes = told_apart(_codes(tables), ledger)
    passages = _Passages(tables, texts, ledger, known={code.id for code in codes})
    codings = tuple(passages.codings(coders))
    _list_the_rest(tables, ledger)
    about = next(iter(tables.rows("project", "databaseversion", "memo", "date", "about")), {})
    project = Project(
        title=name.removesuffix(".qda"),
        sources=sources,
        codebook=Codebook(id="qualcoder", title=name.removesuffix(".qda"), codes=codes),
        layers=coders.layers,
        codings=codings,
        memos=(*_memos(tables, about, coders=coders, sources=sources), *passages.memos(coders)),
    )
    system = f"{SYSTEM}, tables of version {about.get('databaseversion') or 'unknown'}"
    names = ("source", "code_name", "code_cat", "code_text", "code_image", "code_av", "cases", "attribute", "journal")
    attributes = tuple(_attributes(tables, texts, ledger))
    return Imported(system, project, ledger.remarks, attributes, _counts(tables, names))


def _counts(tables: Tables, names: Iterable[str]) -> dict[str, int]:
    first = {"source": "id", "code_name": "cid", "code_cat": "catid", "code_text": "cid", "code_image": "imid"}
    first |= {"code_av": "avid", "cases": "caseid", "attribute": "attrid", "journal": "jid"}
    return {name: len(tables.rows(name, first[name])) for name in names}


def _source(row: Row, text: str, cases: Mapping[Any, str]) -> Source:
    title = str(row["name"] or "without a name")
    identifier = f"source-{row['id']}"
    return Source(identifier, title, kind="interview", text=text, units=units_of(text), case=cases.get(row["id"]))


def _codes(tables: Tables) -> Iterator[Code]:
    """Yield categories and codes as one tree. Newer tables let a code hang below another code."""
    categories = tables.rows("code_cat", "catid", "name", "memo", "supercatid", order="name")
    ids = {row["catid"] for row in categories}
    for place, row in enumerate(categories, start=1):
        above = row["supercatid"]
        parent = f"category-{above}" if above in ids and not _rings(categories, row) else None
        yield _code(f"category-{row['catid']}", row, parent, place=place)
    codes = tables.rows("code_name", "cid", "name", "memo", "catid", "supercid", "color", order="name")
    cids = {row["cid"] for row in codes}
    for place, row in enumerate(codes, start=len(categories) + 1):
        parent = f"category-{row['catid']}" if row["catid"] in ids else None
        if row["supercid"] in cids and not _rings(codes, row, key="cid", above="supercid"):
            parent = f"code-{row['supercid']}"
        yield _code(f"code-{row['cid']}", row, parent, place=place)


def _code(identifier: str, row: Row, parent: str | None, *, place: int) -> Code:
    colour = str(row.get("color") or "")
    well = len(colour) == len("#rrggbb") and colour.startswith("#") and colour[1:].isalnum()
    name = str(row["name"] or "").strip() or "without a name"
    definition = str(row["memo"] or "")
    return Code(identifier, name, parent, definition, colour=colour if well else "", place=place)


def _rings(rows: Iterable[Row], row: Row, *, key: str = "catid", above: str = "supercatid") -> bool:
    """Return whether going up from a row comes back to it or to a ring."""
    up = {each[key]: each[above] for each in rows}
    seen, here = set(), row[key]
    while here is not None and here in up:
        if here in seen:
            return True
        seen.add(here)
        here = up[here]
    return False


class _Passages:
    """The coded passages, each looked at once."""

    def __init__(self, tables: Tables, texts: Mapping[Any, Normalised], ledger: Ledger, *, known: set[str]) -> None:
        self._texts, self._ledger, self._known = texts, ledger, known
        columns = ("cid", "fid", "seltext", "pos0", "pos1", "owner", "memo", "date")
        self._rows = tables.rows("code_text", *columns, order="fid, pos0, pos1, cid, rowid")
        self._kept: list[tuple[Row, str]] = []

    def codings(self, coders: CodersMet) -> Iterator[Coding]:
        """Yield a coding for every passage that its source has."""
        for number, row in enumerate(self._rows, start=1):
            placed = self._place(row, f"code_text, passage {number}")
            if placed is None:
                continue
            identifier, source = f"passage-{number}", f"source-{row['fid']}"
            self._kept.append((row, identifier))
            layer = coders.layer(str(row["owner"]) if row["owner"] else None)
            yield Coding(identifier, layer, source, 1, f"code-{row['cid']}", placed.start, placed.end)

    def memos(self, coders: CodersMet) -> Iterator[Memo]:
        """Yield the memos on coded passages."""
        for row, identifier in self._kept:
            if words := str(row["memo"] or "").strip():
                yield _memo(f"memo-{identifier}", row, Link("coding", identifier), words=words, coders=coders)

    def _place(self, row: Row, place: str) -> Placed | None:
        text = self._texts.get(row["fid"])
        start, end = row["pos0"], row["pos1"]
        placed = text.span(start, end) if text and isinstance(start, int) and isinstance(end, int) else None
        if text is None or placed is None or placed.start == placed.end:
            self._ledger.not_kept(place, "Its source does not have the characters it marks.")
            return None
        if f"code-{row['cid']}" not in self._known:
            self._ledger.not_kept(place, "Its code is not in the project.")
            return None
        said = str(row["seltext"] or "")
        if squeezed(Normalised(said).text) != squeezed(text.text[placed.start : placed.end]):
            why = doubt(said, text.raw, start=start, end=end) or "The words kept with it are not those at its place"
            self._ledger.unusual(place, f"{why}. It was kept at its own place; look at it.")
        return placed


def _cases(tables: Tables, ledger: Ledger, texts: Mapping[Any, Normalised]) -> dict[Any, str]:
    """Return {source: case}. A case that has part of a source only is listed: here a case holds whole sources."""
    names = {row["caseid"]: str(row["name"]) for row in tables.rows("cases", "caseid", "name")}
    found: dict[Any, str] = {}
    for row in tables.rows("case_text", "caseid", "fid", "pos0", "pos1", order="id"):
        if row["caseid"] not in names or row["fid"] not in texts:
            continue
        case, place = names[row["caseid"]], f"case {row['caseid']}"
        whole = not row["pos0"] and (row["pos1"] or 0) >= len(texts[row["fid"]].raw) - 1
        if not whole:
            ledger.not_kept(place, "A part of a source belongs to it; here a case holds whole sources.")
        elif found.setdefault(row["fid"], case) != case:
            ledger.not_kept(place, "A source is in two cases; the first is kept.")
    if names:
        words = f"{counted(len(names), 'case')}: names were kept as they are. Check that they are pseudonyms."
        ledger.unusual("cases", words)
    return found


def _attributes(tables: Tables, texts: Mapping[Any, Normalised], ledger: Ledger) -> Iterator[Attribute]:
    cases = {row["caseid"]: str(row["name"]) for row in tables.rows("cases", "caseid", "name")}
    for row in tables.rows("attribute", "name", "attr_type", "value", "id", order="attrid"):
        of_case = str(row["attr_type"] or "").casefold() == "case"
        known = cases.get(row["id"]) if of_case else f"source-{row['id']}" if row["id"] in texts else None
        if known is None:
            ledger.not_kept("attribute", "A value of a case or source that is not here.")
        elif row["value"] not in (None, ""):
            yield Attribute("case" if of_case else "source", known, str(row["name"]), str(row["value"]))


def _memos(tables: Tables, about: Row, *, coders: CodersMet, sources: Iterable[Source]) -> Iterator[Memo]:
    """Yield the journal, and the memos on the project and on sources, with the notes in their margins."""
    if words := str(about.get("memo") or "").strip():
        yield _memo("memo-project", about, Link("project"), words=words, coders=coders)
    for row in tables.rows("journal", "jid", "name", "jentry", "date", "owner", order="jid"):
        words = "\n\n".join(part for part in (str(row["name"] or ""), str(row["jentry"] or "")) if part.strip())
        yield _memo(f"memo-journal-{row['jid']}", row, Link("project"), words=words, coders=coders)
    known = {source.id for source in sources}
    for table, key, source in (("source", "id", "id"), ("annotation", "anid", "fid")):
        for row in tables.rows(table, key, source, "memo", "date", "owner", order=key):
            link = Link("source", f"source-{row[source]}")
            if (words := str(row["memo"] or "").strip()) and link.id in known:
                yield _memo(f"memo-{table}-{row[key]}", row, link, words=words, coders=coders)


def _memo(identifier: str, row: Row, link: Link, *, words: str, coders: CodersMet) -> Memo:
    by = coders.pseudonym(str(row["owner"])) if row.get("owner") else UNKNOWN
    try:
        on = datetime.fromisoformat(str(row.get("date")))
    except ValueError:
        on = _LONG_AGO
    return Memo(identifier, "analytic", (link,), words, by, on)


def _list_the_rest(tables: Tables, ledger: Ledger) -> None:
    for table, what in _OTHER_CODINGS.items():
        column = "imid" if table == "code_image" else "avid"
        if number := len(tables.rows(table, column, order="1")):
            ledger.not_kept(table, f"{counted(number, 'coding')} on a {what}.")
    if annotations := len(tables.rows("annotation", "anid")):
        words = f"{counted(annotations, 'note')} in the margin of a source: kept as memos about the source."
        ledger.changed("annotation", words)
    if tables.has("source"):
        ledger.changed("source", SAID_OF_NO_SOURCE)
