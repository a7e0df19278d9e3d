"""A checklist as it is printed: how much of it the report says, and each item with the sections that say it."""

from collections.abc import Iterator

from newel.report.checklists.model import Checklist
from newel.report.checklists.placing import Placed
from newel.report.document import Block, Cell, Paragraph, Run, TableRow
from newel.report.filling import Filling

MISSING = "Not reported."
HEADER = ("Item", "What is asked for", "Where this report says it")


def printed(checklist: Checklist, items: tuple[Placed, ...], filling: Filling) -> Iterator[Block]:
    """Print a checklist: a sentence on how much of it is there, and a table of its items."""
    yield Paragraph((Run(f"{_counted(items)} {_missing(items)} "), Run(f"Source: {checklist.source}.")))
    rows = tuple(TableRow(f"{placed.item.number}. {placed.item.topic}", _cells(placed)) for placed in items)
    yield filling.words(f"{checklist.title}, for {checklist.about}: where each item is reported", HEADER, rows)


def _cells(placed: Placed) -> tuple[Cell, ...]:
    return Cell(placed.item.item), Cell(_words(placed), links=placed.links)


def _words(placed: Placed) -> str:
    if placed.status == "missing":
        return MISSING
    if placed.status == "does not apply":
        return f"Does not apply: {placed.says}"
    said = (f"The protocol says: {'; '.join(placed.facts)}." if placed.facts else "", placed.says)
    return " ".join(part for part in said if part)


def _counted(items: tuple[Placed, ...]) -> str:
    asked = [placed for placed in items if placed.status != "does not apply"]
    reported = [placed for placed in asked if placed.status == "reported"]
    said = f"Of the {len(items)} items, in our own words, this report answers {len(reported)}"
    left = len(items) - len(asked)
    return f"{said}; {left} {'does' if left == 1 else 'do'} not apply." if left else f"{said}."


def _missing(items: tuple[Placed, ...]) -> str:
    missing = [placed.item.number for placed in items if placed.status == "missing"]
    return f"Not reported: {', '.join(missing)}." if missing else "None is left out."
