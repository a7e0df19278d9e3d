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
PLACE = {"of": "place", "unit": "month", "times": 3}
SUPPORT = {"of": "support", "unit": "contact", "times": 6}
LONG_RUN: dict[str, Any] = {
    "label": "After they leave",
    "months": 3,
    "cycles": 8,
    "counting": "life_table",
    "delivered_in": "setting",
    "counts_months_in": "community",
    "source": "A model, page 7",
    "states": [
        {"id": "setting", "label": "In a setting", "at_start": 1.0, "costs": [PLACE]},
        {"id": "community", "label": "At home", "costs": [SUPPORT]},
        {"id": "adult_custody", "label": "In adult custody"},
    ],
    "moves": [
        {"out_of": "setting", "to": {"setting": 130, "community": 62, "adult_custody": 8}, "source": "A register"},
        {"out_of": "community", "to": {"community": 160, "setting": 40}, "source": "A second register"},
    ],
    "changes": {"out_of": "community", "to": "setting", "ratios": [0.75, 0.5, 0.0], "source": "A board, minute 4"},
}
