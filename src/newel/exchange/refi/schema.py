"""Holds REFI-QDA files against the standard's own schemas, which travel with Newel under their own licence."""

from functools import cache
from importlib.resources import files

from lxml import etree

from newel.exchange.refi.elements import Element, tag

_SCHEMAS = files("newel.exchange.refi") / "schemas"
MOST = 20


def faults(root: Element) -> tuple[tuple[int, str], ...]:
    """Return (line, what the schema says) for what it does not allow; at most the first twenty."""
    schema = _schema("Codebook.xsd" if tag(root) == "CodeBook" else "Project.xsd")
    if schema.validate(root):
        return ()
    return tuple((entry.line, _plain(entry.message)) for entry in list(schema.error_log)[:MOST])


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring((_SCHEMAS / name).read_bytes()))


def _plain(message: str) -> str:
    return message.replace("{urn:QDA-XML:project:1.0}", "").replace("{urn:QDA-XML:codebook:1.0}", "")
