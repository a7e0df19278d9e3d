"""Writes a coding project as a .qdpx file: valid against the schema, the same bytes for the same project.

It holds every source in full, so it is kept as transcripts are kept. It holds no account name, no folder of the
computer it was made on, and no date but those of memos.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import pairwise

from lxml import etree

from newel.coding import Coding, Memo, Project, Relation, Source
from newel.exchange.imported import Remark
from newel.exchange.offsets import Normalised
from newel.exchange.refi import annexe
from newel.exchange.refi.codebooks import ORIGIN, guids_of, to_bytes, write_codes
from newel.exchange.refi.elements import PROJECT, Element
from newel.exchange.refi.guids import Guids, guid
from newel.exchange.refi.letters import selection_name, xml_text
from newel.exchange.remarks import Ledger, counted
from newel.exchange.zipping import zipped

VARIABLES = {
    "kind": "Text",
    "group": "Text",
    "site": "Text",
    "wave": "Text",
    "held_on": "Date",
    "may_be_quoted": "Boolean",
}
"""{what Newel knows of a source: type of the variable it is written as}."""
VARIABLE_GUIDS = {name: guid("variable", name) for name in VARIABLES}


@dataclass(frozen=True)
class Exported:
    """A file for another program, and what of the project it could not hold."""

    content: bytes
    remarks: tuple[Remark, ...] = ()


def write_qdpx(project: Project) -> Exported:
    """Return a project as a .qdpx file."""
    ledger = Ledger()
    project = _exportable(project, ledger)
    guids = _guids_of(project)
    root = etree.Element(_name("Project"), nsmap={None: PROJECT}, name=xml_text(project.title), origin=ORIGIN)
    notes = _notes_by_subject(project, guids)
    _write_users(root, project, guids)
    if project.codebook.codes:
        book = etree.SubElement(root, _name("CodeBook"))
        write_codes(book, project.codebook, guids, namespace=PROJECT, notes=notes["code"])
    _write_variables(root, project)
    _write_cases(root, project, guids)
    _write_sources(root, project, guids, notes=notes)
    _write_memos(root, project, guids)
    links = _write_links(root, project.relations, guids, notes=notes["relation"])
    for note in notes["project"].get("", ()):
        _add(root, "NoteRef", targetGUID=note)
    parts = {"project.qde": to_bytes(root)}
    parts |= {_text_name(guids.of("source", one.id)): one.text.encode("utf-8", "replace") for one in project.sources}
    parts[_text_name(annexe.GUID)] = annexe.annexe_of(project, guids, links)
    return Exported(zipped(parts), ledger.remarks)


def _exportable(project: Project, ledger: Ledger) -> Project:
    """Return the project with texts in normal form and without what points nowhere, which is said."""
    texts = {source.id: Normalised(source.text) for source in project.sources}
    versions = {source.id: source.version for source in project.sources}
    layers = {layer.id for layer in project.layers}
    codings: list[Coding] = []
    for coding in project.codings:
        at = texts[coding.source].span(coding.start, coding.end) if coding.source in texts else None
        known = coding.layer in layers and coding.code in project.codebook.by_id
        if at is None or at.start == at.end or not known or coding.version != versions[coding.source]:
            ledger.not_kept(f"coding {coding.id}", "It is on no words of a text version, layer or code of the project.")
            continue
        moved = (at.start, at.end) != (coding.start, coding.end)
        codings.append(replace(coding, start=at.start, end=at.end) if moved else coding)
    kept = {coding.id for coding in codings}
    relations = tuple(one for one in project.relations if all(part.coding in kept for part in one.parts))
    for gone in set(project.relations) - set(relations):
        ledger.not_kept(f"relation {gone.id}", "One of its codings is not in the project.")
    sources = tuple(_normal(source, texts[source.id]) for source in project.sources)
    whole = replace(project, sources=sources, codings=tuple(codings), relations=relations)
    return replace(whole, memos=tuple(_linked(memo, whole, ledger) for memo in project.memos))


def _normal(source: Source, text: Normalised) -> Source:
    """Return a source with its text and its units in normal form."""
    moved = ((unit, text.span(unit.start, unit.end)) for unit in source.units)
    units = tuple(replace(unit, start=at.start, end=at.end) for unit, at in moved if at is not None)
    case = None if source.case is None else xml_text(source.case)
    return replace(source, text=text.text, units=units, case=case)


def _linked(memo: Memo, project: Project, ledger: Ledger) -> Memo:
    """Return a memo without the links that lead nowhere."""
    known = {
        "project": {""},
        "source": {source.id for source in project.sources},
        "code": set(project.codebook.by_id),
        "layer": {layer.id for layer in project.layers},
        "coding": {coding.id for coding in project.codings},
        "relation": {relation.id for relation in project.relations},
    }
    about = tuple(link for link in memo.about if link.id in known[link.kind])
    if len(about) < len(memo.about):
        words = f"{counted(len(memo.about) - len(about), 'link')} of it lead nowhere in the project."
        ledger.not_kept(f"memo {memo.id}", words)
    return replace(memo, about=about)


def _guids_of(project: Project) -> Guids:
    """Return GUIDs for all things of a project, given in the order of the project."""
    guids = guids_of(project.codebook, project.title)
    for layer in project.layers:
        guids.of("layer", layer.id)
    for source in project.sources:
        guids.of("source", source.id)
    for coding in sorted(project.codings, key=lambda coding: coding.id):
        guids.of("coding", coding.id)
    for memo in project.memos:
        guids.of("memo", memo.id)
    return guids


def _notes_by_subject(project: Project, guids: Guids) -> Mapping[str, dict[str, list[str]]]:
    """Return {kind of subject: {its id: GUIDs of the memos about it}}."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for memo in project.memos:
        for link in memo.about:
            found[link.kind][link.id].append(guids.of("memo", memo.id))
    return found


