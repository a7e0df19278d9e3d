"""A coding project as a folder of plain files: what an import leaves, and what programs and people can read.

project.toml (sources, layers, relations, memos), codebook.toml, texts/*.txt, units.csv, codings.csv. Nothing in it is
the name of an account. Whoever changes a text changes what codings stand on, so texts are held against their hash.
"""

import csv
import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from newel.coding import (
    Codebook,
    Coding,
    Layer,
    Link,
    Memo,
    Project,
    Relation,
    RelationPart,
    Source,
    codebook_toml,
    read_codebook,
)
from newel.exchange.imported import Imported
from newel.exchange.project_file import (
    LayerBlock,
    LinkBlock,
    MemoBlock,
    PartBlock,
    ProjectFile,
    RelationBlock,
    SourceBlock,
)
from newel.exchange.reporting import report_text
from newel.faults import Fault, Refused
from newel.protocol import Part, read_toml, to_toml
from newel.transcripts import Unit, UnitKind

PROJECT = "project.toml"
CODEBOOK = "codebook.toml"
CODINGS = "codings.csv"
UNITS = "units.csv"
REPORT = "import-report.md"
ATTRIBUTES = "attributes.csv"
_CODING_COLUMNS = ("id", "layer", "source", "version", "code", "start", "end")
_UNIT_COLUMNS = ("source", "number", "kind", "start", "end", "speaker")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_Made = TypeVar("_Made")


def write_project(project: Project, folder: Path, *, imported: Imported | None = None) -> None:
    """Write a project as a folder, and an import's report and attributes beside it.

    Raises Refused, with nothing written, where something is already there. The folder appears whole or not at all.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused.because(
            str(folder),
            "the folder itself",
            found="something is already there",
            expected="a folder that is empty or does not exist yet",
            remedy="Name another folder. A project is never written over.",
        )
    building = folder.resolve().with_name(f".{folder.resolve().name}.writing")
    shutil.rmtree(building, ignore_errors=True)
    for name, text in _files(project, imported).items():
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "replace"))
    if folder.exists():
        folder.rmdir()
    building.rename(folder.resolve())


def _files(project: Project, imported: Imported | None) -> dict[str, str]:
    names = _file_names(project.sources)
    files = {PROJECT: to_toml(_described(project, names)), CODEBOOK: codebook_toml(project.codebook)}
    files |= {f"texts/{names[source.id]}": source.text for source in project.sources}
    units = [(source.id, unit) for source in project.sources for unit in source.units]
    files[UNITS] = _csv(
        _UNIT_COLUMNS, ((source, one.number, one.kind, one.start, one.end, one.speaker or "") for source, one in units)
    )
    codings = ([getattr(coding, column) for column in _CODING_COLUMNS] for coding in project.codings)
    files[CODINGS] = _csv(_CODING_COLUMNS, codings)
    if imported is not None:
        values = ((value.of, value.id, value.name, value.value) for value in imported.attributes)
        files |= {REPORT: report_text(imported), ATTRIBUTES: _csv(("of", "id", "name", "value"), values)}
    return files


def _file_names(sources: Iterable[Source]) -> dict[str, str]:
    """Return {id of a source: name of its file}, which no system takes for something else."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for number, source in enumerate(sources, start=1):
        plain = source.id if _PLAIN.fullmatch(source.id) and source.id not in taken else f"source-{number:04}"
        taken.add(plain)
        names[source.id] = f"{plain}.txt"
    return names


def _described(project: Project, names: Mapping[str, str]) -> dict[str, Any]:
    sources = [
        SourceBlock(
            file=names[source.id],
            sha256=_sha256(source.text),
            **{key: value for key, value in vars(source).items() if key not in ("text", "units")},
        )
        for source in project.sources
    ]
    blocks: dict[str, list[Part]] = {
        "sources": [*sources],
        "layers": [LayerBlock(**vars(layer)) for layer in project.layers],
        "relations": [_relation_block(relation) for relation in project.relations],
        "memos": [_memo_block(memo) for memo in project.memos],
    }
    written = {name: [block.model_dump(exclude_none=True) for block in each] for name, each in blocks.items() if each}
    return {"title": project.title, **written}


def _relation_block(relation: Relation) -> RelationBlock:
    parts = tuple(PartBlock(**vars(part)) for part in relation.parts)
    return RelationBlock(id=relation.id, kind=relation.kind, parts=parts)


def _memo_block(memo: Memo) -> MemoBlock:
    return MemoBlock(**(vars(memo) | {"about": tuple(LinkBlock(**vars(link)) for link in memo.about)}))


