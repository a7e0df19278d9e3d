"""Where records come from. A source yields one frame a kind; nothing else ever hands records to the freeze."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

from newel.faults import Refused
from newel.records.conforming import conform
from newel.records.kinds import KINDS
from newel.records.model import RecordKind

ABOUT = "about.json"


class RecordSource(Protocol):
    """The only way in. `synthetic` is true where the records were drawn and not collected."""

    @property
    def description(self) -> str:
        """One line for the manifest: what kind of source this is."""

    @property
    def synthetic(self) -> bool:
        """Whether the people in these records are invented."""

    def frame(self, kind: RecordKind) -> pl.DataFrame:
        """Return every record of one kind."""


@dataclass(frozen=True)
class FrameSource:
    """Frames in memory: the rehearsal, an importer, a list in a test. A kind that is not there has no rows."""

    frames: Mapping[str, pl.DataFrame]
    description: str
    synthetic: bool = field(default=False, kw_only=True)

    def frame(self, kind: RecordKind) -> pl.DataFrame:
        """Return every record of one kind."""
        return conform(kind, self.frames[kind.name]) if kind.name in self.frames else kind.empty()


@dataclass(frozen=True)
class FolderSource:
    """A folder of `<kind>.parquet` files with an `about.json` beside them, as `write_records` makes it."""

    folder: Path

    @property
    def description(self) -> str:
        """The line that was written with the records."""
        return str(self._about()["description"])

    @property
    def synthetic(self) -> bool:
        """Whether the records were written as synthetic."""
        return bool(self._about()["synthetic"])

    def frame(self, kind: RecordKind) -> pl.DataFrame:
        """Return every record of one kind."""
        path = self.folder / f"{kind.name}.parquet"
        return conform(kind, pl.read_parquet(path)) if path.is_file() else kind.empty()

    def _about(self) -> dict[str, object]:
        path = self.folder / ABOUT
        if not path.is_file():
            raise Refused.because(
                ABOUT,
                str(self.folder),
                found="no such file",
                expected="a folder of records",
                remedy="Make one with `newel rehearse` or `newel import`.",
            )
        about: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
        return about


@dataclass(frozen=True)
class SourceWith:
    """Records of a source, with frames of some kinds in place of what the source has of them."""

    source: RecordSource
    frames: Mapping[str, pl.DataFrame]

    @property
    def description(self) -> str:
        """The line of the source."""
        return self.source.description

    @property
    def synthetic(self) -> bool:
        """Whether the people in the source's records are invented."""
        return self.source.synthetic

    def frame(self, kind: RecordKind) -> pl.DataFrame:
        """Return every record of one kind."""
        return self.frames[kind.name].sort(kind.key) if kind.name in self.frames else self.source.frame(kind)


def write_records(source: RecordSource, folder: Path) -> None:
    """Write every kind that has records to a folder that FolderSource reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS.values():
        frame = source.frame(kind)
        path = folder / f"{kind.name}.parquet"
        path.unlink(missing_ok=True)
        if frame.height:
            frame.write_parquet(path, compression="zstd")
    about = {"description": source.description, "synthetic": source.synthetic}
    (folder / ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
