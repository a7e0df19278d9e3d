"""The page finds what analyses, the disclosure rule and the report's list of numbers make, under their names."""

import pytest

from newel.analysis import answer_question
from newel.costs.deciding import Assumed, outlook
from newel.disclosure import control
from newel.protocol import Question
from newel.report.writing import harmless
from newel.web.economics.queries.released import ANALYSES, payers, printed
from newel.web.study import current_study
from tests.support.publications import publish_numbers
from tests.support.value_study import value_evidence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture(scope="module")
def released():
    """Both findings of a small study, as its disclosure rule releases them, by the ids the example study gives them."""
    about = value_evidence()
    asked = [
        Question(id=name, asks="?", strand="economic", analysis=name, section="1.md", options={}) for name in ANALYSES
    ]
    return {each.id: control(answer_question(each, about), about.protocol.disclosure) for each in asked}


@pytest.fixture
def published(released, tmp_path, settings):
    rows = [
        (f"{name}.{table.id}.{row.id}.{column.id}", harmless(cell.shown), harmless(cell.interval), cell.unit, "Table 1")
        for name, finding in released.items()
        for table in finding.tables
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public", rows)


def test_every_number_the_page_works_with_is_read_as_it_was_released(released, published):
    found = printed(current_study().protocol).of("restraints", "all")
    cost, even = released["delivery_costs"].table("by_perspective"), released["break_even"]

    for read, cell in (
        (found.per_place, cost.cell("all", "yearly_per_place")),
        (found.per_child, cost.cell("all", "yearly_per_child")),
        (found.unit_cost, even.table("needed").cell("restraints_all", "unit_cost")),
        (found.prevented, even.table("against").cell("restraints_all", "prevented")),
        (found.happening, even.table("against").cell("restraints_all", "happening")),
    ):
        assert (read.value, read.low, read.high) == (cell.value, cell.low, cell.high)
    assert found.verdict.shown == even.table("against").cell("restraints_all", "verdict").shown


def test_what_can_be_chosen_is_what_has_every_number(released, published):
    protocol = current_study().protocol
    there = {row.id for row in released["break_even"].table("needed").rows}
    chosen = printed(protocol).choices(payers(protocol))

    assert {f"{incident}_{payer}" for incident, paying in chosen.items() for payer in paying} == there


def test_the_break_even_of_the_page_is_that_of_the_report(released, published):
    for row in released["break_even"].table("needed").rows:
        incident, payer = row.id.split("_", 1) if not row.id.startswith("self_harm") else ("self_harm", row.id[10:])
        found = printed(current_study().protocol).of(incident, payer)
        worked_out = outlook(
            Assumed(found.per_place.value, found.prevented.value, found.unit_cost.value, found.children)
        ).needed

        theirs = released["break_even"].table("needed").cell(row.id, "needed").value
        assert worked_out == pytest.approx(theirs, rel=5e-3)


def test_the_page_is_served_with_them(client, published):
    response = client.get("/report/decide/")

    assert response.status_code == 200
    assert "What follows" in response.content.decode()
