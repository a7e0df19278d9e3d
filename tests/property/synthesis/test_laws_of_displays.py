"""A joint display prints released cells and nothing else, wherever its addresses point."""

from hypothesis import given, settings
from hypothesis import strategies as some

from newel.disclosure import numbers_of
from newel.report.displays import filled
from newel.report.document import DataTable
from newel.report.filling import Filling
from newel.synthesis import Display, display_faults
from tests.support.reports import flow

FEW = settings(max_examples=60, deadline=None, derandomize=True)
RELEASED = {"flow": flow()}
ADDRESSES = sorted(numbers_of(RELEASED))
COLUMNS = ("first", "second", "third")


@some.composite
def displays(draw):
    """Draw a display of up to three columns whose cells point at any released number, or at nothing."""
    columns = COLUMNS[: draw(some.integers(1, 3))]
    rows = []
    for place in range(draw(some.integers(1, 4))):
        cells = {column: draw(some.sampled_from([*ADDRESSES, ""])) for column in columns}
        rows.append({"id": f"row_{place}", "label": f"Row {place}", "cells": cells})
    return Display.model_validate(
        {
            "title": "Drawn",
            "shape": draw(some.sampled_from(["statistics_by_themes", "side_by_side", "quote_matrix"])),
            "row_header": "Row",
            "says": "Look at it.",
            "columns": [{"id": column, "label": column.capitalize()} for column in columns],
            "rows": rows,
        }
    )


def printed(display):
    """Return the printed grid and the list of its numbers."""
    filling = Filling()
    *_, table = filled("drawn", display, RELEASED, filling=filling)
    assert isinstance(table, DataTable)
    return table, filling.numbers


@FEW
@given(displays())
def test_every_cell_begins_with_what_was_released_at_its_address(display):
    numbers = numbers_of(RELEASED)
    table, _ = printed(display)
    for row, line in zip(display.rows, table.rows, strict=True):
        for column, cell in zip(display.columns, line.cells, strict=True):
            address = display.address(row, column)
            assert cell.text.startswith(numbers[str(address)].shown) if address else cell.text == ""
            assert cell.interval == (numbers[str(address)].interval if address else "")


@FEW
@given(displays())
def test_every_printed_cell_is_listed_once_with_its_address(display):
    _, numbers = printed(display)
    asked = [str(display.address(row, column)) for row in display.rows for column in display.columns]

    assert [number.address for number in numbers] == [address for address in asked if address != "None"]


@FEW
@given(displays())
def test_a_unit_is_said_once_in_a_row_or_by_every_number_of_it(display):
    table, _ = printed(display)
    for row, line in zip(display.rows, table.rows, strict=True):
        beside = [cell.text.endswith(" people") for cell in line.cells]
        if line.label.endswith("(people)"):
            assert not any(beside)
        assert line.label.startswith(row.label)


@FEW
@given(displays())
def test_a_drawn_display_has_no_fault_but_what_it_lacks(display):
    faults = list(display_faults(display, "drawn.toml", questions=["flow"]))

    assert faults == []
    assert {fault.place for fault in display_faults(display, "drawn.toml", questions=["other"])} <= {
        f"rows, {row.id}, cells, {column.id}" for row in display.rows for column in display.columns
    }
