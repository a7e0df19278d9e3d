"""The answer in print: a table a person reads, and the same as a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from newel.analysis._verdicts import Verdict
from newel.power.summary import Performance, Share

HEADINGS = (
    "outcome", "waves", "planted", "in SD", "mean", "bias", "SE", "SE given", "coverage", "power", "in family",
    "by chance",
)  # fmt: skip
CHECKED = ("outcome", "CR2: power", "by chance", "exact: power", "by chance")


def performance_lines(found: Sequence[Performance]) -> Iterator[str]:
    """Yield the table, a line a comparison; shares in per cent with their Monte Carlo error."""
    yield from _aligned([HEADINGS, *map(_cells, found)])


def checked_lines(found: Sequence[Performance]) -> Iterator[str]:
    """Yield the table of the replicates that were analysed by CR2 and the exact test; nothing where none were."""
    rows = []
    for each in found:
        if each.exact_power:
            shares = each.robust_power, each.robust_by_chance, each.exact_power, each.exact_by_chance
            rows.append((each.outcome, *map(_percent, shares)))
    if rows:
        yield from _aligned([CHECKED, *rows])


def verdict_lines(found: Mapping[str, Mapping[Verdict, Share]]) -> Iterator[str]:
    """Yield how often each outcome would end in each verdict."""
    rows = [(name, *(_percent(shares[verdict]) for verdict in Verdict)) for name, shares in found.items()]
    yield from _aligned([("outcome", *(verdict.value for verdict in Verdict)), *rows])


def write_performances(found: Iterable[Performance], path: Path) -> None:
    """Write the table as a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame([_flat(each) for each in found], infer_schema_length=None).write_csv(path)


def _cells(each: Performance) -> tuple[str, ...]:
    numbers = (each.planted, each.planted_sd, each.mean, each.bias, each.empirical, each.claimed)
    shares = (each.coverage, each.power, each.corrected, each.by_chance)
    waves = f"{each.start} to {each.end}"
    return (each.outcome, waves, *(f"{number:.3f}" for number in numbers), *map(_percent, shares))


def _percent(share: Share | None) -> str:
    return f"{100 * share.value:.1f} ({100 * share.error:.1f})" if share else ""


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        others = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join([row[0].ljust(widths[0]), *others])


def _flat(each: Performance) -> dict[str, object]:
    """Return a row: a share becomes two columns, its value and its Monte Carlo error."""
    row: dict[str, object] = {}
    for name, value in asdict(each).items():
        if isinstance(value, dict):
            row |= {name: value["value"], f"{name}_error": value["error"]}
        elif value is not None:
            row[name] = value
    return row