def _write_users(root: Element, project: Project, guids: Guids) -> None:
    """Write a user for every layer and every writer of memos. Their names are pseudonyms."""
    writers = sorted({memo.by for memo in project.memos})
    if not project.layers and not writers:
        return
    users = _add(root, "Users")
    for layer in project.layers:
        _add(users, "User", guid=guids.of("layer", layer.id), name=_user_name(layer.coder, layer.round, layer.purpose))
    for writer in writers:
        _add(users, "User", guid=_writer(writer), name=xml_text(writer))


def _user_name(coder: str, number: int, purpose: str) -> str:
    return xml_text(f"{coder}, round {number}, {purpose}")


def _writer(pseudonym: str) -> str:
    return guid("writer", pseudonym)


def _write_variables(root: Element, project: Project) -> None:
    if not project.sources:
        return
    variables = _add(root, "Variables")
    for name, kind in VARIABLES.items():
        _add(variables, "Variable", guid=VARIABLE_GUIDS[name], name=name.replace("_", " "), typeOfVariable=kind)


def _write_cases(root: Element, project: Project, guids: Guids) -> None:
    cases: dict[str, list[Source]] = defaultdict(list)
    for source in project.sources:
        if source.case is not None:
            cases[source.case].append(source)
    if not cases:
        return
    element = _add(root, "Cases")
    for name in sorted(cases):
        case = _add(element, "Case", guid=guids.of("case", name), name=xml_text(name))
        for source in cases[name]:
            _add(case, "SourceRef", targetGUID=guids.of("source", source.id))


def _write_sources(
    root: Element, project: Project, guids: Guids, *, notes: Mapping[str, dict[str, list[str]]]
) -> None:
    if not project.sources:
        return
    order = {code.id: place for place, code in enumerate(project.codebook.in_order())}
    passages: dict[str, dict[tuple[int, int], list[Coding]]] = defaultdict(lambda: defaultdict(list))
    for coding in project.codings:
        passages[coding.source][coding.start, coding.end].append(coding)
    sources = _add(root, "Sources")
    for source in project.sources:
        own = guids.of("source", source.id)
        path = f"internal://{own}.txt"
        element = _add(sources, "TextSource", guid=own, name=xml_text(source.title), plainTextPath=path)
        for (start, end), codings in sorted(passages[source.id].items()):
            name = selection_name(source.text[start:end])
            at = {"startPosition": str(start), "endPosition": str(end)}
            selection = _add(element, "PlainTextSelection", guid=guid(own, f"{start}:{end}"), name=name, **at)
            codings.sort(key=lambda coding: (order[coding.code], guids.of("layer", coding.layer), coding.id))
            _write_codings(selection, codings, guids, notes=notes["coding"])
        for note in notes["source"].get(source.id, ()):
            _add(element, "NoteRef", targetGUID=note)
        _write_values(element, source)


def _write_codings(
    selection: Element, codings: Iterable[Coding], guids: Guids, *, notes: dict[str, list[str]]
) -> None:
    for coding in codings:
        who = guids.of("layer", coding.layer)
        element = _add(selection, "Coding", guid=guids.of("coding", coding.id), creatingUser=who)
        _add(element, "CodeRef", targetGUID=guids.of("code", coding.code))
        for note in notes.get(coding.id, ()):
            _add(element, "NoteRef", targetGUID=note)


def _write_values(element: Element, source: Source) -> None:
    for name, kind in VARIABLES.items():
        value = getattr(source, name)
        if value is None:
            continue
        pair = _add(element, "VariableValue")
        _add(pair, "VariableRef", targetGUID=VARIABLE_GUIDS[name])
        text = str(value).lower() if kind == "Boolean" else xml_text(str(value))
        _add(pair, f"{kind}Value").text = text


def _write_memos(root: Element, project: Project, guids: Guids) -> None:
    notes = _add(root, "Notes")
    for memo in project.memos:
        on = memo.on.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z" if memo.on.tzinfo else memo.on.isoformat()
        who = {"creatingUser": _writer(memo.by), "creationDateTime": on}
        note = _add(notes, "Note", guid=guids.of("memo", memo.id), name=memo.kind, **who)
        _add(note, "PlainTextContent").text = xml_text(memo.text)
    path = f"internal://{annexe.GUID}.txt"
    _add(notes, "Note", guid=annexe.GUID, name=annexe.NAME, plainTextPath=path)


def _write_links(
    root: Element, relations: Iterable[Relation], guids: Guids, *, notes: dict[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    """Write each relation as links from one of its codings to the next; return {its id: GUIDs of the links}."""
    written: dict[str, tuple[str, ...]] = {}
    links: list[tuple[Relation, str, tuple[str, str]]] = []
    for relation in relations:
        own = guids.of("relation", relation.id)
        ends = [guids.of("coding", part.coding) for part in relation.parts]
        pairs = list(pairwise(ends))
        written[relation.id] = tuple(guid(own, "link", str(number)) for number in range(len(pairs)))
        links += [(relation, given, pair) for given, pair in zip(written[relation.id], pairs, strict=True)]
    parent = _add(root, "Links") if links else None
    for relation, given, (origin, aim) in links:
        attributes = {"name": xml_text(relation.kind), "direction": "OneWay", "originGUID": origin, "targetGUID": aim}
        link = _add(parent, "Link", guid=given, **attributes)
        for note in notes.get(relation.id, ()) if given == written[relation.id][0] else ():
            _add(link, "NoteRef", targetGUID=note)
    return written


def _name(tag: str) -> str:
    return f"{{{PROJECT}}}{tag}"


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, _name(tag), attributes)


def _text_name(given: str) -> str:
    return f"sources/{given}.txt"
