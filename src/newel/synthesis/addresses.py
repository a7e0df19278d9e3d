"""The address of one number of the report: finding.table.row.column, as the report's appendix lists it."""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"([a-z][a-z0-9_]*)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class Address:
    """Where one number stands."""

    finding: str
    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.finding}.{self.table}.{self.row}.{self.column}"


def address_of(text: str) -> Address | None:
    """Return an address from its text; None for a text that is none."""
    found = _ADDRESS.fullmatch(text.strip())
    return Address(*found.groups()) if found else None
