"""Saturation: sources stand in the order they were held, and nothing is promised of those who were not heard."""

from datetime import date

from newel.analysis import Evidence
from newel.findings import Answer
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.words import a_coded_protocol, coded

CODES = ("talk", "safety", "rare", "culture")


def held(*codes: str, days: tuple[int, ...] | None = None) -> Evidence:
    """Return one source a code, held on the days given, else one after the other."""
    sources = [
        {"source_id": f"s{n}", "case_id": f"p{n}", "held_on": date(2019, 3, (days or range(1, 29))[n])}
        for n in range(len(codes))
    ]
    codings = [("first", f"s{n}", code, 1) for n, code in enumerate(codes)]
    return evidence(coded(sources, codings), protocol=a_coded_protocol())


def answer_of(about: Evidence) -> Answer:
    return ask("saturation", about, "qualitative")


def curve(answer: Answer) -> list[float | None]:
    return [row.cells[0].value for row in table(answer, "curve").rows]


def test_the_order_is_that_of_the_days_and_not_of_the_ids() -> None:
    one, other = held("talk", "talk", "safety"), held("talk", "talk", "safety", days=(3, 2, 1))

    assert curve(answer_of(one)) == [1, 1, 2]
    assert curve(answer_of(other)) == [1, 2, 2]


def test_a_run_without_new_codes_reaches_the_threshold() -> None:
    answer = answer_of(held("talk", "safety", "rare", "talk", "talk", "safety"))

    assert cell(answer, "saturation", "staff", "reached").says == "3+2 sources"
    assert value(answer, "saturation", "staff", "last_run") == 0


def test_new_codes_to_the_end_do_not_reach_it() -> None:
    answer = answer_of(held("talk", "talk", "talk", "safety", "rare"))

    assert cell(answer, "saturation", "staff", "reached").says == "Not reached"
    assert value(answer, "saturation", "staff", "last_run") == 2


def test_too_few_sources_say_so() -> None:
    answer = answer_of(held("talk", "safety"))

    assert "too few sources" in cell(answer, "saturation", "staff", "reached").why_missing
    assert "no coded source" not in cell(answer, "saturation", "staff", "codes").why_missing
    assert value(answer, "saturation", "staff", "codes") == 2


def test_a_group_that_was_not_heard_has_an_empty_curve() -> None:
    answer = answer_of(held("talk", "safety"))

    assert cell(answer, "curve", "after_1", "carer").value is None
    assert value(answer, "saturation", "carer", "sources") == 0


def test_the_curve_ends_at_the_last_source_and_rises_only() -> None:
    answer = answer_of(held(*(CODES * 7)))

    rows = table(answer, "curve").rows
    assert rows[-1].label == "28"
    found = [float(value or 0) for value in curve(answer)]
    assert found == sorted(found)
    assert found[-1] == 4


def test_saturation_is_never_called_proof() -> None:
    assert any("never proof" in note for note in answer_of(held("talk")).notes)


def test_nothing_coded_is_said() -> None:
    assert "No coded source was received." in answer_of(held()).notes
