"""What changed between two versions of a codebook, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from newel.coding import Codebook, Difference

WHAT = {
    "added": "Added",
    "removed": "Not there",
    "retired": "Retired",
    "restored": "In use again",
    "name": "Name",
    "parent": "Moved",
    "definition": "Definition",
    "include": "Belongs here",
    "exclude": "Does not belong",
    "example": "Example",
    "colour": "Colour",
    "reference": "Reference",
    "place": "Order",
}


@dataclass(frozen=True)
class DifferenceRow:
    """One difference as a page prints it."""

    name: str
    what: str
    before: str
    after: str


def difference_rows(found: Iterable[Difference], before: Codebook, after: Codebook) -> list[DifferenceRow]:
    """Return the differences; a code that was moved is shown by the names above it."""
    rows = []
    for each in found:
        code = after.by_id.get(each.code) or before.by_id[each.code]
        was, now = each.before, each.after
        if each.what == "parent":
            was, now = _name(before, was), _name(after, now)
        rows.append(DifferenceRow(code.name, WHAT.get(each.what, each.what), was, now))
    return rows


def _name(codebook: Codebook, code: str) -> str:
    return codebook.by_id[code].name if code in codebook.by_id else "at the top"
