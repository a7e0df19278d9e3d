"""Tables of what was said and coded, once more in plain Python."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from newel.findings import Answer
from tests.support.analysing import ask, table, value
from tests.support.naive_words import (
    chao,
    counted,
    decisions,
    in_order,
    kappa,
    nominal_alpha,
    pairs,
    people,
    sources_of,
    upwards,
)
from tests.support.rehearsed import small_evidence, small_study
from tests.support.twins import Numbers, assert_twins, share
from tests.support.twins import rows as uncached

CODES = ("culture", "talk", "safety", "rare")
rows: Callable[[str], list[dict[str, Any]]] = cache(uncached)
TYPES = {site.id: site.type for site in small_study().sites}


@cache
def answer_of(analysis: str) -> Answer:
    return ask(analysis, small_evidence(), "qualitative")


def used() -> list[str]:
    return [code for code in CODES if sources_of(rows, code)]


def parts(of: Callable[[dict[str, Any]], str], names: list[str]) -> dict[str, set[str]]:
    """Return {column: the coded sources in it}, and all of them."""
    coded = {coding["source_id"] for coding in counted(rows)}
    found = {
        name: {source["source_id"] for source in rows("source") if source["source_id"] in coded and of(source) == name}
        for name in names
    }
    return found | {"all": coded}


def shares(codes: list[str], columns: dict[str, set[str]]) -> Numbers:
    return {
        (code, column): share(len(sources_of(rows, code) & sources), len(sources))
        for code in codes
        for column, sources in columns.items()
    }


GROUPS = ["staff", "young_person", "carer"]


def test_themes_and_codes_by_group() -> None:
    columns = parts(lambda source: str(source["group"]), GROUPS)

    assert_twins(table(answer_of("themes"), "themes"), shares(["culture", "safety"], columns))
    assert_twins(table(answer_of("themes"), "by_group"), shares(used(), columns))


def test_codes_by_type_of_site_and_by_wave() -> None:
    by_type = parts(lambda source: TYPES[source["site_id"]], ["yoi", "sch"])
    by_wave = parts(lambda source: str(source["wave"]), ["w1", "w2"])

    assert_twins(table(answer_of("themes"), "by_type"), shares(used(), by_type))
    assert_twins(table(answer_of("themes"), "by_wave"), shares(used(), by_wave))


def test_how_often_each_code_was_applied() -> None:
    expected: Numbers = {}
    for code in used():
        where = sources_of(rows, code)
        expected |= {(code, "sources"): len(where), (code, "people"): people(rows, where)}
        expected[code, "passages"] = sum(code in upwards(rows, coding["code_id"]) for coding in counted(rows))

    assert_twins(table(answer_of("themes"), "codes"), expected)


def test_codes_that_go_together() -> None:
    expected: Numbers = {}
    for (one, other), (units, sources, jaccard) in pairs(rows).items():
        row = f"{one}__{other}"
        expected |= {(row, "units"): units, (row, "sources"): sources, (row, "share"): jaccard}

    assert expected
    assert_twins(table(answer_of("themes"), "together"), expected)


@pytest.mark.parametrize("code", CODES)
def test_agreement_of_two_coders_on_turns(code: str) -> None:
    seen = decisions(rows, code)
    applied = [value for pair in seen for value in pair]
    answer = answer_of("coder_agreement")
    if not any(applied):
        assert code not in [row.id for row in table(answer, "codes").rows]
        return

    assert value(answer, "codes", code, "prevalence") == pytest.approx(100 * sum(applied) / len(applied))
    assert value(answer, "codes", code, "alpha") == pytest.approx(nominal_alpha(seen))
    same = share(sum(one == other for one, other in seen), len(seen))
    assert value(answer, "codes", code, "percent") == pytest.approx(same)
    for name in ("kappa", "fleiss", "ac1", "brennan_prediger"):
        assert value(answer, "codes", code, name) == pytest.approx(kappa(seen, by=name))


@pytest.mark.parametrize("code", ["culture", "safety"])
def test_agreement_of_two_coders_on_characters(code: str) -> None:
    """A character is decided as a turn is: here each of them is written out."""
    sides = [
        {
            (coding["source_id"], place)
            for coding in rows("coding")
            if coding["layer_id"] == f"layer-{purpose}" and code in upwards(rows, coding["code_id"])
            for place in range(coding["start"], coding["end"])
        }
        for purpose in ("first", "second")
    ]
    twice = _twice()
    ends: dict[str, int] = {}
    for unit in rows("unit"):
        ends[unit["source_id"]] = max(ends.get(unit["source_id"], 0), unit["end"])
    seen = [
        ((source, place) in sides[0], (source, place) in sides[1]) for source in twice for place in range(ends[source])
    ]

    assert value(answer_of("coder_agreement"), "codes", code, "characters") == pytest.approx(nominal_alpha(seen))


def _twice() -> set[str]:
    """Return the sources in which both coders coded anything."""
    first, second = (
        {coding["source_id"] for coding in rows("coding") if coding["layer_id"] == f"layer-{purpose}"}
        for purpose in ("first", "second")
    )
    return first & second


def test_how_much_was_coded_twice() -> None:
    twice = _twice()
    units = sum(unit["source_id"] in twice for unit in rows("unit"))
    answer = answer_of("coder_agreement")

    assert value(answer, "overall", "all", "sources") == len(twice)
    assert value(answer, "overall", "all", "share") == share(len(twice), len({c["source_id"] for c in counted(rows)}))
    assert value(answer, "overall", "all", "units") == units


@pytest.mark.parametrize("group", [*GROUPS, "all"])
def test_saturation_by_base_run_and_threshold(group: str) -> None:
    codes, answer = in_order(rows, group), answer_of("saturation")
    base = set().union(*codes[:3])
    news = [len(set().union(*codes[at : at + 2]) - set().union(*codes[:at])) for at in range(3, len(codes) - 1)]
    reached = next((at for at, new in enumerate(news, start=3) if new / len(base) <= 0.05), None)

    assert value(answer, "saturation", group, "sources") == len(codes)
    assert value(answer, "saturation", group, "base") == len(base)
    assert value(answer, "saturation", group, "last_run") == news[-1]
    assert value(answer, "saturation", group, "codes") == len(set().union(*codes))
    assert value(answer, "saturation", group, "chao2") == pytest.approx(chao(codes))
    (said,) = [row.cells[2].says for row in table(answer, "saturation").rows if row.id == group]
    assert said == ("Not reached" if reached is None else f"{reached}+2 sources")


def test_the_curve_of_codes_found() -> None:
    curve = table(answer_of("saturation"), "curve")
    ordered = {group: in_order(rows, group) for group in (*GROUPS, "all")}

    for row in curve.rows:
        step = int(row.label)
        for column, cell in zip(curve.columns[:-1], row.cells[:-1], strict=True):
            codes = ordered[column.id]
            assert cell.value == (len(set().union(*codes[:step])) if step <= len(codes) else None)


def test_the_curve_in_any_order_is_what_drawing_sources_without_order_brings() -> None:
    """The mean over all orders is known: a code is missing after n of N sources by the hypergeometric chance."""
    codes = in_order(rows, "all")
    curve = table(answer_of("saturation"), "curve")
    for row in curve.rows:
        step, expected = int(row.label), 0.0
        for code in set().union(*codes):
            without = sum(code not in each for each in codes)
            missing = 1.0
            for drawn in range(step):
                missing *= max(without - drawn, 0) / (len(codes) - drawn)
            expected += 1 - missing
        assert row.cells[-1].value == pytest.approx(expected, abs=0.12)


def test_the_matrix_is_as_full_as_its_summaries() -> None:
    expected: Numbers = {}
    coded = {coding["source_id"] for coding in counted(rows)}
    for group in GROUPS:
        own = [each for each in rows("source") if each["group"] == group and each["source_id"] in coded]
        cases = {source["case_id"] or source["source_id"] for source in own}
        expected[group, "cases"] = len(cases)
        for theme in ("culture", "safety"):
            written = {cell["case_id"] or cell["source_id"] for cell in rows("matrix_cell") if cell["code_id"] == theme}
            expected[group, theme] = share(len(cases & written), len(cases))

    assert_twins(table(answer_of("framework_matrix"), "filled"), expected)


def test_the_matrix_holds_each_summary_once_under_its_theme() -> None:
    answer = answer_of("framework_matrix")
    group_of = {source["case_id"] or source["source_id"]: source["group"] for source in rows("source")}
    for group in GROUPS:
        (matrix,) = [each for each in answer.tables if each.id == f"matrix_{group}"]
        for place, theme in enumerate(column.id for column in matrix.columns):
            said = sorted(row.cells[place].says for row in matrix.rows if row.cells[place].says != "Not summed up")
            written = sorted(
                cell["summary"]
                for cell in rows("matrix_cell")
                if cell["code_id"] == theme and group_of[cell["case_id"] or cell["source_id"]] == group
            )
            assert said == written


def test_quotes_by_where_they_stand() -> None:
    sources = {source["source_id"]: source for source in rows("source")}
    here: dict[tuple[str, str], int] = {}
    for source in sources.values():
        crowd = (source["site_id"], source["group"])
        here[crowd] = here.get(crowd, 0) + people(rows, {source["source_id"]})
    expected: Numbers = {}
    for theme in ("culture", "safety", "all"):
        own = [q for q in rows("quote") if theme in ("all", *upwards(rows, q["code_id"]))]
        stand = [_stands(quote, sources[quote["source_id"]], here) for quote in own]
        expected[theme, "chosen"] = len(own)
        for name in ("ready", "no_consent", "not_redacted", "not_read", "too_few"):
            expected[theme, name] = stand.count(name)

    assert_twins(table(answer_of("quotes"), "status"), expected)


def _stands(quote: dict[str, Any], source: dict[str, Any], here: dict[tuple[str, str], int]) -> str:
    if not source["may_be_quoted"]:
        return "no_consent"
    if source["redacted_on"] is None:
        return "not_redacted"
    if quote["checked_by"] is None:
        return "not_read"
    return "ready" if here[source["site_id"], source["group"]] >= 2 else "too_few"
