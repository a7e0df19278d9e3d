"""Parts of an economic header, of which a test states only what it is about."""

from typing import Any

RATES = {"id": "usual", "costs": 0.035, "effects": 0.035, "source": "A handbook, page 5"}
LASTING = {"set_up_years": 5, "training_years": 2, "source": "Assumed"}
RESTRAINT = {"id": "restraint", "label": "Restraint prevented", "of": "restraints", "source": "A board, minute 3"}
SCENARIOS = [
    {"id": "at_once", "label": "At once", "first_year": 2021, "uptake": [1.0, 1.0], "already": 0.5, "source": "A plan"},
    {"id": "slowly", "label": "Slowly", "first_year": 2022, "uptake": [0.25, 0.75, 0.5, 1.0], "source": "Assumed"},
]


def thresholds(per: str, *amounts: float) -> list[dict[str, Any]]:
    """Return what a unit of an effect may cost."""
    return [{"amount": amount, "per": per, "source": "A board, minute 3"} for amount in amounts]
