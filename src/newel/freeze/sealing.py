"""Sealing: the same records under the same protocol and version give the same bytes, and so the same freeze id."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

import newel
from newel.freeze.opening import CURRENT, MANIFEST, Freeze, open_freeze
from newel.freeze.references import check_references
from newel.freeze.spoken import check_words, leave_out_unsaid
from newel.freeze.withdrawal import Withdrawn, leave_out_withdrawn
from newel.protocol import Protocol, fingerprint
from newel.records import KINDS, RecordKind, RecordSource


def seal(protocol: Protocol, source: RecordSource, folder: Path) -> Freeze:
    """Seal every record of `source` below `folder` as `<freeze id>/` and make it the current freeze.

    People who withdrew are left out; the manifest counts them. Nothing is half-written: the freeze is built beside its
    place and moved there whole.
    """
    every = {kind.name: source.frame(kind) for kind in KINDS.values()}
    check_references(protocol, every)
    check_words(every)
    said, unsaid = leave_out_unsaid(every)
    frames, withdrawn = leave_out_withdrawn(said, consent_kept_elsewhere=bool(protocol.consent.kept_elsewhere))
    withdrawn = replace(withdrawn, rows=withdrawn.rows + unsaid)
    building = folder / ".building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    resources = [_write(kind, frames[kind.name], building) for kind in KINDS.values()]
    manifest = _manifest(protocol, source, resources, withdrawn=withdrawn)
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (building / MANIFEST).write_text(text, encoding="utf-8")
    freeze_id = hashlib.sha256(text.encode()).hexdigest()[:12]
    place = folder / freeze_id
    shutil.rmtree(place, ignore_errors=True)
    building.rename(place)
    (folder / CURRENT).write_text(freeze_id + "\n", encoding="utf-8")
    return open_freeze(place)


def _write(kind: RecordKind, frame: pl.DataFrame, folder: Path) -> dict[str, Any]:
    path = folder / f"{kind.name}.parquet"
    frame.write_parquet(path, compression="zstd", statistics=False)
    content = path.read_bytes()
    return {
        "name": kind.name,
        "description": kind.says,
        "path": path.name,
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "rows": frame.height,
        "schema": {"primaryKey": list(kind.key), "fields": [_field(column) for column in kind.columns]},
    }


def _field(column: Any) -> dict[str, Any]:
    types = {"text": "string", "integer": "integer", "number": "number", "date": "date", "yes_no": "boolean"}
    field: dict[str, Any] = {"name": column.name, "type": types[column.type], "description": column.says}
    if column.unit:
        field["unit"] = column.unit
    constraints = {"required": column.required or None, "enum": list(column.allowed) or None}
    field["constraints"] = {name: value for name, value in constraints.items() if value is not None}
    return field


def _manifest(
    protocol: Protocol, source: RecordSource, resources: list[dict[str, Any]], *, withdrawn: Withdrawn
) -> dict[str, Any]:
    """Return the descriptor: Frictionless Data Package v2 plus Newel's own keys under `newel`."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": protocol.study.id,
        "title": protocol.study.title,
        "resources": resources,
        "newel": {
            "protocol": fingerprint(protocol),
            "software": f"newel {newel.__version__}",
            "source": source.description,
            "synthetic": source.synthetic,
            "withdrawn": {"people": withdrawn.people, "rows_left_out": withdrawn.rows},
        },
    }
