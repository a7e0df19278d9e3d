"""What an analysis reads of coded words: no text, one codebook, the codings that count, and who was heard."""

from datetime import date
from typing import Any

import pytest

from newel.analysis import Evidence
from newel.analysis._coded import Coded, read_coded
from newel.analysis._crowds import crowds, speaker
from tests.support.analysing import evidence
from tests.support.words import LAYERS, a_coded_protocol, coded

PROTOCOL = a_coded_protocol()
SOURCES = [
    {"source_id": "s1", "case_id": "p1"},
    {"source_id": "s2", "case_id": "p1", "wave": "w2"},
    {"source_id": "s3", "case_id": "p3", "site_id": "S02", "group": "young_person", "redacted_on": None},
]
CODINGS = [
    ("first", "s1", "talk", 1),
    ("second", "s1", "safety", 1),
    ("agreed", "s1", "rare", 2),
    ("first", "s2", "culture", 3),
]


def about(codings: list[tuple[str, str, str, int]] | None = None, **more: Any) -> Evidence:
    return evidence(coded(SOURCES, CODINGS if codings is None else codings) | more, protocol=PROTOCOL)


def of(codings: list[tuple[str, str, str, int]] | None = None, **more: Any) -> Coded:
    return read_coded(about(codings, **more).freeze)


def test_a_source_is_as_long_as_its_text_and_says_nothing() -> None:
    source = of().by_id["s1"]

    assert source.text == " " * 49
    assert [(unit.number, unit.start, unit.end) for unit in source.units] == [
        (n, 10 * n, 10 * n + 9) for n in (1, 2, 3, 4)
    ]
    assert (source.case, source.site, source.group, source.wave) == ("p1", "S01", "staff", "w1")
    assert source.held_on == date(2019, 3, 1)
    assert source.version == 2


def test_the_codings_that_count_are_the_agreed_and_of_other_sources_the_first() -> None:
    assert sorted((coding.source, coding.code) for coding in of().counted) == [("s1", "rare"), ("s2", "culture")]


def test_a_code_is_where_it_or_one_below_it_counts() -> None:
    found = of()

    assert found.where == {"rare": {"s1"}, "safety": {"s1"}, "culture": {"s2"}}
    assert [code.id for code in found.used] == ["culture", "safety", "rare"]


def test_only_sources_with_a_coding_that_counts_were_coded() -> None:
    assert [source.id for source in of().coded] == ["s1", "s2"]
    assert of([("second", "s1", "talk", 1)]).coded == ()


def test_a_person_heard_twice_is_one_person() -> None:
    found = of()

    assert found.heard(["s1", "s2"]) == 1
    assert found.heard(found.sources) == 2
    assert found.heard([]) == 0


@pytest.mark.parametrize(
    ("source", "people"),
    [
        ({"session_id": "g", "kind": "focus_group"}, 6),
        ({"observation_id": "o", "kind": "observation", "group": None}, 4),
        ({"kind": "minutes", "group": None}, 1),
        ({"session_id": "g", "case_id": "p9"}, 1),
    ],
)
def test_who_speaks_in_a_source_is_read_from_its_session_or_its_observation(
    source: dict[str, Any], people: int
) -> None:
    held = {
        "session": [{"session_id": "g", "kind": "focus_group", "people": 6}],
        "observation": [{"observation_id": "o", "staff_present": 4}],
        "source": [*SOURCES, source | {"source_id": "s9"}],
    }

    assert of(**held).people["s9"] == people


def test_a_layer_that_is_open_is_not_locked() -> None:
    layers = of(layer=[*LAYERS, {"layer_id": "open", "coder": "c", "locked_on": None}]).layers

    assert {layer.id: layer.locked for layer in layers} == {
        "first": True, "second": True, "agreed": True, "open": False,
    }  # fmt: skip


def test_the_redacted_sources_are_those_that_were_signed_off() -> None:
    assert of().redacted == {"s1", "s2"}


def test_a_crowd_is_of_one_group_at_one_site_and_of_one_group_in_a_type() -> None:
    sources = [
        *({"source_id": f"a{n}", "case_id": f"a{n}"} for n in range(3)),
        *({"source_id": f"b{n}", "case_id": f"b{n}", "site_id": "S02"} for n in range(2)),
        {"source_id": "c", "case_id": "c", "group": "carer"},
    ]
    coded_there = read_coded(evidence(coded(sources, []), protocol=PROTOCOL).freeze)
    around = crowds(PROTOCOL, coded_there)

    a, b, c = (coded_there.by_id[name] for name in ("a0", "b0", "c"))
    assert (around.here(a), around.here(b), around.here(c)) == (3, 2, 1)
    assert (around.printed(a), around.printed(b), around.printed(c)) == (5, 5, 1)
    assert [around.safe(source) for source in (a, b, c)] == [True, True, False]


def test_without_a_plan_every_crowd_is_one() -> None:
    coded_there = of()

    around = crowds(PROTOCOL.model_copy(update={"coding": None}), coded_there)

    assert all(around.safe(source) for source in coded_there.sources)


def test_who_speaks_is_told_by_group_and_type_of_site() -> None:
    found = of(source=[*SOURCES, {"source_id": "m", "site_id": "S04", "kind": "minutes", "group": None}])

    assert speaker(PROTOCOL, found.by_id["s1"]) == "Staff, young offender institution"
    assert speaker(PROTOCOL, found.by_id["m"]) == "A meeting, secure children's home"
