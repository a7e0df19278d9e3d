"""What is counted of codings beside slow twins that look at every character, on coding drawn by a seed."""

from itertools import pairwise

import numpy as np
import pytest

from newel.coding import (
    Coding,
    Source,
    cooccurrence,
    coverage,
    crosstab,
    disagreements,
    framework_matrix,
    saturation_order,
    search,
    unit_code_sets,
    unit_ratings,
)
from newel.coding.passages import UnitFinder, covered, union
from tests.support import naive_coding as naive
from tests.support.coding import BOOK, at, interviews

seeds = pytest.mark.parametrize("seed", range(6))
CODES = [code.id for code in BOOK.codes]


def drawn(seed: int, *, number: int = 40) -> tuple[list[Source], list[Coding]]:
    """Return four interviews and codings of two layers at random places, some of them across turns."""
    generator = np.random.default_rng(seed)
    sources = interviews()
    codings = []
    for _ in range(number):
        source = sources[generator.integers(len(sources))]
        start, end = sorted(generator.choice(len(source.text) + 1, size=2, replace=False).tolist())
        layer = ("first", "second")[generator.integers(2)]
        codings.append(at(source, CODES[generator.integers(len(CODES))], start, end, layer=layer))
    return sources, codings


@seeds
def test_counts_by_group_are_those_of_a_walk_up_every_branch(seed: int) -> None:
    sources, codings = drawn(seed)

    assert crosstab(codings, sources, by="group", codebook=BOOK).codings == naive.crosstab(codings, sources, BOOK)


@seeds
def test_overlaps_are_those_of_all_pairs_of_codings(seed: int) -> None:
    sources, codings = drawn(seed)

    assert cooccurrence(codings).together == naive.overlapping(codings)
    assert cooccurrence(codings, sources, within="unit").together == naive.in_one_unit(codings, sources)


@seeds
def test_ratings_of_units_are_those_of_shared_characters(seed: int) -> None:
    sources, codings = drawn(seed)
    layers = [[c for c in codings if c.layer == layer] for layer in ("first", "second")]

    found = unit_ratings(sources, layers, "trust", codebook=BOOK).ratings
    sets = unit_code_sets(sources, layers).sets

    slow = [[naive.applied(s, own, unit) for own in layers] for s in sources for unit in range(len(s.units))]
    assert [list(row) for row in sets] == slow
    assert found.tolist() == [[float(bool({"trust", "kept"} & codes)) for codes in row] for row in slow]


@seeds
def test_disagreements_are_the_codes_of_one_set_only(seed: int) -> None:
    sources, codings = drawn(seed)
    one, other = ([c for c in codings if c.layer == layer] for layer in ("first", "second"))

    found = {(each.source, each.unit.number, each.code, each.only) for each in disagreements(sources, one, other)}

    slow = {
        (source.id, unit + 1, code, "first" if code in naive.applied(source, one, unit) else "second")
        for source in sources
        for unit in range(len(source.units))
        for code in naive.applied(source, one, unit) ^ naive.applied(source, other, unit)
    }
    assert found == slow


@seeds
def test_coverage_and_cells_of_the_matrix_count_every_character_once(seed: int) -> None:
    sources, codings = drawn(seed)

    coded = coverage(codings, sources)
    matrix = framework_matrix(codings, sources, BOOK, codes=CODES, rows="source")

    for source in sources:
        own = [c for c in codings if c.source == source.id]
        assert coded.coded[source.id] == len(naive.characters(own))
        for code in CODES:
            below = [c for c in own if code in naive.above(BOOK, c.code)]
            cell = matrix.cell(source.id, code)
            assert cell.covered == len(naive.characters(below))
            assert sorted(c.id for c in cell.codings) == sorted(c.id for c in below)
    for code in CODES:
        assert coded.by_code.get(code, 0) == len(naive.characters([c for c in codings if c.code == code]))


@seeds
def test_what_each_interview_added_is_what_none_before_it_had(seed: int) -> None:
    sources, codings = drawn(seed, number=8)

    found = saturation_order(codings, sources)

    seen: set[str] = set()
    for each in found:
        own = {c.code for c in codings if c.source == each.source}
        assert (each.codes, each.new) == (own, own - seen)
        seen |= own


@seeds
def test_a_union_of_stretches_is_that_of_their_characters(seed: int) -> None:
    generator = np.random.default_rng(seed)
    spans = [tuple(sorted(generator.integers(0, 60, 2).tolist())) for _ in range(12)]

    joined = union(spans)

    slow = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in joined for place in range(start, end)} == slow
    assert covered(spans) == len(slow)
    assert all(before[1] < after[0] for before, after in pairwise(joined))


def test_the_units_that_a_stretch_touches_are_found_whatever_its_ends() -> None:
    source = interviews()[0]
    finder = UnitFinder(source.units)
    length = len(source.text)

    for start in range(length):
        for end in range(start + 1, length + 1):
            slow = [
                place
                for place, unit in enumerate(source.units)
                if set(range(unit.start, unit.end)) & set(range(start, end))
            ]
            assert list(finder.touched(start, end)) == slow


@pytest.mark.parametrize("letter", "aéÉßœﬁİ\N{COMBINING ACUTE ACCENT}ΣжЖ😀x")
def test_a_word_is_found_behind_any_letter_at_its_own_place(letter: str) -> None:
    text = f"{letter}{letter} {letter}b time"
    source = Source("s1", "One", "interview", text)

    hit = search([source], "time")[0]

    assert [text[start:end] for start, end in hit.spans] == ["time"]
    assert "".join(map(naive.plain, text)).endswith("time")
