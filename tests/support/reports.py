"""A small report, made from sections that a test writes and findings that it lists."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newel.disclosure import Released
from newel.report import Document, build_report, read_sections
from tests.support.findings import a_figure, a_table, people, released, share
from tests.support.protocols import a_protocol

FLOW = """# Who took part

Of those asked, {{ number flow t sch share }} of the homes' children agreed, {{ interval flow t sch share }}.

- A **first** point
- A second, in `code 12`

> A remark.

{{ finding flow }}
"""


def write_sections(study: Path, **sections: str) -> Path:
    """Write sections, named by their files without ending and with `_` for `-`, into a study folder."""
    folder = study / "report"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (sections or {"s10_flow": FLOW}).items():
        (folder / f"{name.removeprefix('s').replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return study


def flow(**changes: Any) -> Released:
    """Return a released finding with a table, a figure that draws it, and everything that can happen to a number."""
    table = a_table(
        {
            "yoi": [people(43), share(43, 90, low=38.0, high=57.0)],
            "stc": [people(3), share(3, 60)],
            "sch": [people(20), share(20, 40, low=35.0, high=65.0)],
            "none": [people(0), share(0, 0, why_missing="nobody was asked")],
        },
        ("n", "share"),
    )
    figure = a_figure("t", ("share",), drawn_as="intervals", title="Share who agreed")
    return released(table, **{"figures": (figure,), "notes": ("A note to read them.",)} | changes)


def a_document(study: Path, findings: Mapping[str, Released] | None = None, **sections: str) -> Document:
    """Return the report of the small protocol."""
    return build_report(a_protocol(), read_sections(write_sections(study, **sections)), findings or {"flow": flow()})
