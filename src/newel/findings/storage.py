"""Findings as files, so that a report can be built again without the data. Not fit to print: see `disclosure`."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from newel.faults import Refused
from newel.findings.model import Finding

FILE = "findings.json"
_FINDINGS = TypeAdapter(tuple[Finding, ...])


def write_findings(findings: Sequence[Finding], folder: Path) -> Path:
    """Write the findings to `folder/findings.json`, the same bytes for the same findings."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(_FINDINGS.dump_json(tuple(findings), indent=1) + b"\n")
    return path


def read_findings(folder: Path) -> tuple[Finding, ...]:
    """Read what `write_findings` wrote. Raises Refused where it is not there."""
    path = folder / FILE
    if not path.is_file():
        raise Refused.because(
            FILE,
            str(folder),
            found="no such file",
            expected="the findings of an analysed freeze",
            remedy="Run `newel analyse` first.",
        )
    return _FINDINGS.validate_json(path.read_bytes())
