"""How well every estimator agrees with the reference software: from the last run of `newel verify` that was kept."""

import json
from collections import defaultdict
from pathlib import Path

from generated.tables import table
from newel.verification import CLASSES

KEPT = Path(__file__).with_name("verification.jsonl")


def verification() -> str:
    """Return one row a case: how many figures were compared, and the one with the least to spare."""
    cases: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        figure = json.loads(line)
        cases[figure["case"]].append(figure)
    rows = []
    for case, figures in cases.items():
        least = min(figures, key=lambda figure: float(str(figure["digits"])) - float(str(figure["required"])))
        rows.append(
            (
                f"`{case}`",
                str(len(figures)),
                str(least.get("reason") if not least["required"] else least["quantity"]),
                f"{least['digits']:.1f}",
                f"{least['required']:.1f}",
            )
        )
    return table(["case", "figures", "the one with least to spare", "digits", "required"], rows)


def tolerances() -> str:
    """Return one row a class and quantity: how close is close enough."""
    rows = [
        (
            f"`{name}`",
            quantity,
            f"{close.size:g} {close.of.value}",
            f"{close.promised:g} digits" if close.promised else "",
            f"{close.seen:g}" if close.seen else "",
        )
        for name, quantities in CLASSES.items()
        for quantity, close in quantities.items()
    ]
    return table(["class", "quantity", "agrees within", "promised", "never asked for more than"], rows)
