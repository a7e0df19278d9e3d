"""GUIDs of a REFI-QDA file, made of the project and the ids in it, so that the same project gives the same file.

An id that is a GUID already, as every id of a project read from REFI-QDA is, stays what it is: another program finds
its own codes and sources again.
"""

import re
from uuid import UUID, uuid5

from newel.exchange.refi.letters import xml_text

_NEWEL = UUID("6a1f6c3e-5b0e-5d62-9a53-3f0c2f7d8b11")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def guid(*parts: str) -> str:
    """Return the GUID of a name in several parts."""
    return str(uuid5(_NEWEL, "\x1f".join(xml_text(part) for part in parts)))


def is_guid(text: str) -> bool:
    """Return whether a text is a GUID as we write it: small letters, no braces."""
    return bool(_GUID.fullmatch(text))


def plain_guid(text: str | None) -> str:
    """Return a GUID as we write it from one in braces or capitals."""
    return (text or "").strip().strip("{}").casefold()


class Guids:
    """The GUIDs of one project. No two things of a file share one, whatever their ids are."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def of(self, kind: str, identifier: str) -> str:
        """Return the GUID of a thing."""
        found = self._given.get((kind, identifier))
        return found or self._give(kind, identifier)

    def place(self, kind: str, identifier: str, given: str) -> None:
        """Give a thing this GUID, unless its id is one or the GUID is taken."""
        if is_guid(identifier) or given in self._taken:
            self._give(kind, identifier)
            return
        self._taken.add(given)
        self._given[kind, identifier] = given

    def ids(self) -> dict[str, str]:
        """Return {GUID: id} of the things whose id is not their GUID. A case has no id but its name."""
        return {given: one for (kind, one), given in self._given.items() if given != one and kind != "case"}

    def _give(self, kind: str, identifier: str) -> str:
        given = identifier if is_guid(identifier) else guid(*self._names, kind, identifier)
        if given in self._taken:
            given = guid(*self._names, kind, kind, identifier)
        self._taken.add(given)
        self._given[kind, identifier] = given
        return given
