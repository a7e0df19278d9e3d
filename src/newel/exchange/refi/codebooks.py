"""Codebooks in REFI-QDA: the tree of codes in a project, and the .qdc file that holds nothing else."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from newel.coding import Code, Codebook
from newel.exchange.imported import Remark
from newel.exchange.refi import schema
from newel.exchange.refi.elements import (
    CODEBOOK,
    Element,
    child,
    children,
    own_guid,
    parse,
    place_of,
    tag,
    text_of,
)
from newel.exchange.refi.guids import Guids, guid
from newel.exchange.refi.letters import described, with_description, xml_text
from newel.exchange.remarks import Ledger, counted
from newel.faults import Refused

ORIGIN = "Newel"
_COLOUR = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_SEPARATORS = ("::", "\\", "/")


def guids_of(codebook: Codebook, title: str = "") -> Guids:
    """Return GUIDs for a codebook. They depend on its id alone, so that project and .qdc agree on its codes."""
    found = Guids(xml_text(title))
    for code in codebook.codes:
        found.place("code", code.id, guid(codebook.id, "code", code.id))
    return found


def write_qdc(codebook: Codebook) -> bytes:
    """Return a codebook as a .qdc file, the same bytes for the same codebook. Raises Refused for one without codes."""
    if not codebook.codes:
        raise Refused.because(
            f"codebook {codebook.id}",
            "the codes",
            found="none",
            expected="at least one code",
            remedy="Add a code, then export the codebook.",
        )
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK}, origin=ORIGIN)
    write_codes(root, codebook, guids_of(codebook), namespace=CODEBOOK)
    return to_bytes(root)


def write_codes(
    parent: Element, codebook: Codebook, guids: Guids, *, namespace: str, notes: dict[str, list[str]] | None = None
) -> None:
    """Write the tree of codes; `notes` are the GUIDs of the memos on each code."""
    codes = etree.SubElement(parent, f"{{{namespace}}}Codes")
    for theme in codebook.children.get(None, ()):
        _write_code(codes, theme, codebook, guids=guids, notes=notes or {})


def _write_code(
    parent: Element, code: Code, codebook: Codebook, *, guids: Guids, notes: dict[str, list[str]]
) -> None:
    space = etree.QName(parent).namespace
    attributes = {
        "guid": guids.of("code", code.id),
        "name": xml_text(code.name),
        "isCodable": "false" if code.retired and code.id not in codebook.children else "true",
    }
    if _COLOUR.fullmatch(code.colour):
        attributes["color"] = code.colour
    element = etree.SubElement(parent, f"{{{space}}}Code", attributes)
    if description := described(code):
        etree.SubElement(element, f"{{{space}}}Description").text = description
    for note in notes.get(code.id, ()):
        etree.SubElement(element, f"{{{space}}}NoteRef", targetGUID=note)
    for below in codebook.children.get(code.id, ()):
        _write_code(element, below, codebook, guids=guids, notes=notes)


def to_bytes(root: Element) -> bytes:
    """Return the XML of a file we write, the same for the same tree."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


