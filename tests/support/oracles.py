"""Reads the numbers others published or computed, retyped beside the tests with their source."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "oracle"


def oracle(name: str) -> dict[str, Any]:
    """Return one file of tests/oracle."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
