"""Publishing: what the report released, put where the public site serves it from, with the hash of every file."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from newel.faults import Fault, Refused
from newel.report import Document, body, stylesheet

INDEX = "publication.json"
COPIED = ("report.pdf", "report.docx")
BRIEF = ("brief.pdf", "brief.docx")
"""The report in brief, where the study has one."""


@dataclass(frozen=True)
class PublishedFile:
    """One file of the publication. `path` is below its folder, with forward slashes."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Publication:
    """What is public: the report's files, and what the page around them has to say."""

    title: str
    short_title: str
    language: str
    study: str
    synthetic: bool
    freeze: str
    rule: str
    files: tuple[PublishedFile, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that may be served; nothing else of the folder may."""
        return tuple(file.path for file in self.files)


_INDEX = TypeAdapter(Publication)


def publish(document: Document, report_folder: Path, public_folder: Path) -> Publication:
    """Put the report where the public site serves it from, whole. Raises Refused where a file of it was not written."""
    building = public_folder.with_name(f".{public_folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    for name, content in _contents(document, report_folder):
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    publication = Publication(
        title=document.title,
        short_title=document.short_title,
        language=document.language,
        study=document.study,
        synthetic=document.synthetic,
        freeze=document.freeze,
        rule=document.rule,
        files=tuple(_described(path, building) for path in sorted(building.rglob("*")) if path.is_file()),
    )
    (building / INDEX).write_bytes(_INDEX.dump_json(publication, indent=1) + b"\n")
    _replace(public_folder, building)
    return publication


def read_publication(folder: Path) -> Publication:
    """Read a publication and check every file. Raises Refused naming each that is gone or changed."""
    index = folder / INDEX
    if not index.is_file():
        raise Refused.because(
            INDEX, folder.name, found="no such file", expected="a published report", remedy="Run `newel publish` first."
        )
    try:
        publication = _INDEX.validate_json(index.read_bytes())
    except ValidationError as error:
        raise Refused.because(
            INDEX,
            folder.name,
            found="text that is no publication",
            expected="what `newel publish` wrote",
            remedy="Run `newel publish` again.",
        ) from error
    faults = list(_changed(publication.files, folder))
    if faults:
        raise Refused(faults)
    return publication


def _contents(document: Document, report_folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file: the page's own, and those of the report, which must all be there."""
    yield "body.html", body(document).encode()
    yield "report.css", stylesheet().encode()
    documents = (*COPIED, *BRIEF) if document.brief_sections else COPIED
    names = [*documents, *(figure.file for figure in document.figures), *(table.file for table in document.tables)]
    others = (path.relative_to(report_folder).as_posix() for path in sorted((report_folder / "tables").glob("*.csv")))
    for name in dict.fromkeys([*names, *others]):
        if not name:
            continue
        path = report_folder / name
        if not path.is_file():
            raise Refused.because(
                name,
                report_folder.name,
                found="no such file",
                expected="every file of the report",
                remedy="Run `newel report` first.",
            )
        yield name, path.read_bytes()


def _described(path: Path, folder: Path) -> PublishedFile:
    content = path.read_bytes()
    return PublishedFile(path.relative_to(folder).as_posix(), len(content), hashlib.sha256(content).hexdigest())


def _changed(files: Iterable[PublishedFile], folder: Path) -> Iterator[Fault]:
    for file in files:
        path = folder / file.path
        remedy = "Run `newel publish` again."
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            yield Fault(file.path, folder.name, "no such file", "the file that was published", remedy)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            yield Fault(file.path, folder.name, "a file that was changed", f"SHA-256 {file.sha256}", remedy)


def _replace(folder: Path, building: Path) -> None:
    """Put the new folder in the old one's place; the old one stays until the new one is whole."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    building.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
