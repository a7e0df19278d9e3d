"""What must not move the tables of words: names of coders, cases and sources, the order of records, a second coder."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newel.disclosure import control
from newel.findings import Table
from newel.protocol import Disclosure
from tests.support.analysing import ask, evidence, finding
from tests.support.words import CODEBOOK, a_coded_protocol, coded

PROTOCOL = a_coded_protocol()
CODES = [code.id for code in CODEBOOK.codes]
PLACES = [("S01", "staff"), ("S01", "young_person"), ("S03", "staff"), ("S04", "carer")]
PEOPLE = 12
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
place = st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(CODES), st.integers(1, 4))
placed = st.lists(place, min_size=1, max_size=25, unique=True)
Places = list[tuple[int, str, int]]


def records(places: Places, *, layer: str = "first", name: str = "s{:02d}") -> dict[str, list[dict[str, Any]]]:
    sources = [
        {"source_id": name.format(n), "case_id": f"p{n}", "site_id": PLACES[n % 4][0], "group": PLACES[n % 4][1]}
        for n in range(PEOPLE)
    ]
    return coded(sources, [(layer, name.format(n), code, turn) for n, code, turn in places])


def tables(found: dict[str, Any], analysis: str = "themes") -> tuple[Table, ...]:
    return ask(analysis, evidence(found, protocol=PROTOCOL), "qualitative").tables


@few
@given(placed)
def test_names_of_sources_and_cases_say_nothing(places: Places) -> None:
    one, other = records(places), records(places, name="z{:02d}")
    for source in other["source"]:
        source["case_id"] = f"person {source['case_id']}"

    assert tables(one) == tables(other)


@few
@given(placed, st.randoms(use_true_random=False))
def test_the_order_of_records_says_nothing(places: Places, random: Any) -> None:
    one, other = records(places), records(places)
    for rows in other.values():
        if isinstance(rows, list):
            rows[:] = random.sample(rows, len(rows))

    assert tables(one) == tables(other)


@few
@given(placed, placed)
def test_what_a_second_coder_saw_changes_no_theme(places: Places, second: Places) -> None:
    one, other = records(places), records(places)
    again = records(second, layer="second")["coding"]
    other["coding"] += [coding | {"coding_id": f"again {coding['coding_id']}"} for coding in again]

    assert tables(one) == tables(other)


@few
@given(placed)
def test_a_reconciled_layer_that_keeps_what_the_first_saw_changes_no_theme(places: Places) -> None:
    one, other = records(places), records(places)
    agreed = records(places, layer="agreed")["coding"]
    other["coding"] += [coding | {"coding_id": f"agreed {coding['coding_id']}"} for coding in agreed]

    assert tables(one) == tables(other)


@few
@given(placed)
def test_a_theme_is_at_least_as_widespread_as_any_code_below_it(places: Places) -> None:
    (codes,) = [table for table in tables(records(places)) if table.id == "codes"]
    sources = {row.id: row.cells[0].value or 0 for row in codes.rows}

    for code in CODEBOOK.codes:
        if code.parent and code.id in sources:
            assert sources[code.parent] >= sources[code.id]


@few
@given(placed)
def test_two_layers_that_are_the_same_agree_wholly_or_cannot_be_judged(places: Places) -> None:
    found = records(places)
    again = records(places, layer="second")["coding"]
    found["coding"] += [coding | {"coding_id": f"again {coding['coding_id']}"} for coding in again]

    (codes, _) = tables(found, "coder_agreement")
    for row in codes.rows:
        cells = dict(zip((column.id for column in codes.columns), row.cells, strict=True))
        assert cells["percent"].value == 100
        for name in ("alpha", "ac1", "kappa", "characters", "u_alpha"):
            assert cells[name].value is None or cells[name].value == pytest.approx(1.0)


@few
@given(placed)
def test_agreement_does_not_ask_who_is_called_first(places: Places) -> None:
    first, second = places[::2] or places, places[1::2] or places
    found = []
    for one, other in ((first, second), (second, first)):
        both = records(one)
        both["coding"] += [
            coding | {"coding_id": f"b {coding['coding_id']}"} for coding in records(other, layer="second")["coding"]
        ]
        found.append({row.id: [cell.value for cell in row.cells] for row in tables(both, "coder_agreement")[0].rows})

    assert found[0].keys() == found[1].keys()
    for row, values in found[0].items():
        assert values == pytest.approx(found[1][row], nan_ok=True)


@few
@given(placed)
def test_no_released_share_or_count_of_words_is_of_one_to_seven_people(places: Places) -> None:
    about = evidence(records(places), protocol=PROTOCOL)
    answered = finding("themes", about, "qualitative")
    shown = control(answered, Disclosure())

    for table in answered.answer.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                printed = shown.table(table.id).cell(row.id, column.id)
                counts = [cell.people, cell.numerator if cell.kind == "percentage" else cell.value]
                if cell.value is not None and any(count is not None and 0 < count < 8 for count in counts):
                    assert printed.shown == "*" or cell.kind == "coefficient", (table.id, row.id, column.id)
