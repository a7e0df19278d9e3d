"""Compiled loops never outlive the sources they were made of."""

import os
import subprocess
import sys
from pathlib import Path

ROOM = "from newel.statistics._compiled import compiled\nimport numpy as np\n"


def _run(folder: Path) -> str:
    """Load a small room that stands in for one of `newel.statistics`, in a fresh interpreter."""
    program = (
        "import newel.statistics._compiled as home, pathlib, sys\n"
        f"home._HERE = pathlib.Path({str(folder)!r})\n"
        f"sys.path.insert(0, {str(folder / 'loops')!r})\n"
        "home._room = lambda module: 'loops'\n"
        "import outer\n"
        "print(outer.doubled(3.0))\n"
    )
    # Python itself would not see a change of the same length within the second in which it kept the module.
    places = os.environ | {"NUMBA_CACHE_DIR": str(folder / "kept"), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=places)
    return ended.stdout.strip()


def test_a_change_in_a_called_loop_is_seen_by_its_caller(tmp_path: Path) -> None:
    loops = tmp_path / "loops"
    loops.mkdir()
    (loops / "outer.py").write_text(
        ROOM + "from inner import factor\n\n@compiled\ndef doubled(value):\n    return factor() * value\n"
    )
    (loops / "inner.py").write_text(ROOM + "@compiled\ndef factor():\n    return 2.0\n")

    first = _run(tmp_path)
    (loops / "inner.py").write_text(ROOM + "@compiled\ndef factor():\n    return 5.0\n")

    assert first == "6.0"
    assert _run(tmp_path) == "15.0"


def test_the_same_sources_are_compiled_once(tmp_path: Path) -> None:
    loops = tmp_path / "loops"
    loops.mkdir()
    (loops / "outer.py").write_text(ROOM + "@compiled\ndef doubled(value):\n    return 2 * value\n")

    _run(tmp_path)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").rglob("*.nbc")}
    _run(tmp_path)

    assert kept
    assert kept == {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").rglob("*.nbc")}
