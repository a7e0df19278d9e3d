"""Collects what an import says of each field: one line for each thing, with the rows it is about."""

from dataclasses import dataclass, field

from newel.importers._plugin import Entry, Outcome


@dataclass
class Remarks:
    """The lines of an import's report, gathered while it is read. No value is ever put in."""

    rows: dict[tuple[Outcome, str, str, str], set[int]] = field(default_factory=dict)

    def add(self, outcome: Outcome, file: str, name: str, *, reason: str, row: int | None = None) -> None:
        """Note one thing about a field of a file, or one more row of a thing that was noted."""
        self.rows.setdefault((outcome, file, name, reason), set()).update(() if row is None else (row,))

    def entries(self) -> tuple[Entry, ...]:
        """Return the report, in the order things were first noted."""
        return tuple(Entry(*line, rows=tuple(sorted(rows))) for line, rows in self.rows.items())
