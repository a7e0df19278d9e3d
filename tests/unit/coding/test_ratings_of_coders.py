"""What coders decided as ratings: in each unit, as sets of codes, and on each character."""

from dataclasses import replace

import numpy as np

from newel.coding import continua, unit_code_sets, unit_ratings
from newel.statistics.measurement import character_alpha, krippendorff_alpha, masi_alpha, u_alpha
from newel.transcripts import Unit
from tests.support.coding import BOOK, a_coding, a_source, at

ONE, TWO = a_source("s1"), a_source("s2")


def test_a_coding_applies_to_every_unit_that_it_touches() -> None:
    across = at(ONE, "trust", 8, 20)

    found = unit_ratings([ONE], [[across], []], "trust")

    assert found.ratings.tolist() == [[1, 0], [1, 0], [0, 0]]
    assert found.clusters == ("s1", "s1", "s1")
    assert [unit.number for unit in found.units] == [1, 2, 3]


def test_a_coding_that_ends_where_a_unit_begins_does_not_touch_it() -> None:
    first, second = ONE.units[:2]

    found = unit_ratings([ONE], [[at(ONE, "trust", first.start, second.start)]], "trust")

    assert found.ratings[:, 0].tolist() == [1, 0, 0]


def test_units_of_several_sources_keep_their_source_as_cluster() -> None:
    codings = [a_coding(TWO, "time", "time")]

    found = unit_ratings([ONE, TWO], [codings, codings], "time")

    assert found.clusters == ("s1",) * 3 + ("s2",) * 3
    assert np.flatnonzero(found.ratings[:, 0]).tolist() == [4]


def test_a_code_below_counts_as_the_code_where_the_codebook_is_given() -> None:
    layers = [[a_coding(ONE, "kept", "trust")], [a_coding(ONE, "trust", "trust")]]

    assert unit_ratings([ONE], layers, "trust").ratings[0].tolist() == [0, 1]
    assert unit_ratings([ONE], layers, "trust", codebook=BOOK).ratings[0].tolist() == [1, 1]


def test_only_units_of_the_kind_that_the_protocol_names_are_rated() -> None:
    mixed = replace(ONE, units=(*ONE.units[:2], Unit(3, "paragraph", *(ONE.units[2].start, ONE.units[2].end))))

    found = unit_ratings([mixed, replace(TWO, units=())], [[], []], "time", unit="turn")

    assert len(found.ratings) == 2
    assert found.left_out == ("s2",)


def test_more_than_two_coders_have_a_column_each() -> None:
    layers = [[a_coding(ONE, "time", "time")], [], [a_coding(ONE, "time", "no time")]]

    assert unit_ratings([ONE], layers, "time").ratings[1].tolist() == [1, 0, 1]


def test_sets_of_codes_hold_what_each_coder_applied() -> None:
    layers = [
        [a_coding(ONE, "time", "time"), a_coding(ONE, "trust", "no time")],
        [a_coding(ONE, "time", "time")],
    ]

    found = unit_code_sets([ONE], layers)

    assert found.sets[1] == (frozenset({"time", "trust"}), frozenset({"time"}))
    assert found.sets[0] == (frozenset(), frozenset())
    assert 0 < masi_alpha(found.sets).value < 1


def test_a_continuum_joins_what_one_coder_coded_twice() -> None:
    codings = [at(ONE, "trust", 0, 5), at(ONE, "kept", 3, 9), at(ONE, "time", 20, 22)]

    found = continua([ONE], [codings, []], ["culture", "time"], codebook=BOOK)[0]

    assert found.source == "s1"
    assert found.line == (len(ONE.text), (((0, 9, 0), (20, 22, 1)), ()))


def test_the_same_codings_agree_whole_by_every_coefficient() -> None:
    own = [a_coding(ONE, "time", "time"), a_coding(TWO, "time", "There is no time")]

    units = unit_ratings([ONE, TWO], [own, own], "time")
    lines = [each.line for each in continua([ONE, TWO], [own, own], ["time"])]

    assert krippendorff_alpha(units.ratings).value == 1
    assert character_alpha(lines).value == 1
    assert u_alpha(lines).value == 1