def _csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def read_project(folder: Path) -> Project:
    """Read a project from its folder. Raises Refused for every fault, and where a text was changed."""
    read = read_toml(folder / PROJECT, ProjectFile, reference="coding-project")
    book = read_codebook(folder / CODEBOOK)
    units = _units(folder)
    project = Project(
        title=read.title,
        sources=tuple(_source(folder, block, units.get(block.id, ())) for block in read.sources),
        codebook=book,
        layers=tuple(Layer(**block.model_dump()) for block in read.layers),
        codings=_rows(folder / CODINGS, _CODING_COLUMNS, _coding),
        memos=tuple(_memo(block) for block in read.memos),
        relations=tuple(
            Relation(block.id, block.kind, tuple(RelationPart(**part.model_dump()) for part in block.parts))
            for block in read.relations
        ),
    )
    if faults := _faults(project):
        raise Refused(faults)
    return project


def _source(folder: Path, block: SourceBlock, units: tuple[Unit, ...]) -> Source:
    place = f"source {block.id}"
    if "/" in block.file or "\\" in block.file or block.file.startswith("."):
        found, expected = f"the file name {block.file}", "the name of a file in the folder texts"
        raise _refused(PROJECT, place, found=found, expected=expected)
    path = folder / "texts" / block.file
    if not path.is_file() or path.is_symlink():
        raise _refused(f"texts/{block.file}", place, found="no such file", expected="the text of the source")
    text = path.read_bytes().decode("utf-8", "replace")
    if _sha256(text) != block.sha256:
        found = "a text that was changed after the codings were made"
        expected = "the text whose sha256 project.toml has"
        raise _refused(f"texts/{block.file}", place, found=found, expected=expected)
    facts = {key: value for key, value in block.model_dump().items() if key not in ("file", "sha256")}
    return Source(text=text, units=units, **facts)


def _memo(block: MemoBlock) -> Memo:
    about = tuple(Link(link.kind, link.id) for link in block.about)
    return Memo(block.id, block.kind, about, block.text, block.by, block.on)


def _units(folder: Path) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for source, unit in _rows(folder / UNITS, _UNIT_COLUMNS, _unit):
        found.setdefault(source, []).append(unit)
    return {source: tuple(units) for source, units in found.items()}


def _unit(row: Mapping[str, str]) -> tuple[str, Unit]:
    kind: UnitKind | Literal[""] = next((known for known in get_args(UnitKind) if known == row["kind"]), "")
    if not kind:
        raise ValueError(row["kind"])
    return row["source"], Unit(int(row["number"]), kind, int(row["start"]), int(row["end"]), row["speaker"] or None)


def _coding(row: Mapping[str, str]) -> Coding:
    numbers = {name: int(row[name]) for name in ("version", "start", "end")}
    return Coding(id=row["id"], layer=row["layer"], source=row["source"], code=row["code"], **numbers)


def _rows(path: Path, columns: tuple[str, ...], made: Callable[[Mapping[str, str]], _Made]) -> tuple[_Made, ...]:
    if not path.is_file():
        expected = f"a table with the columns {', '.join(columns)}"
        raise _refused(path.name, "the whole file", found="no such file", expected=expected)
    reader = csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""))
    if tuple(reader.fieldnames or ()) != columns:
        raise _refused(path.name, "line 1", found="other columns", expected=", ".join(columns))
    rows: list[_Made] = []
    for row in reader:
        try:
            rows.append(made(row))
        except (ValueError, TypeError) as error:
            found, expected = "a value that is no number, or a kind that is unknown", "the form `newel` writes"
            raise _refused(path.name, f"line {reader.line_num}", found=found, expected=expected) from error
    return tuple(rows)


def _faults(project: Project) -> list[Fault]:
    """Return what does not agree between the files."""
    lengths = {source.id: len(source.text) for source in project.sources}
    layers = {layer.id for layer in project.layers}
    faults = []
    for coding in project.codings:
        known = coding.layer in layers and coding.code in _ids(project.codebook) and coding.source in lengths
        if not known or not 0 <= coding.start < coding.end <= lengths[coding.source]:
            found = "a layer, code or source that is not there, or characters the text does not have"
            remedy = "Restore the file, or import the project again into another folder."
            faults.append(Fault(CODINGS, f"coding {coding.id}", found, "a passage of a source of the project", remedy))
    return faults


def _ids(codebook: Codebook) -> Mapping[str, object]:
    return codebook.by_id


def _refused(file: str, place: str, *, found: str, expected: str) -> Refused:
    remedy = "Restore the file, or import the project again into another folder."
    return Refused.because(file, place, found=found, expected=expected, remedy=remedy)
