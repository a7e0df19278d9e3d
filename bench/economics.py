"""Times decisions from draws: acceptability, frontier and information at 501 thresholds, and partial information.

Beside R's BCEA, dampack, voi and mgcv (the regression of voi alone), each where R finds it, and beside Python's
heormodel, where NEWEL_HEORMODEL names a Python that has it; each in a process of its own and one thread, in the same
run. Prints one JSON object a line; `ratio` is the peer's processor time, of one run, by Newel's, the best of three.

    make bench NAME=economics                  a million draws of ten options; a minute or two, 1 GB of memory
    make bench NAME=economics OPTIONS=--quick  a tenth of that
    R_LIBS=~/r-packages make bench NAME=economics           where R does not find a peer by itself
    NEWEL_HEORMODEL=~/heormodel/bin/python make bench NAME=economics

mgcv comes with Debian's r-base; BCEA, dampack and voi are on CRAN only. The bench installs nothing. BCEA needs 3.4 GB.
A peer's version is printed with it, for it matters: BCEA 2.4.5 takes three times as long as 2.4.81. voi takes a minute
or two. heormodel tells partial information at one threshold a call, and is asked once; Newel tells it at all 501.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PEERS = (
    ("ceac_evpi_vs_bcea", "bcea", "BCEA", "decide", 10_000),
    ("ceac_evpi_vs_dampack", "dampack", "dampack", "decide", 10_000),
    ("evppi_vs_voi", "voi", "voi", "one_parameter", 100_000),
    ("evppi_vs_mgcv", "mgcv", "mgcv", "one_parameter", 100_000),
)
"""Figure, job of the peer, R package, our job, draws of four options."""
IN_PYTHON = (
    ("ceac_loss_vs_heormodel", "decide", 100_000),
    ("evppi_vs_heormodel", "one_parameter", 100_000),
)
"""Figure, job, draws of four options."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a tenth of the draws")
    part = 10 if options.parse_args().quick else 1
    whole = own("everything", 1_000_000 // part, 10)
    size = "1e6" if part == 1 else "1e5"
    line(f"psa_{size}_s", whole["cpu_s"], "s")
    line(f"psa_{size}_peak_mib", whole["peak_mib"], "MiB")
    for figure, job, package, ours, draws in PEERS:
        beside(figure, job, package, ours=ours, draws=draws // part)
    for figure, job, draws in IN_PYTHON:
        beside_heormodel(figure, job, draws // part)


def beside(figure: str, job: str, package: str, *, ours: str, draws: int) -> None:
    """Print the ratio to one peer, or that it is missing."""
    version = version_of(package)
    if not version:
        print(json.dumps({"figure": figure, "peer": package, "missing": "not found by R, or no R"}), flush=True)
        return
    theirs = run(["Rscript", str(HERE / "_economics_peers.R"), job, str(draws)])
    line(figure, own(ours, draws, 4)["cpu_s"], "s", peer=f"{package} {version}", peer_value=float(theirs.split()[-1]))


def beside_heormodel(figure: str, job: str, draws: int) -> None:
    """Print the ratio to heormodel, or that nobody said where it is."""
    python = os.environ.get("NEWEL_HEORMODEL")
    if not python:
        print(json.dumps({"figure": figure, "peer": "heormodel", "missing": "NEWEL_HEORMODEL names no Python"}))
        return
    theirs = run([python, str(HERE / "_economics_heormodel.py"), job, str(draws), "4"])
    line(figure, own(job, draws, 4)["cpu_s"], "s", peer="heormodel", peer_value=float(theirs.split()[-1]))


def version_of(package: str) -> str:
    """Return the version of a package R has, or nothing."""
    if shutil.which("Rscript") is None:
        return ""
    asks = f"if (requireNamespace('{package}', quietly = TRUE)) cat(as.character(packageVersion('{package}')))"
    told = subprocess.run(["Rscript", "-e", asks], capture_output=True, text=True, check=False)
    return told.stdout.strip() if told.returncode == 0 else ""


def own(job: str, draws: int, options: int) -> dict[str, Any]:
    """Return what our worker measured: the best of three."""
    command = [sys.executable, str(HERE / "_economics_own.py"), job, str(draws), str(options)]
    ran: list[dict[str, Any]] = [json.loads(run(command).splitlines()[-1]) for _ in range(3)]
    return min(ran, key=lambda one: float(one["cpu_s"]))


def run(command: list[str]) -> str:
    """Run a worker on one thread and return what it printed."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{ended.stderr[-2000:]}")
    return ended.stdout


def line(figure: str, value: float, unit: str, *, peer: str = "", peer_value: float | None = None) -> None:
    """Print a figure."""
    entry: dict[str, Any] = {"figure": figure, "value": round(value, 4), "unit": unit}
    if peer_value is not None:
        entry |= {"peer": peer, "peer_value": round(peer_value, 3), "ratio": round(peer_value / value, 1)}
    print(json.dumps(entry), flush=True)


if __name__ == "__main__":
    main()
