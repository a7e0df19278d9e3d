"""Reads XML that came from elsewhere: no entity, no declaration, no network, and no element found by luck."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from newel.exchange.refi.guids import plain_guid
from newel.faults import Refused

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
Element = Any
"""An element of lxml, which brings no types."""
MAX_XML = 100_000_000


def parse(name: str, content: bytes) -> Element:
    """Return the root of an XML file. Raises Refused for a damaged file and for any document type declaration."""
    if len(content) > MAX_XML:
        raise _refused(name, f"{len(content) / 1e6:.0f} MB of XML", f"at most {MAX_XML / 1e6:.0f} MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _refused(name, f"XML that cannot be read ({error})", "well-formed XML in UTF-8") from error
    if root.getroottree().docinfo.doctype:
        raise _refused(name, "a document type declaration (DOCTYPE)", "XML without one; REFI-QDA has no use for it")
    return root


def tag(element: Element) -> str:
    """Return an element's name without its namespace."""
    name = element.tag  # a comment has a function here, and no name
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names, whatever their namespace."""
    if element is not None:
        yield from (child for child in element if tag(child) in names)


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name."""
    return next(children(element, name), None)


def text_of(element: Element | None, name: str) -> str | None:
    """Return the text of the first child of a name; None where there is no such child."""
    found = child(element, name)
    return None if found is None else "".join(found.itertext())


def own_guid(element: Element) -> str:
    """Return an element's GUID as we write GUIDs."""
    return plain_guid(element.get("guid"))


def target(element: Element | None) -> str:
    """Return the GUID an element points at."""
    return plain_guid(element.get("targetGUID")) if element is not None else ""


def place_of(element: Element) -> str:
    """Return where an element stands, without any name a person gave it."""
    return f"line {element.sourceline}, {tag(element)}"


def _refused(name: str, found: str, expected: str) -> Refused:
    remedy = "Export it again from the program it comes from, and send that file as it is."
    return Refused.because(name, "the whole file", found=found, expected=expected, remedy=remedy)
