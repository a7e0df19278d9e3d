"""The timing beside R prints every figure of a job with its ratio, or says which peer is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.shared import REPOSITORY, needs_shared

pytestmark = needs_shared
FAKE = """#!/bin/sh
echo '[{"case": "verbagg_clmm_crossed", "software": "ordinal::clmm", "cpu": 8.0}]' > "$3"
"""


def run(path: str, *options: str) -> list[dict[str, Any]]:
    """Run the bench with this search path for programs."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.impact", "--quick", *options],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": path},
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_with_the_peer_there_is_a_ratio(tmp_path: Path) -> None:
    program = tmp_path / "Rscript"
    program.write_text(FAKE)
    program.chmod(0o755)

    (line,) = run(f"{tmp_path}:/usr/bin:/bin", "--only", "ordinal")

    assert line.keys() == {"figure", "value", "unit", "peer", "peer_value", "ratio"}
    assert line["figure"] == "ordinal_crossed"
    assert line["peer_value"] == 8.0
    assert line["ratio"] > 1


def test_without_the_peer_its_absence_is_said(tmp_path: Path) -> None:
    lines = run(str(tmp_path), "--only", "imputation")

    assert [line["figure"] for line in lines] == ["mi_jomo", "mi_pan"]
    assert all("Rscript was not found" in line["missing"] and line["value"] > 0 for line in lines)


def test_a_peer_that_fails_is_quoted(tmp_path: Path) -> None:
    program = tmp_path / "Rscript"
    program.write_text("#!/bin/sh\necho \"there is no package called 'ordinal'\" >&2\nexit 1\n")
    program.chmod(0o755)

    (line,) = run(f"{tmp_path}:/usr/bin:/bin", "--only", "ordinal")

    assert "there is no package called 'ordinal'" in line["missing"]
