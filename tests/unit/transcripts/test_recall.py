"""Recall on planted identifiers: honest by its lists, the same for a seed, and as high as the study was promised."""

import re
from itertools import pairwise

import numpy as np
import pytest

from newel.transcripts import Recall, name_finder, seeded_recall, suggest
from newel.transcripts.redaction import WITHOUT_FINDER, finder
from newel.transcripts.redaction.drawing import planted_lists
from newel.transcripts.redaction.planting import KINDS, Planted, plant
from newel.transcripts.redaction.recognisers import RECOGNISERS
from newel.transcripts.redaction.words import is_everyday
from tests.support.conversations import conversations

NAMES = [kind for kind in KINDS if kind in planted_lists()]
needs_model = pytest.mark.skipif(name_finder() is None, reason=WITHOUT_FINDER)


def heard(seed: int = 1, half: int | None = 1) -> tuple[str, ...]:
    return conversations(20, seed=seed, half=half)


def test_planted_names_are_in_no_list_by_which_the_recognisers_find_names() -> None:
    known = " ".join(recogniser.pattern.pattern for recogniser in RECOGNISERS if recogniser.kind != "date")
    for kind in NAMES:
        for name in (each for listed in planted_lists()[kind].values() for each in listed):
            assert not re.search(rf"\b{re.escape(name)}\b", known), name


def test_only_single_first_names_of_the_hard_list_are_words_that_hide_a_name() -> None:
    hidden = {
        name for kind in NAMES for listed in planted_lists()[kind].values() for name in listed if is_everyday(name)
    }

    assert hidden == set()


def test_what_is_planted_stands_where_it_is_said_to_stand() -> None:
    for text in heard():
        planted_text, planted = plant(text, random=np.random.default_rng(3))

        assert planted
        assert all(planted_text[each.start : each.end] == each.words for each in planted)
        assert all(one.end <= other.start for one, other in pairwise(planted))


def test_taking_out_what_was_planted_leaves_words_of_the_text_only() -> None:
    text = heard()[0]
    planted_text, _ = plant(text, random=np.random.default_rng(3))

    assert len(planted_text) > len(text)
    assert planted_text.count("Interviewer:") == text.count("Interviewer:")


def test_every_kind_is_planted_about_equally_often() -> None:
    recall = seeded_recall(heard(), seed=3, roster_known=False)
    counts = [planted for planted, _ in recall.by_kind.values()]

    assert set(recall.by_kind) == set(KINDS)
    assert min(counts) >= 0.7 * max(counts)
    assert sum(counts) == recall.planted
    assert sum(found for _, found in recall.by_kind.values()) == recall.found


def test_the_same_seed_plants_the_same_and_another_seed_something_else() -> None:
    assert seeded_recall(heard(), seed=3, roster_known=False) == seeded_recall(heard(), seed=3, roster_known=False)
    one, other = (plant(heard()[0], random=np.random.default_rng(seed))[0] for seed in (3, 4))
    assert one != other


def naive_recall(text: str, planted: tuple[Planted, ...]) -> int:
    """Count by blotting out: an identifier is found when none of its letters is left in the text."""
    letters = list(text)
    for each in suggest(text):
        if each.replacement:
            letters[each.start : each.end] = " " * (each.end - each.start)
    return sum(not "".join(letters[each.start : each.end]).strip() for each in planted)


def test_recall_counts_what_a_naive_count_counts() -> None:
    texts = heard()
    random = np.random.default_rng(3)

    found = sum(naive_recall(*plant(text, random=random)) for text in texts)

    assert seeded_recall(texts, seed=3, roster_known=False).found == found


@pytest.mark.parametrize("half", [0, 1])
def test_without_a_roster_and_without_a_model_at_least_95_in_100_are_found_whole(half: int) -> None:
    recalls = [seeded_recall(heard(seed, half), seed=seed, roster_known=False) for seed in range(5)]

    assert sum(each.found for each in recalls) / sum(each.planted for each in recalls) >= 0.95
    assert max(each.other_flags_per_1000_words for each in recalls) < 15


@needs_model
def test_with_the_model_no_less_is_found_and_at_least_95_in_100() -> None:
    texts = heard()
    without = seeded_recall(texts, seed=2, roster_known=False)

    recall = seeded_recall(texts, seed=2, roster_known=False, finder=name_finder())

    assert recall.share >= 0.95
    assert recall.found >= without.found
    assert recall.other_flags_per_1000_words < 15


def test_with_the_roster_at_least_99_in_100_are_found_whole() -> None:
    recalls = [seeded_recall(heard(seed), seed=seed, roster_known=True) for seed in range(5)]

    assert sum(each.found for each in recalls) / sum(each.planted for each in recalls) >= 0.99


def test_a_share_of_nothing_is_all_of_it() -> None:
    assert seeded_recall([], seed=1, roster_known=False) == Recall(0, 0, {}, 0.0)
    assert Recall(0, 0, {}, 0.0).share == 1.0
    assert Recall(4, 3, {}, 0.0).share == 0.75


@needs_model
def test_the_model_finds_people_places_and_organisations_in_a_long_text_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finder, "_LONGEST", 60)
    text = "I saw Sarah Jones in London yesterday.\nThen she worked for Microsoft.\n" * 3
    look = name_finder()
    assert look is not None

    found = {(text[each.start : each.end], each.kind) for each in look(text)}

    assert {("Sarah Jones", "name"), ("London", "place"), ("Microsoft", "organisation")} <= found
    assert len([each for each in look(text) if text[each.start : each.end] == "London"]) == 3


def test_without_the_extra_there_is_no_finder_and_a_sentence_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "find_spec", lambda _: None)

    assert name_finder() is None
    assert "the extra `deid`" in WITHOUT_FINDER


def test_a_line_longer_than_the_model_takes_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "_LONGEST", 10)

    assert list(finder._stretches("short\nand a line that is long")) == [
        (0, "short\n"),
        (6, "and a line"),
        (16, " that is l"),
        (26, "ong"),
    ]
