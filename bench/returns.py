"""Times the rules of the monthly return against the same rules written as plain Python, and against pandera.

Prints one JSON object a line. All engines must find the same number of rows at fault, or nothing is printed.
Run it with `make bench NAME=returns`.
"""

import importlib.util
import json
import math
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from newel.importers.returns import ReturnDefinition, read_definitions
from newel.importers.returns.rules import run_rules

STUDY = Path(__file__).parents[1] / "studies" / "secure_stairs"
ROWS = 200_000
PLACES = 20
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


def own(definition: ReturnDefinition, columns: dict[str, list[str | None]]) -> int:
    """Return the rows at fault that the rules find."""
    errors, _ = run_rules(definition, {name: columns[name] for name in definition.names}, [PLACES] * ROWS)
    return int(errors["position"].n_unique())


def twin(columns: dict[str, list[str | None]]) -> int:
    """Return the rows at fault that plain Python finds."""
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return sum(bool(columns_at_fault(dict(zip(names, cells, strict=True)), PLACES)) for cells in rows)


def pandera(columns: dict[str, list[str | None]]) -> int:
    """Return the rows at fault that pandera finds, with the same rules as vectorised checks on its Polars engine."""
    import pandera.polars as pa
    import polars as pl

    def check(holds: pl.Expr) -> Any:
        return pa.Check(lambda data: data.lazyframe.select(holds.fill_null(value=True)))

    number, month = r"^[0-9]{1,9}(\.[0-9]{1,6})?$", r"^[0-9]{4}-(0[1-9]|1[0-2])$"
    value = {
        name: pl.when(pl.col(name).str.contains(number if name == "children" else r"^[0-9]{1,9}$"))
        .then(pl.col(name).cast(pl.Float64, strict=False))
        .otherwise(None)
        for name in (*MOST, "children")
    }
    readable = {
        name: pl.col(name).is_null() | (value[name] <= most).fill_null(value=False) for name, most in MOST.items()
    }
    readable["children"] = pl.col("children").is_null() | (value["children"] <= 400).fill_null(value=False)
    written = [pl.col("site_id").is_not_null(), pl.col("month").str.contains(month).fill_null(value=False)]
    agreeing = [value["children"] <= 1.5 * PLACES, *(value[part] <= value[whole] for part, whole in PARTS.items())]
    for name in DISTINCT_CHILDREN:
        agreeing.append((value[PARTS[name]] == 0) | (value[name] > 0))
        agreeing.append(value[name] <= 2 * value["children"].ceil() + value["admissions"])
    schema = pa.DataFrameSchema(
        {name: pa.Column(str, nullable=True) for name in columns},
        checks=[check(holds) for holds in (*written, *readable.values(), *agreeing)],
    )
    try:
        schema.validate(pl.DataFrame(columns), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return int(errors.failure_cases["index"].n_unique())
    return 0


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the processor seconds of the best of three runs, and what was found."""
    best, found = math.inf, 0
    for _ in range(3):
        begun = time.process_time()
        found = work()
        best = min(best, time.process_time() - begun)
    return best, found


def main() -> None:
    definition, columns = read_definitions(STUDY)["monthly"], draw(ROWS, seed=1)
    seconds, found = timed(lambda: own(definition, columns))
    peers: dict[str, Callable[[], int]] = {"plain Python": lambda: twin(columns)}
    if importlib.util.find_spec("pandera"):
        peers["pandera"] = lambda: pandera(columns)
    else:
        print(json.dumps({"figure": "rules of the monthly return", "peer": "pandera", "missing": "not installed"}))
    figure = f"processor time, {len(definition.rules)} rules on {ROWS:,} rows, {found:,} at fault"
    for peer, work in peers.items():
        peer_seconds, peer_found = timed(work)
        if peer_found != found:
            raise SystemExit(
                f"{peer} finds {peer_found} rows at fault, and the rules {found}. No time is worth printing."
            )
        line = {"figure": figure, "value": round(seconds, 3), "unit": "s", "peer": peer}
        print(json.dumps(line | {"peer_value": round(peer_seconds, 3), "ratio": round(peer_seconds / seconds, 2)}))


if __name__ == "__main__":
    main()
