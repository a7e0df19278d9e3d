"""Folders of reference numbers made up for a test: what `verify` is given, in the shape its reader expects."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Columns = Mapping[str, Sequence[object]]


def a_folder(
    folder: Path,
    entries: Mapping[str, object],
    *,
    kind: str = "effects",
    data: Mapping[str, Columns] | None = None,
    columns: object = None,
) -> Path:
    """Write one file of entries and its data; `columns` is what columns.json says, none for no such file."""
    (folder / "ref").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "ref" / f"{kind}.json").write_text(json.dumps(entries), encoding="utf-8")
    for name, table in (data or {}).items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table)
            writer.writerows(zip(*table.values(), strict=True))
    if columns is not None:
        (folder / "data" / "columns.json").write_text(json.dumps(columns), encoding="utf-8")
    return folder


def listed(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write cases.csv beside the entries."""
    with (folder / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["case", "file", "data", "model", "software", "tolerance_class"])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def factor(*levels: str, kind: str = "factor") -> dict[str, Any]:
    """Say that a column is a factor with these levels."""
    return {"kind": kind, "levels": list(levels)}
