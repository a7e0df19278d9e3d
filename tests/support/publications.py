"""A publication as small as a test needs, so that pages can look released numbers up."""

import csv
import hashlib
import json
from pathlib import Path

ROWS = (
    ("incidents.rates_by_type.all.assaults", "377", "323 to 442", "per 100 children per year", "Table 1"),
    ("incidents.rates_by_type.all.assaults", "377", "", "per 100 children per year", "a sentence of Summary"),
    ("incidents.rates_by_type.yoi.assaults", "*", "", "per 100 children per year", "Table 1"),
    ("training.coverage.all.share_trained", "59%", "47% to 69%", "%", "Table 2"),
    ("costs.by_perspective.all.amount", "£6,885,001", "", "GBP", "Table 3"),
    ("incidents.n", "18", "", "sites", "a sentence of Incidents"),
)
FREEZE = "0123456789ab"


def publish_numbers(folder: Path, rows=ROWS) -> Path:
    """Write a publication with these numbers and return its folder."""
    (folder / "tables").mkdir(parents=True)
    path = folder / "tables" / "every-number.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("address", "printed", "interval", "unit", "printed in"), *rows])
    (folder / "body.html").write_text("<p>A report.</p>", encoding="utf-8")
    files = [_described(folder, name) for name in ("body.html", "tables/every-number.csv")]
    index = {"title": "A report", "short_title": "Report", "language": "en-GB", "study": "secure_stairs",
             "synthetic": True, "freeze": FREEZE, "rule": "nhs_hes", "files": files}  # fmt: skip
    (folder / "publication.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


def _described(folder: Path, name: str) -> dict[str, object]:
    content = (folder / name).read_bytes()
    return {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
