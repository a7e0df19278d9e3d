"""Themes: what counts, where, of how many people, and what is never told."""

from typing import Any

import pytest

from newel.analysis import Evidence
from newel.disclosure import control
from newel.protocol import Disclosure
from tests.support.analysing import ask, cell, evidence, finding, table, value
from tests.support.words import a_coded_protocol, coded

SOURCES = [
    {"source_id": "s1", "case_id": "p1"},
    {"source_id": "s2", "case_id": "p2", "site_id": "S03", "wave": "w2"},
    {"source_id": "s3", "case_id": "p3", "group": "young_person"},
]


def of(codings: list[tuple[str, str, str, int]], sources: list[dict[str, Any]] | None = None, **more: Any) -> Evidence:
    records = coded(sources or SOURCES, codings) | more
    return evidence(records, protocol=a_coded_protocol())


def test_a_theme_counts_where_a_code_below_it_does() -> None:
    answer = ask("themes", of([("first", "s1", "talk", 1), ("first", "s2", "culture", 1)]), "qualitative")

    assert value(answer, "codes", "culture", "sources") == 2
    assert value(answer, "codes", "talk", "sources") == 1
    assert value(answer, "codes", "culture", "passages") == 2
    assert [row.label for row in table(answer, "codes").rows] == ["Culture", "Culture / Talk"]


def test_what_was_reconciled_counts_in_its_source_and_nothing_else_of_it() -> None:
    codings = [
        ("first", "s1", "talk", 1),
        ("second", "s1", "rare", 2),
        ("agreed", "s1", "safety", 2),
        ("first", "s2", "talk", 1),
    ]

    answer = ask("themes", of(codings), "qualitative")

    assert value(answer, "codes", "safety", "sources") == 1
    assert value(answer, "codes", "talk", "sources") == 1
    assert [row.id for row in table(answer, "codes").rows] == ["culture", "talk", "safety"]


def test_a_share_is_of_coded_sources_and_about_the_people_in_them() -> None:
    answer = ask("themes", of([("first", source, "talk", 1) for source in ("s1", "s2")]), "qualitative")

    found = cell(answer, "by_group", "talk", "staff")
    assert (found.value, found.numerator, found.denominator, found.people) == (100, 2, 2, 2)
    assert cell(answer, "by_group", "talk", "young_person").why_missing
    assert value(answer, "by_type", "talk", "yoi") == 100
    assert value(answer, "by_wave", "talk", "w2") == 100


def test_a_group_speaks_for_all_who_are_in_it_and_a_case_is_one_however_often_heard() -> None:
    sources = [
        {"source_id": "s1", "case_id": "p1"},
        {"source_id": "s2", "case_id": "p1", "wave": "w2"},
        {"source_id": "s3", "kind": "focus_group", "session_id": "g1"},
        {"source_id": "s4", "kind": "observation", "group": None, "observation_id": "o1"},
        {"source_id": "s5", "kind": "minutes", "group": None},
    ]
    codings = [("first", source["source_id"], "talk", 1) for source in sources]
    held = {
        "session": [{"session_id": "g1", "kind": "focus_group", "people": 5}],
        "observation": [{"observation_id": "o1", "staff_present": 4}],
    }

    answer = ask("themes", of(codings, sources, **held), "qualitative")

    assert answer.n.value == 1 + 5 + 4 + 1
    assert value(answer, "codes", "talk", "people") == 11
    assert value(answer, "codes", "talk", "sources") == 5
    assert value(answer, "by_group", "talk", "staff") == 100


def test_a_source_that_may_not_be_coded_is_as_if_it_were_not_there() -> None:
    sources = [SOURCES[0], SOURCES[1] | {"may_be_coded": False}]

    answer = ask("themes", of([("first", "s1", "talk", 1), ("first", "s2", "safety", 1)], sources), "qualitative")

    assert [row.id for row in table(answer, "codes").rows] == ["culture", "talk"]
    assert answer.n.value == 1


def test_codes_go_together_where_they_share_a_turn() -> None:
    codings = [("first", "s1", code, turn) for code in ("talk", "safety") for turn in (1, 2)]
    codings += [("first", "s1", "talk", 3), ("first", "s1", "rare", 4), ("first", "s1", "culture", 1)]

    answer = ask("themes", of(codings), "qualitative")

    assert value(answer, "together", "safety__talk", "units") == 2
    assert value(answer, "together", "safety__talk", "share") == pytest.approx(2 / 3)
    rows = [row.id for row in table(answer, "together").rows]
    assert "culture__talk" not in rows
    assert "rare__talk" not in rows


def test_a_code_of_few_people_is_withheld_and_its_row_cannot_be_summed_up() -> None:
    sources = [
        *({"source_id": f"a{n}", "case_id": f"a{n}"} for n in range(20)),
        *({"source_id": f"b{n}", "case_id": f"b{n}", "group": "young_person"} for n in range(20)),
    ]
    codings = [("first", f"a{n}", "talk", 1) for n in range(20)]
    codings += [("first", f"b{n}", "talk", 1) for n in range(3)]
    codings += [("first", f"b{n}", "safety", 1) for n in range(20)]

    released = control(finding("themes", of(codings, sources), "qualitative"), Disclosure())

    shown = {column: released.table("by_group").cell("talk", column).shown for column in ("young_person", "staff")}
    assert shown["young_person"] == "*"
    assert released.table("codes").cell("talk", "people").shown == "25"
    assert released.table("by_group").cell("safety", "young_person").shown == "100%"


def test_ids_with_a_dot_become_row_ids_that_an_address_can_hold() -> None:
    records = coded(SOURCES, [("first", "s1", "stairs.3", 1)])
    records["code"].append({"code_id": "stairs.3", "name": "Activators", "theme": "stairs.3"})

    answer = ask("themes", evidence(records, protocol=a_coded_protocol()), "qualitative")

    assert value(answer, "codes", "stairs_3", "sources") == 1


def test_nothing_coded_is_said() -> None:
    answer = ask("themes", of([]), "qualitative")

    assert "No coded source was received." in answer.notes
    assert answer.n.value == 0