@dataclass(frozen=True)
class ReadCodebook:
    """A codebook of another program, and what was odd about the file."""

    codebook: Codebook
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(name, ids of its codes) of every set of codes."""
    remarks: tuple[Remark, ...] = field(default=())


def read_qdc(name: str, content: bytes) -> ReadCodebook:
    """Read a .qdc file. Raises Refused for one that is damaged, hostile or holds no codebook."""
    root = parse(name, content)
    if tag(root) != "CodeBook":
        raise Refused.because(
            name,
            "the first element",
            found=tag(root),
            expected="CodeBook, as in a .qdc file",
            remedy="Export the codebook again; a whole project is a .qdpx file.",
        )
    ledger = Ledger()
    for line, words in schema.faults(root):
        ledger.unusual(f"line {line}", f"The schema of REFI-QDA does not allow this: {words}")
    codes = read_codes(root, ledger)
    known = {code.id for code in codes}
    sets = tuple(
        (each.get("name") or "", tuple(own_guid(one) for one in children(each, "MemberCode") if own_guid(one) in known))
        for each in children(child(root, "Sets"), "Set")
    )
    for title, members in sets:
        ledger.not_kept("Sets", f"The set “{title}” of {counted(len(members), 'code')}: a codebook has no sets here.")
    title = re.sub(r"\.qdc$", "", name, flags=re.IGNORECASE)
    return ReadCodebook(Codebook(id="imported", title=title, codes=codes), sets, ledger.remarks)


def read_codes(codebook: Element | None, ledger: Ledger, *, ours: Collection[str] = ()) -> tuple[Code, ...]:
    """Return the codes of a CodeBook element in the order of the tree, with their GUIDs as ids.

    `ours` are the GUIDs of codes of which a note of our own says more, so that nothing need be said about them.
    """
    codes: dict[str, Code] = {}
    for element, parent, place in _elements(child(codebook, "Codes"), parent=None):
        code = _code(element, parent, place)
        if code.id in codes:
            ledger.not_kept(place_of(element), "A second code with the same GUID; the first is kept.")
            continue
        codes[code.id] = code
        if (element.get("isCodable") or "true").strip() in ("false", "0"):
            codes[code.id] = _not_codable(element, code, Ledger() if code.id in ours else ledger)
    _look_at_names(tuple(codes.values()), ledger)
    kept = frozenset(codes)
    rooted = [code if code.parent in kept else replace(code, parent=None) for code in codes.values()]
    return told_apart(rooted, ledger)


def told_apart(codes: Iterable[Code], ledger: Ledger) -> tuple[Code, ...]:
    """Return codes of which no two beside each other have one name; a later one gets a number, which is said."""
    taken: set[tuple[str | None, str]] = set()
    found: list[Code] = []
    for code in codes:
        name, number = code.name, 1
        while (code.parent, name.casefold()) in taken and not code.retired:
            number += 1
            name = f"{code.name} ({number})"
        if name != code.name:
            ledger.changed(f"code {code.id}", "A code beside it has the same name; a number was added to this one's.")
        if not code.retired:
            taken.add((code.parent, name.casefold()))
        found.append(replace(code, name=name))
    return tuple(found)


def _elements(parent_element: Element | None, *, parent: str | None) -> Iterator[tuple[Element, str | None, int]]:
    """Yield the codes from top to bottom, each with its parent's id and its place among its parent's codes."""
    for place, element in enumerate(children(parent_element, "Code"), start=1):
        yield element, parent, place
        yield from _elements(element, parent=own_guid(element))


def _code(element: Element, parent: str | None, place: int) -> Code:
    colour = element.get("color") or ""
    code = Code(
        id=own_guid(element),
        name=(element.get("name") or "").strip() or "without a name",
        parent=parent,
        colour=_long(colour) if _COLOUR.fullmatch(colour) else "",
        place=place,
    )
    return with_description(code, text_of(element, "Description") or "")


def _long(colour: str) -> str:
    """Return `#rrggbb` of `#rgb`."""
    return colour if len(colour) == len("#rrggbb") else "#" + "".join(2 * digit for digit in colour[1:])


def _not_codable(element: Element, code: Code, ledger: Ledger) -> Code:
    """A heading becomes a code, because codes below it need it; a single code that is not codable is a retired one."""
    if child(element, "Code") is not None:
        ledger.changed(place_of(element), "A heading that nothing may be coded with is kept as a code.")
        return code
    ledger.changed(place_of(element), "A code that nothing may be coded with is kept as a retired one.")
    return replace(code, retired=True)


def _look_at_names(codes: tuple[Code, ...], ledger: Ledger) -> None:
    """Say where names look like paths: nothing is nested on a guess."""
    for separator in _SEPARATORS:
        if number := sum(separator in code.name for code in codes):
            words = f"{counted(number, 'name of a code holds', 'names of codes hold')} {separator}, which some programs"
            ledger.unusual("CodeBook", f"{words} use for a path; no code was nested because of it.")
