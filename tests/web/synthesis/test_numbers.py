"""Released numbers by their address, as the publication prints them; and what the pages make of them."""

import pytest

from newel.synthesis import Display, balance_of, moved, topics_of
from newel.synthesis.convergence import said_row
from newel.web.synthesis.presenters import choices, grid, history, judged_rows, sides
from newel.web.synthesis.queries.numbers import Number, Numbers, released_numbers
from newel.web.synthesis.queries.things import Things
from tests.support.publications import FREEZE, ROWS, publish_numbers
from tests.support.synthesis import STEP, a_theory, evidence, said

ADDRESS = "incidents.rates_by_type.all.assaults"


@pytest.fixture
def numbers(settings, tmp_path):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public")
    return released_numbers()


def test_a_number_that_is_printed_twice_is_taken_with_its_interval(numbers):
    assert numbers.by_address[ADDRESS].interval == "323 to 442"
    assert numbers.freeze == FREEZE


def test_only_cells_of_tables_have_an_address_of_four_parts(numbers):
    assert "incidents.n" not in numbers.by_address
    assert len(numbers.by_address) == len({row[0] for row in ROWS}) - 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Number("a.b.c.d", "377", "323 to 442", "per 100 children per year", "Table 1"),
         "377 per 100 children per year (323 to 442)"),
        (Number("a.b.c.d", "59%", "", "%", "Table 1"), "59%"),
        (Number("a.b.c.d", "*", "", "people", "Table 1"), "withheld"),
        (Number("a.b.c.d", "Confirm", "", "", "Table 1"), "Confirm"),
        (Number("a.b.c.d", "no data", "", "", "Table 1"), "no data"),
        (Number("a.b.c.d", "£12", "£10 to £14", "GBP", "Table 1"), "£12 (£10 to £14)"),
        (Number("a.b.c.d", "£12", "", "GBP per child-year", "Table 1"), "£12 per child-year"),
    ],
)  # fmt: skip
def test_a_number_is_said_with_its_unit_once(number, words):
    assert number.words == words


def test_numbers_are_found_by_any_words_of_their_address_and_never_by_none(numbers):
    assert [each.address for each in numbers.like("YOI assaults")] == ["incidents.rates_by_type.yoi.assaults"]
    assert numbers.like("  ") == []
    assert numbers.like("nothing like it") == []
    assert len(numbers.like(".", most=2)) == 2


def test_without_a_publication_there_is_no_number(settings, tmp_path):
    settings.NEWEL_PUBLIC = tmp_path / "nothing"

    assert released_numbers() == Numbers("", {})


def test_a_publication_without_the_list_has_no_number(settings, tmp_path):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public")
    (settings.NEWEL_PUBLIC / "tables" / "every-number.csv").unlink()

    assert released_numbers().by_address == {}


def test_evidence_stands_on_three_sides_each_with_its_heading(numbers):
    linked = [evidence(bearing="contradicts"), evidence(id="e2", kind="finding", thing="a.b.c.d")]
    found = sides(balance_of(a_theory(), linked), numbers, Things("lead-all"))

    assert [(side.title, len(side.pieces)) for side in found] == [
        ("Supports it", 1), ("Contradicts it", 1), ("Limits it", 0),
    ]  # fmt: skip
    assert found[0].pieces[0].number == "not in the publication"
    assert found[1].pieces[0].number == "377 per 100 children per year (323 to 442)"


def test_a_history_reads_from_the_latest_to_the_first():
    theory = moved(a_theory(), "proposed", step=STEP, backed=False)

    assert [version.version for version in history(theory)] == [2, 1]


def test_choices_say_their_names_in_words():
    assert choices(("not_judged", "weak"), names={"weak": "Rather weak"}) == [
        ("not_judged", "Not judged"),
        ("weak", "Rather weak"),
    ]


def test_a_row_of_topics_says_what_nobody_judged():
    (row,) = judged_rows(topics_of([said_row(said())]))

    assert row["judged"] == [("Quantitative", "Agreement"), ("Qualitative", "Not judged"), ("Economic", "Not judged")]
    assert (row["fit"], row["says"]) == ("", "")


def test_a_grid_holds_words_and_addresses_and_nothing_where_nothing_is_asked(numbers):
    display = Display.model_validate(
        {
            "title": "T", "shape": "side_by_side", "row_header": "R", "says": "S",
            "columns": [{"id": "all", "label": "All"}, {"id": "yoi", "label": "YOI"}, {"id": "sch", "label": "SCH"}],
            "rows": [{"id": "r", "label": "Assaults", "cells": {
                "all": "incidents.rates_by_type.all.assaults", "yoi": "incidents.rates_by_type.yoi.gone"}}],
        }
    )  # fmt: skip
    (row,) = grid(display, numbers)

    assert row["label"] == "Assaults"
    assert row["cells"] == [
        ("All", "377 per 100 children per year (323 to 442)", ADDRESS),
        ("YOI", "not in the publication", "incidents.rates_by_type.yoi.gone"),
        ("SCH", "", ""),
    ]
