"""The bench of redaction prints its figures, and they are what the study was promised."""

import json
import subprocess
import sys

from tests.support.shared import REPOSITORY


def test_the_quick_run_prints_every_figure() -> None:
    command = [sys.executable, "-m", "bench.redaction", "--quick"]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    lines = {entry["figure"]: entry for entry in map(json.loads, ran.stdout.splitlines())}
    assert lines["redaction_recall_rules"]["value"] >= 0.95
    assert lines["redaction_recall_rules_and_roster"]["value"] >= 0.99
    assert len(lines["redaction_recall_rules"]["by_kind"]) == 13
    assert lines["redaction_speed_rules"]["unit"] == "words/s"
    small = lines["redaction_recall_rules_in_small_letters"]["value"]
    assert small < lines["redaction_recall_rules_and_roster_in_small_letters"]["value"]
