"""Looks into a ZIP that came from elsewhere without unpacking it: parts are read by name, into memory, under a limit.

Nothing is ever written to a folder, so no name in an archive can lead anywhere. Sizes are checked as declared, which
costs nothing and stops honest bombs, and counted again while reading, because a size in a file is its sender's word.
"""

import re
import stat
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from newel.faults import Refused

MAX_PARTS = 20_000
MAX_UNPACKED = 1_000_000_000
MAX_READ = 200_000_000
MAX_RATIO = 200
RATIO_FROM = 5_000_000
"""Unpacked bytes from which the ratio counts: a small text of one letter packs well and harms nobody."""

_CHUNK = 1_000_000
_ERRORS = (BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What the standard library raises on a damaged, encrypted or oddly packed archive."""

_EXPECTED = "a ZIP of plain files, as a REFI-QDA program exports it"
_EXPORT_AGAIN = "Export the project again from the program it comes from, and send that file as it is."


class Archive:
    """The parts of a ZIP held in memory. Names are matched without regard to case, as the programs differ in it."""

    def __init__(self, name: str, content: bytes) -> None:
        """Check what the archive says of itself. Raises Refused and nothing else."""
        self._name, self._size, self._read = name, len(content), 0
        try:
            self._zip = ZipFile(BytesIO(content))
        except _ERRORS as error:
            raise _refused(name, "a ZIP that is damaged or cut short") from error
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        _check(name, self._zip.infolist(), packed=len(content))
        self.names = tuple(entry.filename for entry in entries)
        self.folders = tuple(sorted({_first_of(entry.filename) for entry in self._zip.infolist()} - {""}))
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def find(self, path: str) -> str | None:
        """Return the name of a part as the archive spells it, or None."""
        entry = self._entries.get(_plain(path))
        return entry.filename if entry else None

    def read(self, path: str) -> bytes:
        """Return a part's bytes. Raises Refused where it unpacks to more than it may, is damaged or is not there."""
        entry = self._entries.get(_plain(path))
        if entry is None:
            raise _refused(self._name, f"no part called {path}")
        try:
            return self._unpacked(entry)
        except _ERRORS as error:
            raise _refused(self._name, f"a part that is damaged or locked: {entry.filename}") from error

    def _unpacked(self, entry: ZipInfo) -> bytes:
        parts: list[bytes] = []
        with self._zip.open(entry) as part:
            while chunk := part.read(_CHUNK):
                self._read += len(chunk)
                if self._read > min(MAX_READ, _allowed(self._size)):
                    raise _too_much(self._name)
                parts.append(chunk)
        return b"".join(parts)


def _plain(path: str) -> str:
    return path.replace("\\", "/").casefold()


def _first_of(path: str) -> str:
    """Return the folder a part lies in, the first of its path; nothing for a part at the top."""
    return path.replace("\\", "/").rpartition("/")[0].partition("/")[0]


def _allowed(packed: int) -> int:
    """Return how many bytes an archive of this size may unpack to."""
    return min(MAX_UNPACKED, max(RATIO_FROM, packed * MAX_RATIO))


def _check(name: str, entries: list[ZipInfo], *, packed: int) -> None:
    if len(entries) > MAX_PARTS:
        raise _refused(name, f"{len(entries):,} parts in one file")
    names = [entry.filename for entry in entries]
    if any(_leaves_the_folder(part) for part in names):
        raise _refused(name, "a part whose name leads out of the file")
    if len({_plain(part) for part in names}) < len(names):
        raise _refused(name, "two parts whose names differ at most in capitals")
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        raise _refused(name, "a part that is a link to somewhere else")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(name, "a part locked with a password")
    if sum(entry.file_size for entry in entries) > _allowed(packed):
        raise _too_much(name)
    if sum(entry.compress_size for entry in entries) > packed:
        raise _refused(name, "parts that lie over one another")


def _leaves_the_folder(part: str) -> bool:
    return part.startswith(("/", "\\")) or bool({":", "\0"} & set(part)) or ".." in re.split(r"[/\\]", part)


def _refused(name: str, found: str) -> Refused:
    return Refused.because(name, "the whole file", found=found, expected=_EXPECTED, remedy=_EXPORT_AGAIN)


def _too_much(name: str) -> Refused:
    return Refused.because(
        name,
        "the whole file",
        found="a file that unpacks to far more than it should",
        expected=f"at most {MAX_RATIO} times the file's own size, and at most {MAX_READ / 1e6:.0f} MB of text",
        remedy="Leave pictures, sound and film out of the export; Newel codes text.",
    )
