"""Opening: a freeze is read only after every byte of it was compared with its manifest."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from newel.faults import Fault, Refused

MANIFEST = "datapackage.json"
CURRENT = "current.txt"


@dataclass(frozen=True)
class Freeze:
    """A sealed set of records. `id` is the first 12 hex digits of the manifest's SHA-256."""

    id: str
    folder: Path
    manifest: dict[str, Any]
    read: set[str] = field(default_factory=set, compare=False, repr=False)
    """The kinds read through this object, so that an answer can say which sealed files it came from."""

    @property
    def synthetic(self) -> bool:
        """Whether the people in it are invented."""
        return bool(self.manifest["newel"]["synthetic"])

    @property
    def protocol(self) -> str:
        """The hash of the protocol it was sealed under."""
        return str(self.manifest["newel"]["protocol"])

    @property
    def software(self) -> str:
        """The version that sealed it."""
        return str(self.manifest["newel"]["software"])

    def hashes(self, kinds: Iterable[str]) -> dict[str, str]:
        """Return {file: hash} of the named kinds, in the order of the manifest."""
        wanted = set(kinds)
        return {file["path"]: file["hash"] for file in self.manifest["resources"] if file["name"] in wanted}

    def frame(self, kind: str) -> pl.DataFrame:
        """Return the records of one kind."""
        self.read.add(kind)
        return pl.read_parquet(self.folder / f"{kind}.parquet")


def current_freeze(folder: Path) -> Freeze:
    """Open the freeze that was sealed last below `folder`."""
    pointer = folder / CURRENT
    if not pointer.is_file():
        raise Refused.because(
            CURRENT, str(folder), found="no freeze", expected="a sealed freeze", remedy="Run `newel freeze` first."
        )
    return open_freeze(folder / pointer.read_text(encoding="utf-8").strip())


def open_freeze(folder: Path) -> Freeze:
    """Open one freeze. Raises Refused naming each file whose bytes are not those that were sealed."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Refused.because(
            MANIFEST,
            str(folder),
            found="no such file",
            expected="a freeze with its manifest",
            remedy="Point at the folder of a freeze, or seal one with `newel freeze`.",
        )
    content = path.read_bytes()
    freeze_id = hashlib.sha256(content).hexdigest()[:12]
    faults = []
    if folder.name != freeze_id:
        faults.append(_changed(MANIFEST, folder.name, freeze_id))
    manifest = json.loads(content)
    for resource in manifest["resources"]:
        found = _hash(folder / resource["path"])
        if found != resource["hash"]:
            faults.append(_changed(resource["path"], resource["hash"], found))
    if faults:
        raise Refused(faults)
    return Freeze(freeze_id, folder, manifest)


def _hash(path: Path) -> str:
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"


def _changed(file: str, expected: str, found: str) -> Fault:
    return Fault(
        file,
        "its bytes",
        found,
        expected,
        "The file was changed after it was sealed. Restore it from a backup, or seal the records again.",
    )
