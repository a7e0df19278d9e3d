"""`make verify`: one table of everything that is compared with a reference, with its source and how it came out.

A pytest plug-in. A test adds what it was compared with by `record_property("reference", …)`; the source is the first
paragraph of its module.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest


@dataclass
class Compared:
    """One comparison, in all its cases."""

    source: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    references: set[str] = field(default_factory=set)


_TABLE: dict[tuple[str, str], Compared] = {}
_SOURCES: dict[str, str] = {}
_WORDS = {"passed": "agrees", "failed": "DIFFERS", "skipped": "not run"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Remember what each test's module says it is compared with."""
    for item in items:
        doc = getattr(getattr(item, "module", None), "__doc__", None) or ""
        _SOURCES[item.nodeid] = " ".join(doc.strip().split("\n\n")[0].split())


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a test that has run, or was skipped before it could."""
    if report.when != "call" and report.outcome == "passed":
        return
    file, _, name = report.nodeid.partition("::")
    row = _TABLE.setdefault((file, name.partition("[")[0]), Compared(_SOURCES.get(report.nodeid, "")))
    setattr(row, report.outcome, getattr(row, report.outcome) + 1)
    row.references |= {str(value) for key, value in report.user_properties if key == "reference"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, a block a file."""
    by_file: dict[str, list[tuple[str, Compared]]] = defaultdict(list)
    for (file, name), row in _TABLE.items():
        by_file[file].append((name.removeprefix("test_").replace("_", " "), row))
    for file, rows in by_file.items():
        terminalreporter.section(file)
        terminalreporter.line(rows[0][1].source)
        for name, row in rows:
            came_out = ", ".join(f"{_WORDS[word]} {count}" for word in _WORDS if (count := getattr(row, word)))
            terminalreporter.line(f"  {came_out:<14} {'; '.join([name, *sorted(row.references)])}")
