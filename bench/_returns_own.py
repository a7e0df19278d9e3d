"""The job of bench/returns.py as Newel does it."""

from pathlib import Path

from _measured import measure

from newel.importers.returns.bulk import BulkJob, run_bulk
from newel.importers.returns.reading import read_definitions

DEFINITION = read_definitions(Path(__file__).parent / "bulk")["activity"]
SITES = {f"S{number:03d}": 20 for number in range(1, 201)}


def work(file: Path, out: Path) -> int:
    """Return the rows at fault."""
    outcome = run_bulk(BulkJob(DEFINITION, (file,), out, SITES), key=bytes(range(32)))
    return outcome.rows - outcome.clean


if __name__ == "__main__":
    measure(work)
