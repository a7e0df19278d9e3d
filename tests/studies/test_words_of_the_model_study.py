"""The model study's words: what was planted in them is what the analyses find, in the numbers the study published."""

from math import sqrt

import pytest

from newel.coding import read_codebook
from newel.protocol import read_protocol
from newel.rehearsal import RehearsedWords, read_truths, rehearse_words
from newel.rehearsal.plan import Plan
from newel.rehearsal.speaking import share_of_sources
from newel.rehearsal.two_coders import spread_of
from tests.support.analysing import ask, evidence, value
from tests.support.records import frame
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL, TRUTHS = read_protocol(STUDY), read_truths(STUDY)
PLAN = Plan(PROTOCOL, {}, TRUTHS)
SEEDS = tuple(range(1, 9))
LEAVES = ("with_staff", "formulation", "safety", "voice", "time", "staffing", "shared_understanding", "with_home")


@pytest.fixture(scope="module")
def drawn() -> list[RehearsedWords]:
    return [rehearse_words(PROTOCOL, TRUTHS, seed=seed) for seed in SEEDS]


def test_every_code_and_theme_that_is_named_is_in_a_codebook_of_the_study() -> None:
    assert PROTOCOL.coding is not None
    books = [read_codebook(STUDY / "codebooks" / f"{name}.toml") for name in PROTOCOL.coding.codebooks]
    themes = {theme.id for book in books for theme in book.themes()}

    assert set(PROTOCOL.coding.themes) <= themes
    assert TRUTHS.words.codebook in PROTOCOL.coding.codebooks
    assert set(TRUTHS.words.codes) == {code.id for code in books[0].in_use()}


def test_groups_waves_and_types_that_are_named_are_those_of_the_protocol() -> None:
    groups, waves = {group.id for group in PROTOCOL.groups}, {wave.id for wave in PROTOCOL.waves}
    types = {kind.id for kind in PROTOCOL.site_types}
    for code in TRUTHS.words.codes.values():
        assert set(code.sources) == set(code.says) <= groups
        assert set(code.wave_gain) <= waves
        assert set(code.type_gain) <= types


def test_the_people_who_were_heard_are_as_many_as_were_published(drawn: list[RehearsedWords]) -> None:
    """Twenty-eight young people: 25 alone and one group (Int J Forensic Ment Health 2023)."""
    for words in drawn:
        by_group = [str(source.record["group"]) for source in words.sources]
        assert by_group.count("young_person") == 26
        assert by_group.count("staff") == 50
        assert by_group.count("carer") == 7
        assert sum(source.record["kind"] == "focus_group" for source in words.sources) == 1


@pytest.mark.parametrize("group", ["staff", "young_person", "carer"])
@pytest.mark.parametrize("wave", ["w1", "w2", "w3"])
def test_the_planted_prevalence_comes_back_in_every_group_and_wave(
    drawn: list[RehearsedWords], group: str, wave: str
) -> None:
    """Over all codes and seeds, what is found stays within four standard errors of what was planted."""
    found = planted = variance = 0.0
    for words in drawn:
        for source in words.sources:
            if (source.record["group"], source.record["wave"]) != (group, wave):
                continue
            there = {code for turn in source.turns for code in turn.codes}
            for name, code in TRUTHS.words.codes.items():
                share = share_of_sources(PLAN, code, source.record)
                found, planted, variance = found + (name in there), planted + share, variance + share * (1 - share)

    assert planted > 20
    assert found == pytest.approx(planted, abs=4 * sqrt(variance))


def test_the_tables_show_the_planted_prevalence(drawn: list[RehearsedWords]) -> None:
    """The final codings hold nearly every planted code: a coder misses one only by missing it in all its turns."""
    words = drawn[0]
    about = evidence(words.frames() | {"session": sessions(words)}, protocol=PROTOCOL)
    answer = ask("themes", about, "qualitative")

    for code in ("with_staff", "with_home", "formulation", "time"):
        for group in ("staff", "young_person"):
            own = [source for source in words.sources if source.record["group"] == group]
            under = words.codebook.under(code) if words.codebook else frozenset()
            there = sum(any(under & set(turn.codes) for turn in source.turns) for source in own)
            assert value(answer, "by_group", code, group) == pytest.approx(100 * there / len(own), abs=8)


def sessions(words: RehearsedWords) -> object:
    return frame("session", [{"session_id": s.record["session_id"], "people": 3} for s in words.sources])


@pytest.mark.parametrize("code", LEAVES)
def test_the_planted_agreement_comes_back(drawn: list[RehearsedWords], code: str) -> None:
    """Alpha on turns, each code by itself, averaged over seeds; never below what sources alone bring about."""
    found, expected = [], []
    for words in drawn:
        second = {coding.source for coding in words.codings if coding.layer == "layer-second"}
        twice = [source for source in words.sources if source.id in second]
        found.append(alpha(words, code, second))
        within, between = spread_of(twice, code)
        expected.append(max(TRUTHS.words.agreement_on(code), between / (within + between)))

    assert sum(found) / len(found) == pytest.approx(sum(expected) / len(expected), abs=0.07)


def alpha(words: RehearsedWords, code: str, sources: set[str]) -> float:
    decided = {
        layer: {
            (coding.source, words_turn(words, coding.source, coding.start))
            for coding in words.codings
            if coding.layer == layer and coding.code == code
        }
        for layer in ("layer-first", "layer-second")
    }
    pairs = [
        ((source.id, turn.number) in decided["layer-first"], (source.id, turn.number) in decided["layer-second"])
        for source in words.sources
        if source.id in sources
        for turn in source.turns
    ]
    ones, decisions = sum(map(sum, pairs)), 2 * len(pairs)
    chance = 2 * ones * (decisions - ones) / (decisions * (decisions - 1))
    return 1 - sum(one != other for one, other in pairs) / len(pairs) / chance


def words_turn(words: RehearsedWords, source: str, start: int) -> int:
    (found,) = [each for each in words.sources if each.id == source]
    return found.touched(start, start + 1)[0]
