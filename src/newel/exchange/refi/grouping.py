"""Cases, variables and sets: what a source belongs to, and what is known of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from newel.coding import Link
from newel.exchange.imported import Attribute
from newel.exchange.refi.elements import Element, child, children, own_guid, place_of, tag, target
from newel.exchange.refi.passages import Passages
from newel.exchange.refi.writing import VARIABLE_GUIDS, VARIABLES
from newel.exchange.remarks import SAID_OF_NO_SOURCE, counted

_OURS = {given: name for name, given in VARIABLE_GUIDS.items()}


def read_cases(passages: Passages) -> tuple[Attribute, ...]:
    """Give every source its case, and return the values kept with cases."""
    attributes: list[Attribute] = []
    cases: dict[str, str] = {}
    elements = list(children(child(passages.opened.root, "Cases"), "Case"))
    for case in elements:
        name = case.get("name") or own_guid(case)
        attributes += (Attribute("case", name, *value) for _, value in _values(passages, case))
        for reference in children(case, "SourceRef"):
            for link in passages.subjects.get(target(reference), ()):
                _join(passages, case, cases, pair=(link.id, name))
        other = sum(1 for _ in children(case, "CodeRef", "SelectionRef"))
        if other:
            what = counted(other, "code or passage", "codes or passages")
            words = f"{what} of the case: here a case holds whole sources."
            passages.ledger.not_kept(place_of(case), words)
    if elements and passages.annexe.codebook is None:
        words = f"{counted(len(elements), 'case')}: names were kept as they are. Check that they are pseudonyms."
        passages.ledger.unusual("Cases", words)
    passages.sources[:] = [replace(one, case=cases.get(one.id)) for one in passages.sources]
    return tuple(attributes)


def _join(passages: Passages, case: Element, cases: dict[str, str], *, pair: tuple[str, str]) -> None:
    source, name = pair
    if cases.setdefault(source, name) != name:
        passages.ledger.not_kept(place_of(case), "A source is in two cases; the first is kept.")


def read_values(passages: Passages) -> tuple[Attribute, ...]:
    """Fill in what the file says of each source in variables of ours, and return the values of all others."""
    attributes: list[Attribute] = []
    places = {source.id: place for place, source in enumerate(passages.sources)}
    for element in _source_elements(passages.opened.root):
        for link in passages.subjects.get(own_guid(element), ()):
            for variable, (name, value) in _values(passages, element):
                if variable in _OURS:
                    _fill(passages, places[link.id], element, pair=(_OURS[variable], value))
                else:
                    attributes.append(Attribute("source", link.id, name, value))
    if passages.sources and passages.annexe.codebook is None:
        passages.ledger.changed("Sources", SAID_OF_NO_SOURCE)
    return tuple(attributes)


def _source_elements(root: Element) -> Iterator[Element]:
    for element in children(child(root, "Sources"), "TextSource", "PDFSource", "AudioSource", "VideoSource"):
        yield element
        yield from children(element, "Transcript")


def _values(passages: Passages, element: Element) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (GUID of a variable, (its name, value as text)) of a source or a case."""
    for pair in children(element, "VariableValue"):
        reference = child(pair, "VariableRef")
        value = next((each for each in pair if tag(each) != "VariableRef"), None)
        variable = _variables(passages).get(target(reference))
        if variable is None:
            passages.ledger.not_kept(place_of(pair), "A value of a variable that the file does not have.")
        elif value is not None:
            yield target(reference), (variable, "".join(value.itertext()))


def _variables(passages: Passages) -> dict[str, str]:
    elements = children(child(passages.opened.root, "Variables"), "Variable")
    return {own_guid(each): each.get("name") or own_guid(each) for each in elements}


def _fill(passages: Passages, place: int, element: Element, *, pair: tuple[str, str]) -> None:
    name, text = pair
    value: Any = text
    if VARIABLES[name] == "Boolean":
        value = text.strip() in ("true", "1")
    elif VARIABLES[name] == "Date":
        try:
            value = date.fromisoformat(text.strip()[:10])
        except ValueError:
            passages.ledger.not_kept(place_of(element), "A day that is none.")
            return
    passages.sources[place] = replace(passages.sources[place], **{name: value})


def read_sets(passages: Passages) -> Iterator[tuple[Element, str, tuple[Link, ...]]]:
    """Yield every set with words that name it, and what is in it; a set becomes a memo about its members."""
    for element in children(child(passages.opened.root, "Sets"), "Set"):
        members = [
            link
            for member in children(element, "MemberCode", "MemberSource", "MemberNote")
            for link in passages.subjects.get(target(member), ())
        ]
        there = sum(1 for _ in children(element, "MemberCode", "MemberSource", "MemberNote"))
        words = f"A set with {counted(there, 'member')} is kept as a memo. Of its members {len(members)} are here."
        passages.ledger.changed(place_of(element), words)
        yield element, f"Set: {element.get('name') or 'without a name'}", tuple(dict.fromkeys(members))


def list_graphs(passages: Passages) -> None:
    """List drawings: nothing here holds one."""
    for graph in children(child(passages.opened.root, "Graphs"), "Graph"):
        shapes, lines = (sum(1 for _ in children(graph, name)) for name in ("Vertex", "Edge"))
        words = f"A drawing of {counted(shapes, 'shape')} and {counted(lines, 'line')}."
        passages.ledger.not_kept(place_of(graph), words)
