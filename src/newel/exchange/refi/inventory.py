"""Counts what a REFI-QDA file holds, before anything is made of it, so that what was kept can be held against it."""

from collections import Counter
from collections.abc import Mapping

from newel.exchange.refi.elements import Element, child, own_guid, tag, target

_SOURCES = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
_SELECTIONS = (
    "PlainTextSelection",
    "PictureSelection",
    "PDFSelection",
    "AudioSelection",
    "VideoSelection",
    "TranscriptSelection",
)
_COUNTED = ("User", "Case", "Variable", "Note", "Link", "Set", "Graph", "Transcript", "SyncPoint", "Representation")


def inventory(root: Element) -> Mapping[str, int]:
    """Return {what: how many}, with the words of the standard: `codes`, `TextSource`, `codings on PDFSelection` …"""
    tags = Counter(tag(element) for element in root.iter())
    found = {"codes": tags["Code"]}
    found |= {name: tags[name] for name in (*_SOURCES, *_SELECTIONS, *_COUNTED)}
    parents = Counter(tag(coding.getparent()) for coding in root.iter() if tag(coding) == "Coding")
    found["codings"] = sum(parents.values())
    found |= {f"codings on {name}": number for name, number in sorted(parents.items())}
    found["selections without coding"] = sum(
        tag(element) in _SELECTIONS and child(element, "Coding") is None for element in root.iter()
    )
    found["references that lead nowhere"] = _dangling(root)
    return {what: number for what, number in found.items() if number}


def _dangling(root: Element) -> int:
    known = {own_guid(element) for element in root.iter() if element.get("guid")}
    return sum(bool(target(element)) and target(element) not in known for element in root.iter())


def repeated(root: Element) -> Mapping[str, tuple[str, ...]]:
    """Return {GUID: names of the elements} of every GUID that more than one element carries."""
    found: dict[str, list[str]] = {}
    for element in root.iter():
        if element.get("guid") and tag(element):
            found.setdefault(own_guid(element), []).append(tag(element))
    return {given: tuple(names) for given, names in found.items() if len(names) > 1}


