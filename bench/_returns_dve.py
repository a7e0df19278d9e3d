"""The job of bench/returns.py with NHS England's data-validation-engine on DuckDB: the eight rules in its contract.

Its report for the sender, an XLSX file, is left out of the time. The rest is Polars.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from _measured import measure
from _returns_rest import KINDS, LABEL, MONTH, SECTIONS, SITES, read, rest
from dve.core_engine.backends.implementations.duckdb.auditing import DDBAuditingManager
from dve.core_engine.models import SubmissionInfo
from dve.pipeline.foundry_ddb_pipeline import FoundryDDBPipeline


def text(pattern: str) -> dict[str, Any]:
    """Return a field that a pattern holds for."""
    return {"callable": "constr", "constraints": {"strip_whitespace": True, "regex": pattern}}


FIELDS = {
    "site_id": text(f"^({'|'.join(SITES)})$"),
    "month": text(MONTH),
    "event": text(LABEL),
    "happened_on": "date",
    "kind": text(f"^({'|'.join(KINDS)})$"),
    "child_id": text(LABEL),  # its patterns look neither ahead nor back, so the digit is left out
    "minutes": {"callable": "conint", "constraints": {"ge": 0, "le": 1440}},
    "section": text(f"^({'|'.join(SECTIONS)})$"),
}
CONTRACT = {
    "contract": {
        "datasets": {
            "events": {
                "fields": FIELDS,
                "reader_config": {".csv": {"reader": "DuckDBCSVReader"}},
                "mandatory_fields": [name for name in FIELDS if name not in ("minutes", "section")],
            }
        }
    },
    "transformations": {},
}


def work(file: Path, out: Path) -> int:
    """Return the rows at fault."""
    rules = out / "events.dischema.json"
    rules.write_text(json.dumps(CONTRACT), encoding="utf-8")
    folder = out / "processed" / "one"
    folder.mkdir(parents=True)
    (folder / "events.csv").symlink_to(file.resolve())
    submission = SubmissionInfo(
        submission_id="one",
        dataset_id="events",
        file_name="events",
        file_extension="csv",
        submitting_org="bench",
        datetime_received=datetime(2019, 8, 1, tzinfo=UTC),
    )
    with duckdb.connect() as engine, DDBAuditingManager((out / "audit.duckdb").as_uri(), None, engine) as audit:
        pipeline = FoundryDDBPipeline(str(folder.parent), audit, engine, str(rules), None)
        audit.add_new_submissions(submissions=[submission])
        _, status = pipeline.file_transformation(submission)
        _, status = pipeline.apply_data_contract(submission, status)
        pipeline.apply_business_rules(submission, status)
    found = [json.loads(line) for path in folder.rglob("*errors*.jsonl") for line in path.open(encoding="utf-8")]
    rows = [(int(one["RecordIndex"]) + 1, one["ReportingField"], one["ErrorCode"], str(one["Value"])) for one in found]
    kinds = {"row": pl.UInt32} | dict.fromkeys(("column", "code", "value"), pl.String)
    return rest(read(file), pl.DataFrame(rows, schema=kinds, orient="row"), out)


if __name__ == "__main__":
    measure(work)
