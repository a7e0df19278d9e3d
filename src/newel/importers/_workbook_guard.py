"""Looks into an XLSX file before any parser does: what it unpacks to, what its parts are called, what they declare.

An XLSX file is a ZIP of XML parts, so a small file can hold a huge one. Sizes are counted on what really unpacks,
because the sizes a file declares are its sender's word.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from newel.faults import Refused

MAX_ENTRIES = 1_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
RATIO_FROM = 5_000_000
"""Unpacked bytes from which the ratio counts: a small file of blank cells packs well and harms nobody."""

OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1_000_000
_OVERLAP = 32
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_SAVE_AGAIN = "Open the file in your spreadsheet and save it again as Excel workbook (.xlsx)."

ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What the standard library raises on a damaged, encrypted or oddly packed archive."""


def refuse_unsafe(name: str, content: bytes) -> None:
    """Return in silence when the file is an XLSX workbook that is safe to parse. Raises Refused and nothing else."""
    _refuse_other_kinds(name, content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_entries(name, archive.infolist(), len(content))
            unpacked = 0
            for entry in archive.infolist():
                unpacked += _check_part(name, archive, entry, allowed=_allowed(len(content)) - unpacked)
    except ZIP_ERRORS as error:
        raise unreadable(name, "the whole file") from error


def unreadable(name: str, place: str) -> Refused:
    """Return the refusal of a file that is damaged or cut short."""
    return Refused.because(
        name,
        place,
        found="an XLSX file that is damaged or cut short",
        expected="a whole XLSX workbook",
        remedy=f"{_SAVE_AGAIN} Then send it again, and wait until it is sent whole.",
    )


def _refuse_other_kinds(name: str, content: bytes) -> None:
    if content.startswith(OLE) and _ENCRYPTED_PACKAGE in content:
        raise _refused(name, "a workbook locked with a password", "Remove the password, then save the file again.")
    if content.startswith(OLE):
        raise _refused(name, "an old Office file (.xls)", _SAVE_AGAIN)
    if not content.startswith(ZIP):
        raise _refused(name, "something other than an XLSX workbook, whatever its name says", _SAVE_AGAIN)


def _check_entries(name: str, entries: list[ZipInfo], packed: int) -> None:
    """Check what the archive says of itself: this costs nothing, and most bombs are honest about their size."""
    if len(entries) > MAX_ENTRIES:
        raise _refused(name, f"{len(entries):,} parts in one file", _SAVE_AGAIN, expected=f"at most {MAX_ENTRIES:,}")
    names = [entry.filename for entry in entries]
    if any(_leaves_the_folder(part) for part in names):
        raise _refused(name, "a part whose name leads out of the file", _SAVE_AGAIN)
    if len(set(names)) < len(names):
        raise _refused(name, "two parts of the same name", _SAVE_AGAIN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(name, "a part locked with a password", "Remove the password, then save the file again.")
    if "xl/workbook.xml" not in names:
        raise _refused(name, "a ZIP file that is no XLSX workbook", _SAVE_AGAIN)
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise _refused(name, "a workbook with macros", _SAVE_AGAIN)
    if sum(entry.file_size for entry in entries) > _allowed(packed):
        raise _too_much(name)


def _leaves_the_folder(part: str) -> bool:
    return part.startswith(("/", "\\")) or ":" in part or ".." in re.split(r"[/\\]", part)


def _allowed(packed: int) -> int:
    """Return how many bytes a file of this size may unpack to."""
    return min(MAX_UNPACKED, max(RATIO_FROM, packed * MAX_RATIO))


def _check_part(name: str, archive: ZipFile, entry: ZipInfo, *, allowed: int) -> int:
    """Unpack one part piece by piece and return its size. Stops as soon as it is too large or declares something."""
    size, tail = 0, b""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    for chunk in _chunks(archive, entry):
        if is_xml and not size:
            _check_encoding(name, chunk)
        size += len(chunk)
        if size > allowed:
            raise _too_much(name)
        if is_xml and _DECLARES.search(tail + chunk):
            raise _refused(name, "a part that declares entities (DOCTYPE), which no spreadsheet needs", _SAVE_AGAIN)
        tail = (tail + chunk)[-_OVERLAP:]
    return size


def _chunks(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _check_encoding(name: str, start: bytes) -> None:
    """Refuse XML in another encoding than UTF-8, in which a declaration could hide from the search for it."""
    declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf")[:1_000])
    if b"\0" in start[:1_000] or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise _refused(name, "a part that is not UTF-8", _SAVE_AGAIN)


_EXPECTED = "an XLSX workbook (.xlsx) without password and macros"


def _refused(name: str, found: str, remedy: str, *, expected: str = _EXPECTED) -> Refused:
    return Refused.because(name, "the whole file", found=found, expected=expected, remedy=remedy)


def _too_much(name: str) -> Refused:
    return _refused(
        name,
        "a file that unpacks to far more than it should",
        "Copy the table alone into a new workbook, save that as .xlsx, and send it.",
        expected=f"at most {MAX_UNPACKED / 1e6:.0f} MB unpacked, and at most {MAX_RATIO} times the file's own size",
    )
