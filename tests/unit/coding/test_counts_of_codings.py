"""Counts of codings: by columns of sources, how much is coded, what goes together, and what each source added."""

from datetime import date

import pytest

from newel.coding import cooccurrence, coverage, crosstab, saturation_order
from tests.support.coding import BOOK, a_coding, a_source, at, interviews


def test_codes_are_counted_in_codings_sources_and_cases() -> None:
    sources = interviews()
    codings = [
        a_coding(sources[0], "trust", "trust"),
        a_coding(sources[0], "trust", "them"),
        a_coding(sources[1], "trust", "trust"),
        a_coding(sources[2], "time", "time"),
    ]

    found = crosstab(codings, sources, by="group")

    assert (found.codes, found.columns) == (("time", "trust"), ("staff", "young_people"))
    assert found.codings == {("trust", "staff"): 3, ("time", "young_people"): 1}
    assert found.sources == {("trust", "staff"): 2, ("time", "young_people"): 1}
    assert found.cases["trust", "staff"] == 2
    assert found.share("trust", "staff") == 1.0
    assert found.share("trust", "young_people") == 0.0


def test_with_a_codebook_a_code_counts_what_lies_below_it_once() -> None:
    source = interviews()[0]
    codings = [a_coding(source, "kept", "trust"), a_coding(source, "trust", "trust")]

    found = crosstab(codings, [source], by="group", codebook=BOOK)

    assert found.codes == ("culture", "trust", "kept")
    assert [found.codings[code, "staff"] for code in found.codes] == [2, 2, 1]


def test_columns_may_come_from_the_study_as_a_site_type_does() -> None:
    sources = interviews()
    kind_of = {"site1": "yoi", "site0": "sch"}

    found = crosstab(
        [a_coding(sources[0], "time", "time")], sources, by=lambda source: kind_of.get(source.site or "")
    )

    assert found.sources_in == {"yoi": 2, "sch": 2}
    assert found.codings == {("time", "yoi"): 1}


def test_a_source_without_the_attribute_is_counted_in_no_column_and_said_to_be() -> None:
    source = a_source()

    found = crosstab([a_coding(source, "time", "time")], [source], by="wave")

    assert (found.codings, found.columns, found.without) == ({}, (), 1)


def test_a_group_interview_without_a_case_counts_as_no_case() -> None:
    source = a_source(group="staff")

    assert crosstab([a_coding(source, "time", "time")], [source], by="group").cases == {("time", "staff"): 0}


def test_coverage_counts_overlapping_words_once() -> None:
    source = a_source("s1", "abcdefghij", "klmnopqrst")
    codings = [at(source, "time", 0, 6), at(source, "trust", 4, 8), at(source, "time", 5, 7)]

    found = coverage(codings, [source, a_source("s2")])

    assert found.length["s1"] == 20
    assert found.coded == {"s1": 8, "s2": 0}
    assert found.by_code == {"time": 7, "trust": 4}
    assert found.share("s1") == 0.4


def test_the_share_of_an_empty_source_is_nothing() -> None:
    empty = a_source("s1", "")

    assert coverage([], [empty]).share("s1") == 0.0


def test_sources_are_put_in_the_order_they_were_held() -> None:
    late, early, undated = (
        a_source("a", held_on=date(2019, 5, 1)), a_source("b", held_on=date(2019, 1, 1)), a_source("c"),
    )  # fmt: skip
    codings = [
        a_coding(late, "trust", "trust"), a_coding(late, "time", "time"), a_coding(early, "time", "time"),
        a_coding(undated, "kept", "asked"),
    ]  # fmt: skip

    found = saturation_order(codings, [late, early, undated, a_source("never coded")])

    assert [(each.source, sorted(each.codes), sorted(each.new)) for each in found] == [
        ("b", ["time"], ["time"]),
        ("a", ["time", "trust"], ["trust"]),
        ("c", ["kept"], ["kept"]),
    ]


def test_saturation_can_be_told_of_themes() -> None:
    source, other = a_source("a"), a_source("b")
    codings = [a_coding(source, "kept", "trust"), a_coding(other, "trust", "trust")]

    assert [len(each.new) for each in saturation_order(codings, [source, other], codebook=BOOK)] == [1, 0]


def test_codes_on_the_same_words_go_together() -> None:
    source = a_source("s1", "abcdefghij", "klmnopqrst")
    codings = [at(source, "time", 0, 5), at(source, "trust", 4, 8), at(source, "kept", 8, 9), at(source, "time", 2, 3)]

    found = cooccurrence(codings)

    assert found.together == {("time", "trust"): 1}
    assert (found.count("trust", "time"), found.sources["time", "trust"]) == (1, 1)
    assert found.codes == {"time": 2, "trust": 1, "kept": 1}
    with pytest.raises(ValueError, match="needs units"):
        found.jaccard("time", "trust")


def test_codes_in_the_same_turn_go_together() -> None:
    source = a_source("s1", "abcdefghij", "klmnopqrst")
    codings = [at(source, "time", 0, 5), at(source, "trust", 8, 9), at(source, "trust", 12, 13)]

    found = cooccurrence(codings, [source], within="unit")

    assert found.together == {("time", "trust"): 1}
    assert found.codes == {"time": 1, "trust": 2}
    assert found.jaccard("time", "trust") == 0.5
    assert found.jaccard("time", "nothing") == 0.0


def test_two_coders_who_use_different_codes_do_not_make_them_go_together() -> None:
    source = a_source()
    codings = [at(source, "time", 0, 5), at(source, "trust", 0, 5, layer="second")]

    assert cooccurrence(codings).together == {}
    assert cooccurrence(codings, [source], within="unit").together == {}
