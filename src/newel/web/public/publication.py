"""The publication that is shown: what `newel publish` left in the folder named by NEWEL_PUBLIC."""

import hashlib
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from newel.faults import Refused
from newel.publish import INDEX, Publication, PublishedFile, read_publication

_log = logging.getLogger("newel.public")
DOCUMENTS = {
    "brief.pdf": "Report in brief, PDF",
    "brief.docx": "Report in brief, Word",
    "report.pdf": "Full report, PDF",
    "report.docx": "Full report, Word",
}


@dataclass(frozen=True)
class Shown:
    """A publication whose files were all checked, and where they are."""

    publication: Publication
    folder: Path

    @property
    def body(self) -> str:
        """The report as HTML, made by `newel.report` from released findings."""
        return (self.folder / "body.html").read_text(encoding="utf-8")

    @property
    def documents(self) -> list[tuple[PublishedFile, str]]:
        """The report, in brief and full, as files to take away: each with its words."""
        files = {file.path: file for file in self.publication.files}
        return [(files[name], words) for name, words in DOCUMENTS.items() if name in files]

    def file(self, name: str) -> bytes | None:
        """Return one of its files; None where it has none of this name, or the file is no longer what was published."""
        known = {file.path: file.sha256 for file in self.publication.files}
        path = self.folder / name
        if name not in known or not path.is_file():
            return None
        content = path.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == known[name] else None


@dataclass(frozen=True)
class Shelf:
    """What there is to show. `damaged`: something was published and its files do not fit any more."""

    shown: Shown | None
    damaged: bool = False


def shelf() -> Shelf:
    """Return the publication, if there is one and it is whole."""
    folder = Path(settings.NEWEL_PUBLIC)
    index = folder / INDEX
    if not index.is_file():
        return Shelf(None)
    try:
        return Shelf(Shown(_checked(folder, index.read_bytes()), folder))
    except Refused as refused:
        _log.error("The publication is not shown.\n%s", refused)
        return Shelf(None, damaged=True)


@lru_cache(maxsize=2)
def _checked(folder: Path, index: bytes) -> Publication:  # noqa: ARG001 - the index is the key: a new one is checked anew
    return read_publication(folder)
