"""The measures of the care pathway, with the rule of each and the example study's times in it."""

import tomllib
from pathlib import Path

from generated.tables import table
from newel.care import MEASURES, OWN_PART
from newel.protocol import Care

STUDY = Path(__file__).resolve().parents[2] / "studies" / "secure_stairs"


def pathway_measures() -> str:
    """Return one row a measure."""
    care = Care(**tomllib.loads((STUDY / "protocol.toml").read_text(encoding="utf-8"))["care"])
    rows = [
        (f"`{name}`", measure.label, measure.cases_are, measure.says(care))
        for name, measure in {**MEASURES, **OWN_PART}.items()
    ]
    return table(["measure", "what was done", "cases", "which cases count, and when one is kept"], rows)
