"""The timing of bulk returns runs, all engines agree, and every figure is printed with its unit."""

import json
import subprocess
import sys

from tests.support.shared import REPOSITORY


def test_the_quick_run_prints_every_figure() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.returns", "--quick"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    lines = {entry["figure"]: entry for entry in map(json.loads, ran.stdout.splitlines())}
    assert {f"returns_vs_{peer}" for peer in ("sql", "pandera", "frictionless", "dve")} <= set(lines)
    assert {"returns_500k_peak_mib", "returns_slope"} <= set(lines)
    assert lines["returns_vs_sql"].keys() == {"figure", "value", "unit", "peer", "peer_value", "ratio"}
    assert all("missing" in entry or entry["value"] > 0 for entry in lines.values())
