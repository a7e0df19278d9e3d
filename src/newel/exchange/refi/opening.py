"""Opens a REFI-QDA project: finds the project file, holds it against the schema, and gives out texts by their paths.

Nothing outside the file is ever read: a path that leads out of it is listed, and not followed.
"""

import re
from dataclasses import dataclass, field

from newel.exchange.archive import Archive
from newel.exchange.refi import schema
from newel.exchange.refi.elements import Element, child, parse, place_of, tag, text_of
from newel.exchange.remarks import Ledger, counted
from newel.faults import Refused

_QDE = "project.qde"
_SCHEME = re.compile(r"^([A-Za-z]+)://")


@dataclass
class Opened:
    """A project file and the archive it lies in; `ledger` holds what was odd about them."""

    name: str
    root: Element
    archive: Archive | None
    ledger: Ledger
    asked: set[str] = field(default_factory=set)
    """Names of the parts that the project refers to."""

    def text(self, element: Element) -> str | None:
        """Return the plain text of a source, a representation, a transcript or a note; None where there is none."""
        inline, path = text_of(element, "PlainTextContent"), element.get("plainTextPath")
        if inline is not None:
            if path:
                words = "It has its text in it and a path to one as well; the text in it is used."
                self.ledger.unusual(place_of(element), words)
            return inline
        content = self.part(element, path) if path else None
        return None if content is None else _decoded(content, element, self.ledger)

    def part(self, element: Element, path: str) -> bytes | None:
        """Return the bytes a path leads to, or None with a remark."""
        scheme = _SCHEME.match(path)
        if scheme and scheme[1].lower() != "internal":
            words = f"A {scheme[1].lower()} path leads out of the file. It was not followed; nothing there was read."
            self.ledger.not_kept(place_of(element), words)
            return None
        if not scheme:
            self.ledger.unusual(place_of(element), "A path without `internal://` was taken for one inside the file.")
        plain = path[scheme.end() :] if scheme else path
        found = self._find(plain.replace("\\", "/").lstrip("/"))
        if found is None or self.archive is None:
            self.ledger.not_kept(place_of(element), "The file with its text is not in the project file.")
            return None
        self.asked.add(found)
        return self.archive.read(found)

    def _find(self, path: str) -> str | None:
        if self.archive is None:
            return None
        found = self.archive.find(f"sources/{path}") or self.archive.find(path)
        for name in () if found else self.archive.names:
            if name.replace("\\", "/").casefold().endswith(f"/sources/{path.casefold()}"):
                return name
        return found

    def look_at_parts(self) -> None:
        """Say which parts of the archive nobody refers to, and where names differ from the standard."""
        parts = self.archive.names if self.archive else ()
        for folder in self.archive.folders if self.archive else ():
            if folder == "sources":
                continue
            self.ledger.unusual("the ZIP", f"A folder is called {folder}; the standard calls it sources.")
        mentioned = {path for element in self.root.iter() for path in _paths(element)}
        spare = [name for name in parts if name not in self.asked and not _is_mentioned(name, mentioned)]
        if spare:
            self.ledger.unusual("the ZIP", f"{counted(len(spare), 'file')} in it that nothing refers to: not read.")


def open_project(name: str, content: bytes, ledger: Ledger) -> Opened:
    """Open a .qdpx file, or the .qde file out of one. Raises Refused where it is neither, damaged or hostile."""
    archive = Archive(name, content) if content.startswith(b"PK") else None
    if archive:
        place = _project_file(name, archive, ledger)
        root = parse(f"{name}, {place}", archive.read(place))
    else:
        root = parse(name, content)
        ledger.unusual("the whole file", "It is a project file without its ZIP, so no source comes with it.")
    if tag(root) != "Project":
        raise Refused.because(
            name,
            "the first element",
            found=tag(root),
            expected="Project, as in a .qdpx file",
            remedy="A codebook alone is a .qdc file; import it as a codebook.",
        )
    for line, words in schema.faults(root):
        ledger.unusual(f"line {line}", f"The schema of REFI-QDA does not allow this: {words}")
    if root.get("basePath"):
        ledger.not_kept(place_of(root), "basePath, a folder of the computer it came from. It was not looked at.")
    opened = Opened(name, root, archive, ledger)
    if archive:
        opened.asked.add(place)
    return opened


def _project_file(name: str, archive: Archive, ledger: Ledger) -> str:
    found = [part for part in archive.names if part.casefold().endswith(".qde")]
    named = [part for part in found if part.casefold().rpartition("/")[2] == _QDE]
    chosen = sorted(named or found, key=lambda part: (part.count("/"), part))[:1]
    if not chosen or (len(found) > 1 and not named):
        raise Refused.because(
            name,
            "the whole file",
            found=f"{len(found)} project files (.qde) in the ZIP",
            expected="one, called project.qde",
            remedy="Export the project again as REFI-QDA project (.qdpx).",
        )
    if chosen[0] != _QDE:
        ledger.unusual("the ZIP", f"The project file is called {chosen[0]}; the standard calls it {_QDE}.")
    return chosen[0]


def _paths(element: Element) -> list[str]:
    values = (element.get(name) for name in ("path", "plainTextPath", "richTextPath"))
    return [value.rpartition("/")[2].casefold() for value in values if value]


def _is_mentioned(name: str, mentioned: set[str]) -> bool:
    return name.replace("\\", "/").rpartition("/")[2].casefold() in mentioned


def _decoded(content: bytes, element: Element, ledger: Ledger) -> str:
    """Return a text file's words. A mark of the byte order is no character of the text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        ledger.unusual(place_of(element), "Its text is UTF-16; the standard has UTF-8.")
        return content.decode("utf-16", "replace")
    if content.startswith(b"\xef\xbb\xbf"):
        words = "Its text starts with a byte order mark, which is not counted as a character."
        ledger.unusual(place_of(element), words)
        content = content[3:]
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        ledger.unusual(place_of(element), "Its text is not UTF-8; it was read as Windows-1252.")
        return content.decode("cp1252", "replace")


def description(element: Element) -> str:
    """Return what stands in an element's description."""
    return (text_of(element, "Description") or "").strip() if child(element, "Description") is not None else ""
