"""Looks into an Office file before any parser does: what it unpacks to, what its parts are called, what they declare.

An XLSX, DOCX or ODT file is a ZIP of XML parts, so a small file can hold a huge one. Sizes are counted on what really
unpacks, because the sizes a file declares are its sender's word.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
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
_UNLOCK = "Remove the password, then save the file again."
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True)
class Package:
    """What is expected of one kind of Office file: the part it cannot lack, and the words it is spoken of in."""

    what: str
    article: str
    suffix: str
    thing: str
    program: str
    part: str
    save_again: str
    copy_out: str


WORKBOOK = Package(
    what="XLSX",
    article="an",
    suffix=".xlsx",
    thing="workbook",
    program="spreadsheet",
    part="xl/workbook.xml",
    save_again="Open the file in your spreadsheet and save it again as Excel workbook (.xlsx).",
    copy_out="Copy the table alone into a new workbook, save that as .xlsx, and send it.",
)

ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What the standard library raises on a damaged, encrypted or oddly packed archive."""


def refuse_unsafe(name: str, content: bytes, *, package: Package = WORKBOOK) -> None:
    """Return in silence when the file is of this kind and safe to parse. Raises Refused and nothing else."""
    guard = _Guard(name, package)
    guard.refuse_other_kinds(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            guard.check_entries(archive.infolist(), len(content))
            unpacked = 0
            for entry in archive.infolist():
                unpacked += guard.check_part(archive, entry, allowed=_allowed(len(content)) - unpacked)
    except ZIP_ERRORS as error:
        raise unreadable(name, "the whole file", package=package) from error


def unreadable(name: str, place: str, *, package: Package = WORKBOOK) -> Refused:
    """Return the refusal of a file that is damaged or cut short."""
    return Refused.because(
        name,
        place,
        found=f"{package.article} {package.what} file that is damaged or cut short",
        expected=f"a whole {package.what} {package.thing}",
        remedy=f"{package.save_again} Then send it again, and wait until it is sent whole.",
    )


class _Guard:
    """The checks of one file, each of which raises Refused in words that name its kind."""

    def __init__(self, name: str, package: Package) -> None:
        self.name = name
        self.package = package
        self.kind = f"{package.article} {package.what} {package.thing}"
        self.expected = f"{self.kind} ({package.suffix}) without password and macros"

    def refuse_other_kinds(self, content: bytes) -> None:
        """Refuse what is no ZIP file at all."""
        if content.startswith(OLE) and _ENCRYPTED_PACKAGE in content:
            raise self.refused(f"a {self.package.thing} locked with a password", remedy=_UNLOCK)
        if content.startswith(OLE):
            raise self.refused("an old Office file (.xls or .doc)")
        if not content.startswith(ZIP):
            raise self.refused(f"something other than {self.kind}, whatever its name says")

    def check_entries(self, entries: list[ZipInfo], packed: int) -> None:
        """Check what the archive says of itself: this costs nothing, and most bombs are honest about their size."""
        if len(entries) > MAX_ENTRIES:
            raise self.refused(f"{len(entries):,} parts in one file", expected=f"at most {MAX_ENTRIES:,}")
        names = [entry.filename for entry in entries]
        if any(_leaves_the_folder(part) for part in names):
            raise self.refused("a part whose name leads out of the file")
        if len(set(names)) < len(names):
            raise self.refused("two parts of the same name")
        if any(entry.flag_bits & 1 for entry in entries):
            raise self.refused("a part locked with a password", remedy=_UNLOCK)
        if self.package.part not in names:
            raise self.refused(f"a ZIP file that is no {self.package.what} {self.package.thing}")
        if any(_is_macro(part) for part in names):
            raise self.refused(f"a {self.package.thing} with macros")
        if sum(entry.file_size for entry in entries) > _allowed(packed):
            raise self.too_much()

    def check_part(self, archive: ZipFile, entry: ZipInfo, *, allowed: int) -> int:
        """Unpack one part piece by piece and return its size. Stops once it is too large or declares something."""
        size, tail = 0, b""
        is_xml = _is_parsed(entry.filename.lower())
        for chunk in _chunks(archive, entry):
            if is_xml and not size:
                self.check_encoding(chunk)
            size += len(chunk)
            if size > allowed:
                raise self.too_much()
            if is_xml and _DECLARES.search(tail + chunk):
                raise self.refused(f"a part that declares entities (DOCTYPE), which no {self.package.program} needs")
            tail = (tail + chunk)[-_OVERLAP:]
        return size

    def check_encoding(self, start: bytes) -> None:
        """Refuse XML in another encoding than UTF-8, in which a declaration could hide from the search for it."""
        declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf")[:1_000])
        if b"\0" in start[:1_000] or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
            raise self.refused("a part that is not UTF-8")

    def refused(self, found: str, *, remedy: str = "", expected: str = "") -> Refused:
        """Return the refusal of the whole file."""
        return Refused.because(
            self.name,
            "the whole file",
            found=found,
            expected=expected or self.expected,
            remedy=remedy or self.package.save_again,
        )

    def too_much(self) -> Refused:
        """Return the refusal of a file that unpacks to more than it may."""
        return self.refused(
            "a file that unpacks to far more than it should",
            remedy=self.package.copy_out,
            expected=f"at most {MAX_UNPACKED / 1e6:.0f} MB unpacked, and at most {MAX_RATIO} times the file's own size",
        )


def _is_parsed(part: str) -> bool:
    """Return whether a parser reads this part as XML. What other programs keep in a Word file is not looked into."""
    return part.endswith((".xml", ".rels", ".vml")) and not part.startswith("customxml/item")


def _is_macro(part: str) -> bool:
    """Return whether a part holds macros: Visual Basic of Office, or a Basic library of OpenDocument."""
    return part.lower().endswith(("vbaproject.bin", "script-lb.xml"))


def _leaves_the_folder(part: str) -> bool:
    return part.startswith(("/", "\\")) or ":" in part or ".." in re.split(r"[/\\]", part)


def _allowed(packed: int) -> int:
    """Return how many bytes a file of this size may unpack to."""
    return min(MAX_UNPACKED, max(RATIO_FROM, packed * MAX_RATIO))


def _chunks(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk
