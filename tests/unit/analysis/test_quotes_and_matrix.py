"""Quotes and summaries: printed only with consent, after a second reading, and in a crowd."""

from typing import Any

import pytest

from newel.analysis import Evidence
from newel.disclosure import Released, control
from newel.findings import Answer
from newel.protocol import Disclosure
from tests.support.analysing import ask, evidence, finding, table, value
from tests.support.words import a_coded_protocol, coded


def heard(number: int, **about: Any) -> list[dict[str, Any]]:
    return [{"source_id": f"s{n}", "case_id": f"p{n}", **about} for n in range(1, number + 1)]


def of(
    quotes: list[dict[str, Any]],
    sources: list[dict[str, Any]] | None = None,
    *,
    cells: list[dict[str, Any]] | None = None,
    coding: dict[str, Any] | None = None,
) -> Evidence:
    known = sources or heard(10)
    records = coded(known, [("first", source["source_id"], "talk", 1) for source in known])
    records["quote"] = [{"quote_id": f"q{n}", "source_id": "s1"} | quote for n, quote in enumerate(quotes, start=1)]
    records["matrix_cell"] = [{"cell_id": f"m{n}"} | each for n, each in enumerate(cells or [], start=1)]
    return evidence(records, protocol=a_coded_protocol(coding))


def quotes_of(about: Evidence) -> Answer:
    return ask("quotes", about, "qualitative")


def released(analysis: str, about: Evidence) -> Released:
    return control(finding(analysis, about, "qualitative"), Disclosure())


def test_a_quote_is_printed_under_its_theme_with_group_and_type_and_never_the_site() -> None:
    quotes = table(quotes_of(of([{"code_id": "talk", "words": "We talk first."}])), "quotes_culture")

    (row,) = quotes.rows
    assert quotes.shape == "quotations"
    assert row.cells[0].says == "We talk first."
    assert row.label == "Staff, young offender institution (synthetic)"
    assert row.cells[0].people == 10
    assert "S01" not in str(quotes)
    assert "Site 1" not in str(quotes)


@pytest.mark.parametrize(
    ("reason", "quote", "source"),
    [
        ("no_consent", {}, {"may_be_quoted": False}),
        ("no_consent", {}, {"may_be_coded": False}),
        ("not_redacted", {}, {"redacted_on": None}),
        ("not_read", {"checked_by": None}, {}),
        ("not_read", {"checked_by": "a"}, {}),
        ("too_few", {}, {"site_id": "S02"}),
    ],
)
def test_a_quote_is_held_back_for_a_reason(reason: str, quote: dict[str, Any], source: dict[str, Any]) -> None:
    first, *others = heard(10)

    answer = quotes_of(of([quote], [first | source, *others]))

    assert value(answer, "status", "all", reason) == 1
    assert value(answer, "status", "all", "ready") == 0
    assert not [each for each in answer.tables if each.id.startswith("quotes_")]


def test_where_the_protocol_prints_no_quotes_none_is_ready() -> None:
    answer = quotes_of(of([{}], coding={"quotes_printed": False}))

    assert value(answer, "status", "all", "no_consent") == 1


def test_the_crowd_is_of_people_and_not_of_sources() -> None:
    """One person who was heard three times is still alone at the site."""
    sources = [{"source_id": f"s{n}", "case_id": "p1"} for n in (1, 2, 3)]

    assert value(quotes_of(of([{}], sources)), "status", "all", "too_few") == 1


@pytest.mark.parametrize(("number", "shown"), [(7, False), (8, True)])
def test_the_rule_withholds_a_quote_of_too_few_people_of_a_type_of_site(number: int, *, shown: bool) -> None:
    cell = released("quotes", of([{"words": "We talk."}], heard(number))).table("quotes_culture").rows[0].cells[0]

    assert (cell.shown == "We talk.") == shown
    assert (cell.shown == "*") != shown


def test_quotes_say_they_are_synthetic_where_they_are() -> None:
    assert any("synthetic" in note for note in quotes_of(of([{}])).notes)
    assert not any("synthetic" in note for note in quotes_of(of([])).notes)


def test_no_quote_at_all_is_said() -> None:
    assert "No quote was received." in quotes_of(of([])).notes


def matrix_of(about: Evidence, **options: Any) -> Answer:
    return ask("framework_matrix", about, "qualitative", **options)


def cells_of(number: int, **about: Any) -> list[dict[str, Any]]:
    return [{"source_id": None, "case_id": f"p{n}", "summary": f"Says {n}."} | about for n in range(1, number + 1)]


def test_a_row_is_a_case_and_tells_neither_site_nor_type() -> None:
    answer = matrix_of(of([], cells=cells_of(10)))

    matrix = table(answer, "matrix_staff")
    assert [row.label for row in matrix.rows] == [f"Staff {n}" for n in range(1, 11)]
    assert sorted(row.cells[0].says for row in matrix.rows) == sorted(f"Says {n}." for n in range(1, 11))
    assert {row.cells[1].says for row in matrix.rows} == {"Not summed up"}
    assert {cell.people for row in matrix.rows for cell in row.cells} == {10}
    assert "nstitution" not in str(matrix)


def test_the_latest_version_of_a_summary_is_printed() -> None:
    first, second = {"summary": "Once.", "version": 1}, {"summary": "Twice.", "version": 2}
    cells = [{"cell_id": "m", "source_id": None, "case_id": "p1"} | each for each in (second, first)]

    (row,) = table(matrix_of(of([], cells=cells)), "matrix_staff").rows
    assert row.cells[0].says == "Twice."


def test_a_case_that_would_be_alone_at_its_site_is_left_out() -> None:
    sources = [*heard(9), {"source_id": "s10", "case_id": "p10", "site_id": "S02"}]

    matrix = table(matrix_of(of([], sources, cells=cells_of(10))), "matrix_staff")

    assert len(matrix.rows) == 9
    assert "Says 10." not in str(matrix)


def test_a_group_that_is_asked_about_is_the_only_one_shown() -> None:
    sources = [*heard(9), *({"source_id": f"y{n}", "case_id": f"y{n}", "group": "young_person"} for n in range(9))]
    cells = [*cells_of(9), *({"source_id": None, "case_id": f"y{n}", "summary": "Yes."} for n in range(9))]

    shown = {each.id for each in matrix_of(of([], sources, cells=cells), groups=["young_person"]).tables}

    assert shown == {"filled", "matrix_young_person"}


def test_a_group_of_people_is_a_case_by_its_source() -> None:
    sources = [{"source_id": "s1", "session_id": None, "kind": "focus_group"}, *heard(9)[1:]]

    matrix = table(matrix_of(of([], sources, cells=[{"source_id": "s1", "summary": "All say."}])), "matrix_staff")

    assert [row.cells[0].says for row in matrix.rows] == ["All say."]


def test_the_rule_withholds_summaries_of_a_small_group() -> None:
    shown = released("framework_matrix", of([], heard(7), cells=cells_of(7)))

    assert {row.cells[0].shown for row in shown.table("matrix_staff").rows} == {"*"}


def test_themes_that_the_codebook_lacks_are_no_columns() -> None:
    answer = matrix_of(of([], cells=cells_of(3), coding={"themes": ["culture", "weather"]}))

    assert [column.id for column in table(answer, "matrix_staff").columns] == ["culture"]
