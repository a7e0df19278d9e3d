"""Findings made by hand, of which a test states only what it is about."""

from collections.abc import Mapping, Sequence
from typing import Any

from newel.disclosure import Released, control
from newel.findings import Answer, Column, Estimate, Figure, Finding, Row, Table
from newel.protocol import Disclosure


def people(number: float, *, national: bool = False, **changes: Any) -> Estimate:
    """Return a count of people."""
    return Estimate(
        **{"kind": "count", "value": number, "unit": "people", "people": int(number)} | changes, national=national
    )


def share(part: int, whole: int, *, national: bool = False, **changes: Any) -> Estimate:
    """Return a percentage of people."""
    value = 100 * part / whole if whole else None
    return Estimate("percentage", value, "%", whole, part, whole, national=national, **changes)


def rate(incidents: int, years: float, *, national: bool = False, **changes: Any) -> Estimate:
    """Return a rate per 100 children per year."""
    parts: dict[str, Any] = {"people": incidents, "numerator": incidents, "denominator": years} | changes
    return Estimate("rate", 100 * incidents / years, "per 100 children per year", national=national, **parts)


def a_table(rows: Mapping[str, Sequence[Estimate]], columns: Sequence[str] = ("n",), **changes: Any) -> Table:
    """Return a table with these rows, in their order."""
    parts: dict[str, Any] = {"id": "t", "title": "A table", "row_header": "Site type"} | changes
    return Table(
        **parts,
        columns=tuple(Column(name, name.capitalize()) for name in columns),
        rows=tuple(Row(name, name.upper(), tuple(cells)) for name, cells in rows.items()),
    )


def parts_and_total(parts: Sequence[int], *, cell: Any = people, of_sites: bool = False) -> Table:
    """Return a table of one column: the parts, and a national row that is their exact sum."""
    name = "S{:02d}" if of_sites else "type_{}"
    rows = {name.format(number): [cell(part)] for number, part in enumerate(parts)}
    return a_table(rows | {"all": [cell(sum(parts), national=True)]})


def a_finding(*tables: Table, **changes: Any) -> Finding:
    """Return a finding that holds these tables."""
    answer = {
        "population": "Everyone asked",
        "n": people(400, national=True),
        "tables": tables,
        "figures": (),
        "notes": (),
    }
    answer |= {name: changes.pop(name) for name in list(changes) if name in answer}
    parts: dict[str, Any] = {
        "id": "flow",
        "question": "Who answered?",
        "strand": "quantitative",
        "analysis": "response_flow",
        "method": "Counting. People were counted.",
        "planned": True,
        "freeze": "0123456789ab",
        "files": {"response.parquet": "sha256:" + "0" * 64},
        "protocol": "f" * 64,
        "software": "newel 0",
        "synthetic": True,
    }
    return Finding(answer=Answer(**answer), **parts | changes)


def released(
    *tables: Table,
    rule: str = "nhs_hes",
    zero_is_withheld: bool = False,
    study_is_national: bool = True,
    **changes: Any,
) -> Released:
    """Return these tables as a finding that has passed its disclosure rule."""
    settings = Disclosure(rule=rule, zero_is_withheld=zero_is_withheld, study_is_national=study_is_national)
    return control(a_finding(*tables, **changes), settings)


def shown(table: Table, *, rule: str = "nhs_hes", zero_is_withheld: bool = False) -> list[list[str]]:
    """Return what is printed of a table, row by row."""
    passed = released(table, rule=rule, zero_is_withheld=zero_is_withheld).tables[0]
    return [[cell.shown for cell in row.cells] for row in passed.rows]


def shown_alone(estimate: Estimate, **settings: Any) -> str:
    """Return what is printed of one number that stands by itself."""
    return shown(a_table({"yoi": [estimate]}), **settings)[0][0]


def a_figure(table: str = "t", columns: Sequence[str] = ("n",), **changes: Any) -> Figure:
    """Return a figure that draws a table."""
    parts: dict[str, Any] = {"id": table, "title": "A figure", "drawn_as": "bars", "axis": "People"}
    return Figure(**parts | {"alt": "One bar for each site type."} | changes, table=table, columns=tuple(columns))
