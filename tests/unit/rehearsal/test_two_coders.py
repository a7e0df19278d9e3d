"""Two invented coders agree as much as was planted, and neither sees more or less than is there."""

import numpy as np
import pytest

from newel.rehearsal import RehearsedSource, RehearsedWords, rehearse_words
from newel.rehearsal.two_coders import FIRST, RECONCILED, SECOND, code_sources, seen_share, spread_of
from tests.support.words import a_coded_protocol, word_truths

TRUTHS = word_truths(turns=40)


@pytest.fixture(scope="module")
def words() -> RehearsedWords:
    return rehearse_words(a_coded_protocol(), TRUTHS, seed=1)


def alpha(pairs: list[tuple[bool, bool]]) -> float:
    ones, decisions = sum(map(sum, pairs)), 2 * len(pairs)
    expected = 2 * ones * (decisions - ones) / (decisions * (decisions - 1))
    return 1 - sum(one != other for one, other in pairs) / len(pairs) / expected


def decided(words: RehearsedWords, sources: tuple[RehearsedSource, ...], code: str, seed: int) -> float:
    """Return alpha over the turns of all sources, coded by two coders of this seed."""
    coders = code_sources(TRUTHS.words, sources, share=1.0, rng=np.random.default_rng(seed))
    where = {
        layer: {(c.source, start) for c in coders.codings if c.layer == layer and c.code == code
                for start in [turn_of(sources, c.source, c.start)]}
        for layer in (FIRST, SECOND)
    }  # fmt: skip
    turns = [(source.id, turn.start) for source in sources for turn in source.turns]
    return alpha([(turn in where[FIRST], turn in where[SECOND]) for turn in turns])


def turn_of(sources: tuple[RehearsedSource, ...], source: str, start: int) -> int:
    (found,) = [each for each in sources if each.id == source]
    return next(turn.start for turn in found.turns if turn.start <= start < turn.end)


@pytest.mark.parametrize("code", ["talk", "safety"])
def test_alpha_comes_out_as_planted(words: RehearsedWords, code: str) -> None:
    found = [decided(words, words.sources[:40], code, seed) for seed in range(6)]

    assert np.mean(found) == pytest.approx(TRUTHS.words.agreement_on(code), abs=0.05)


def test_coders_who_see_everything_agree_wholly(words: RehearsedWords) -> None:
    truth = word_truths(agreement=1.0, whole_turns=0.0).words

    coders = code_sources(truth, words.sources, share=0.5, rng=np.random.default_rng(1))

    seen = {
        layer: {(c.source, c.code, c.start, c.end) for c in coders.codings if c.layer == layer and c.code == "talk"}
        for layer in (FIRST, SECOND, RECONCILED)
    }
    assert seen[SECOND] == seen[RECONCILED]
    assert seen[SECOND] == {each for each in seen[FIRST] if each[0] in coders.twice}


def test_the_planted_share_is_coded_twice_and_reconciled(words: RehearsedWords) -> None:
    coders = code_sources(TRUTHS.words, words.sources, share=0.25, rng=np.random.default_rng(1))

    assert len(coders.twice) == 21  # a quarter of 83, rounded up
    by_layer = {layer: {c.source for c in coders.codings if c.layer == layer} for layer in (SECOND, RECONCILED)}
    assert by_layer[SECOND] <= set(coders.twice)
    assert by_layer[RECONCILED] <= set(coders.twice)
    assert [layer.purpose for layer in coders.layers] == ["first", "second", "reconciled"]
    assert all(layer.locked for layer in coders.layers)
    assert len({coding.id for coding in coders.codings}) == len(coders.codings)


def test_what_was_reconciled_is_what_was_planted(words: RehearsedWords) -> None:
    coders = code_sources(TRUTHS.words, words.sources, share=1.0, rng=np.random.default_rng(1))

    agreed = {(c.source, c.code, c.start, c.end) for c in coders.codings if c.layer == RECONCILED}
    planted = {
        (source.id, code, *span)
        for source in words.sources
        for turn in source.turns
        for code, span in turn.passages.items()
    }
    assert agreed == planted


def test_agreement_cannot_be_planted_below_what_sources_bring_alone(words: RehearsedWords) -> None:
    within, between = spread_of(words.sources, "safety")

    assert seen_share(words.sources, "safety", between / (within + between) - 0.01) == 0.0
    assert seen_share(words.sources, "safety", 1.0) == pytest.approx(1.0)
    assert seen_share((), "safety", 0.5) == 1.0
