"""The rules of the monthly return written without any engine, and a table to hold them against."""

import math
import re
from typing import Any

import numpy as np

MOST = {
    "admissions": 100,
    "staff_in_post": 2000,
    "leavers": 1000,
    "staff_trained": 2000,
    "reflective_sessions": 200,
    "formulation_meetings": 200,
    "formulation_child_attended": 200,
    "reviews_due": 500,
    "reviews_held": 500,
    "assaults": 1000,
    "assault_children": 400,
    "self_harm": 1000,
    "self_harm_children": 400,
    "restraints": 1000,
    "restraint_children": 400,
}
"""The largest count of each column that is taken for possible, as in the return's file."""
PARTS = {
    "staff_trained": "staff_in_post",
    "formulation_child_attended": "formulation_meetings",
    "reviews_held": "reviews_due",
    "assault_children": "assaults",
    "self_harm_children": "self_harm",
    "restraint_children": "restraints",
}
"""What counts a part of something, and the column that counts the whole."""
DISTINCT_CHILDREN = ("assault_children", "self_harm_children", "restraint_children")
Row = dict[str, str | None]


def columns_at_fault(row: Row, places: int | None) -> set[str]:
    """Return the columns in which a row of the monthly return is at fault, written without any engine.

    A comparison is made only where both of its cells are readable: what cannot be read is at fault by itself.
    """
    faults = set()
    if not row["site_id"]:
        faults.add("site_id")
    if not row["month"] or not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", row["month"]):
        faults.add("month")
    children, unreadable = _number(row["children"], 400, r"[0-9]{1,9}(\.[0-9]{1,6})?")
    faults |= {"children"} if unreadable else set()
    counts: dict[str, float | None] = {}
    for name, most in MOST.items():
        counts[name], unreadable = _number(row[name], most, r"[0-9]{1,9}")
        faults |= {name} if unreadable else set()
    if children is not None and places is not None and children > 1.5 * places:
        faults.add("children")
        children = None
    return faults | _parts_at_fault(counts, children)


def _parts_at_fault(counts: dict[str, float | None], children: float | None) -> set[str]:
    faults = set()
    for part, whole in PARTS.items():
        few, many = counts[part], counts[whole]
        if few is not None and many is not None:
            none_of_some = part in DISTINCT_CHILDREN and many > 0 and few == 0
            faults |= {part} if few > many or none_of_some else set()
    for name in DISTINCT_CHILDREN:
        distinct, admitted = counts[name], counts["admissions"]
        if distinct is not None and children is not None and admitted is not None:
            faults |= {name} if distinct > 2 * math.ceil(children) + admitted else set()
    return faults


def _number(cell: str | None, most: float, pattern: str) -> tuple[float | None, bool]:
    """Return the number and whether the cell holds something that is none, or one out of range."""
    if cell is None:
        return None, False
    if not re.fullmatch(pattern, cell) or float(cell) > most:
        return None, True
    return float(cell), False


def draw(rows: int, seed: int) -> dict[str, list[str | None]]:
    """Draw a table of returns as text, in which about one cell in three hundred is wrong and one in thirty is blank."""
    rng = np.random.default_rng(seed)
    wholes = {name: rng.integers(0, 12, rows) for name in MOST if name not in PARTS}
    parts = {name: rng.integers(0, wholes[whole] + 1) for name, whole in PARTS.items()}
    for name in DISTINCT_CHILDREN:
        parts[name] = np.maximum(parts[name], np.minimum(wholes[PARTS[name]], 1))
    table: dict[str, Any] = {name: (wholes | parts)[name].astype(str).astype(object) for name in MOST}
    table["children"] = np.round(rng.uniform(6, 18, rows), 1).astype(str).astype(object)
    for cells in table.values():
        cells[rng.random(rows) < 0.03] = None
        wrong = rng.random(rows) < 0.003
        cells[wrong] = rng.choice(np.array(["5.5", "-3", "ten", "1,200", "99999"], dtype=object), int(wrong.sum()))
    months = [f"{2018 + number // 12}-{number % 12 + 1:02d}" for number in range(36)]
    table |= {"site_id": ["S01"] * rows, "month": [months[number] for number in rng.integers(0, 36, rows)]}
    return {name: list(cells) for name, cells in table.items()}
