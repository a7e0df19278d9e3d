"""Times bulk returns: read, hold eight rules against every row, make pseudonyms, write, count by site and month.

Beside it the same job as SQL written by hand, and with the validation libraries that are found: the same file, the same
results, every engine in a process of its own, turn by turn. All must find the same number of rows at fault, or nothing
is printed. Prints one JSON object a line; `ratio` is the peer's processor time by Newel's, so more than 1 is ahead.

    make bench NAME=returns                  a million rows, and twenty million: ten minutes, 3 GB of disk
    make bench NAME=returns OPTIONS=--quick  fifty thousand rows: half a minute

A peer is looked for in this environment and in those of NEWEL_BENCH_PEERS (paths of Python programs, with : between).
The bench installs nothing.
"""

import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PEERS = {"pandera": "pandera.polars", "frictionless": "frictionless", "dve": "dve"}
"""Each peer and the module that must be importable."""

FULL, QUICK = 1_000_000, 50_000
LARGEST = 20_000_000
TURNS = 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="fifty thousand rows, each engine once, nothing larger")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="newel-bench-") as folder:
        against_peers(Path(folder), rows=QUICK if chosen.quick else FULL, turns=1 if chosen.quick else TURNS)
        growing(Path(folder), largest=10 * QUICK if chosen.quick else LARGEST)


def against_peers(folder: Path, *, rows: int, turns: int) -> None:
    """Print the ratio to each peer, each engine at its best of some turns."""
    file = made(folder, rows)
    programs = {"own": sys.executable, "by_hand": sys.executable} | found_peers()
    best: dict[str, dict[str, Any]] = {}
    for _ in range(turns):
        for worker, python in programs.items():
            ran = run(worker, python, file, folder=folder)
            best[worker] = min(best.get(worker, ran), ran, key=lambda one: float(one["cpu_s"]))
    faulty = {worker: ran["faulty"] for worker, ran in best.items()}
    if len(set(faulty.values())) > 1:
        raise SystemExit(f"The engines find different numbers of rows at fault: {faulty}. No time is worth printing.")
    for worker in ("by_hand", *PEERS):
        figure = "returns_vs_sql" if worker == "by_hand" else f"returns_vs_{worker}"
        if worker in best:
            line(figure, best["own"]["cpu_s"], "s", peer=worker, peer_value=best[worker]["cpu_s"])
        else:
            print(json.dumps({"figure": figure, "peer": worker, "missing": "not found here or in NEWEL_BENCH_PEERS"}))
    file.unlink()


def growing(folder: Path, *, largest: int) -> None:
    """Print the peak memory at the largest size, and how processor time grows: 1 is in line with the rows."""
    sizes = [largest // 20, largest // 5, largest]
    seconds = []
    for rows in sizes:
        file = made(folder, rows)
        ran = run("own", sys.executable, file, folder=folder)
        seconds.append(ran["cpu_s"])
        line(f"returns_{words(rows)}_cpu_s", ran["cpu_s"], "s")
        file.unlink()
    line(f"returns_{words(largest)}_peak_mib", ran["peak_mib"], "MiB")
    line("returns_slope", math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0]), "log s by log rows")


def found_peers() -> dict[str, str]:
    """Return {peer: the Python program that can import it}."""
    elsewhere = [path for path in os.environ.get("NEWEL_BENCH_PEERS", "").split(":") if path]
    found = {}
    for peer, module in PEERS.items():
        if importlib.util.find_spec(module.partition(".")[0]):
            found[peer] = sys.executable
            continue
        for python in elsewhere:
            tried = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False)
            if tried.returncode == 0:
                found[peer] = python
                break
    return found


def made(folder: Path, rows: int) -> Path:
    """Make a file in a process of its own, so that its memory is given back."""
    file = folder / f"{rows}.csv"
    subprocess.run([sys.executable, HERE / "_returns_file.py", file, str(rows)], check=True)
    return file


def run(worker: str, python: str, file: Path, *, folder: Path) -> dict[str, Any]:
    """Run a worker in a new folder for its results, which is removed, and return what it measured."""
    with tempfile.TemporaryDirectory(dir=folder) as out:
        command = [python, HERE / f"_returns_{worker}.py", file, out]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{worker} failed:\n{ended.stderr[-2000:]}")
    measured: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return measured


def line(figure: str, value: float, unit: str, *, peer: str = "", peer_value: float | None = None) -> None:
    """Print a figure."""
    entry: dict[str, Any] = {"figure": figure, "value": round(value, 3), "unit": unit}
    if peer_value is not None:
        entry |= {"peer": peer, "peer_value": round(peer_value, 3), "ratio": round(peer_value / value, 2)}
    print(json.dumps(entry), flush=True)


def words(rows: int) -> str:
    """Return a size as the name of a figure has it: 20m, 500k."""
    return f"{rows // 1_000_000}m" if rows >= 1_000_000 else f"{rows // 1_000}k"


if __name__ == "__main__":
    main()
