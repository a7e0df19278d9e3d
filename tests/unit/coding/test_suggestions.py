"""Suggestions of codes: by what was coded before, with quoted evidence, and never in a blind round."""

from dataclasses import replace

import pytest

from newel.coding import Source, merge_codes, retire_code, tfidf_suggester
from newel.coding.project import Coding
from newel.faults import Refused
from tests.support.coding import BOOK, FIRST, a_coding, a_source

ONE = a_source("s1", "We keep our promises here.", "The training course was cancelled.", "There is no time left.")
TWO = a_source("s2", "A promise was broken.", "Training made sense of it.", "It takes an hour of time.")


def coded(*sources: Source) -> list[Coding]:
    """Return each turn of the sources coded: promises, training, time."""
    codes = ("kept", "training", "time")
    return [
        a_coding(source, code, source.text[unit.start : unit.end])
        for source in sources
        for code, unit in zip(codes, source.units, strict=True)
    ]


def test_the_code_of_the_nearest_passages_comes_first_with_the_passage_quoted() -> None:
    suggester = tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=FIRST)

    first = suggester.suggest("Nobody keeps a promise.")[0]

    assert first.code == "kept"
    assert first.evidence[0].quote in {"We keep our promises here.", "A promise was broken."}
    assert 0 < first.evidence[0].nearness < 1
    assert first.evidence[0].nearness >= first.evidence[1].nearness


def test_the_same_words_are_as_near_as_can_be() -> None:
    suggester = tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=FIRST)

    found = suggester.suggest("THERE IS NO TIME LEFT")[0]

    assert (found.code, found.evidence[0].source) == ("time", "s1")
    assert found.evidence[0].nearness == pytest.approx(1)


def test_words_that_begin_alike_are_near() -> None:
    suggester = tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=FIRST)

    assert suggester.suggest("promised")[0].code == "kept"


def test_no_more_are_suggested_than_asked_for_and_none_without_a_word_in_common() -> None:
    suggester = tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=FIRST)

    assert len(suggester.suggest("training takes time and promises", many=2)) == 2
    assert suggester.suggest("zebra") == ()
    assert suggester.suggest("") == ()


def test_a_blind_layer_gets_no_suggestions() -> None:
    with pytest.raises(Refused, match="a blind layer"):
        tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=replace(FIRST, blind=True))


def test_one_coded_source_is_not_enough() -> None:
    with pytest.raises(Refused, match="1 coded sources"):
        tfidf_suggester([ONE, TWO], coded(ONE), layer=FIRST)


def test_a_retired_code_is_not_suggested_and_a_merged_one_stands_for_its_codings() -> None:
    retired = retire_code(BOOK, "time").codebook
    merged = merge_codes(BOOK, ["time"], into="trust").codebook

    without = tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=FIRST, codebook=retired)
    taken = tfidf_suggester([ONE, TWO], coded(ONE, TWO), layer=FIRST, codebook=merged)

    assert "time" not in [each.code for each in without.suggest("There is no time left.")]
    assert taken.suggest("There is no time left.")[0].code == "trust"


def test_codings_of_an_older_text_and_of_unknown_sources_are_no_evidence() -> None:
    old = [replace(coding, version=9) for coding in coded(TWO)]
    lost = [replace(coding, source="gone") for coding in coded(TWO)]

    with pytest.raises(Refused, match="1 coded sources"):
        tfidf_suggester([ONE, TWO], [*coded(ONE), *old, *lost], layer=FIRST)


def test_all_codes_of_one_passage_are_suggested_with_it() -> None:
    both = [*coded(ONE, TWO), a_coding(ONE, "trust", "We keep our promises here.")]

    found = tfidf_suggester([ONE, TWO], both, layer=FIRST).suggest("We keep our promises here.")

    assert {found[0].code, found[1].code} == {"kept", "trust"}
