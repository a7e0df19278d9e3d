"""The simulation with few sites prints a share for every method and number of sites."""

import json
import subprocess
import sys

from tests.support.shared import REPOSITORY


def test_the_quick_run_prints_every_figure() -> None:
    command = [sys.executable, "-m", "bench.few_sites", "--quick"]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    lines = {entry["figure"]: entry for entry in map(json.loads, ran.stdout.splitlines())}
    assert len(lines) == 12
    assert {f"by_chance_exact_{sites}_sites" for sites in (18, 12, 8)} < set(lines)
    assert all(0 <= entry["value"] < 15 and entry["unit"] == "%" for entry in lines.values())
