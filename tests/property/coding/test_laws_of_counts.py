"""Laws of what is counted of codings: order and names change nothing, columns add up, agreement is mutual."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.coding import (
    Coding,
    Source,
    continua,
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
from newel.statistics.measurement import character_alpha, krippendorff_alpha
from tests.support.coding import BOOK, at, interviews

few = settings(max_examples=40, deadline=None, derandomize=True)
SOURCES = interviews()
LENGTH = min(len(source.text) for source in SOURCES)
spans = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).filter(lambda span: span[0] != span[1]).map(sorted)
places = st.tuples(st.sampled_from(SOURCES), st.sampled_from([code.id for code in BOOK.codes]), spans)
coded = st.lists(places, min_size=1, max_size=25)
Places = list[tuple[Source, str, list[int]]]


def codings_of(chosen: Places, *, layer: str = "first") -> list[Coding]:
    return [at(source, code, *span, layer=layer) for source, code, span in chosen]


@few
@given(chosen=coded)
def test_the_order_of_codings_changes_no_count(chosen: Places) -> None:
    codings = codings_of(chosen)
    turned = codings[::-1]

    assert crosstab(turned, SOURCES, by="group") == crosstab(codings, SOURCES, by="group")
    assert cooccurrence(turned) == cooccurrence(codings)
    assert coverage(turned, SOURCES) == coverage(codings, SOURCES)
    assert framework_matrix(turned, SOURCES, BOOK) == framework_matrix(codings, SOURCES, BOOK)
    assert saturation_order(turned, SOURCES) == saturation_order(codings, SOURCES)


@few
@given(chosen=coded)
def test_new_names_for_sources_change_no_number(chosen: Places) -> None:
    codings = codings_of(chosen)
    other = [replace(source, id=f"x{source.id}") for source in SOURCES]
    renamed = [replace(coding, source=f"x{coding.source}") for coding in codings]

    assert crosstab(renamed, other, by="group") == crosstab(codings, SOURCES, by="group")
    assert cooccurrence(renamed, other, within="unit") == cooccurrence(codings, SOURCES, within="unit")
    found, wanted = (unit_code_sets(each, [own]).sets for each, own in ((other, renamed), (SOURCES, codings)))
    assert found == wanted


@few
@given(chosen=coded)
def test_columns_add_up_to_all_codings_and_a_theme_to_what_is_below_it(chosen: Places) -> None:
    codings = codings_of(chosen)

    plain = crosstab(codings, SOURCES, by="group")
    whole = crosstab(codings, SOURCES, by="group", codebook=BOOK)

    assert sum(plain.codings.values()) == len(codings)
    for column in whole.columns:
        themes = sum(whole.codings.get((theme.id, column), 0) for theme in BOOK.themes())
        assert themes == sum(number for (_, where), number in plain.codings.items() if where == column)
    assert all(whole.sources[cell] <= whole.sources_in[cell[1]] for cell in whole.sources)


@few
@given(chosen=coded)
def test_a_cell_of_the_matrix_covers_no_more_than_its_row(chosen: Places) -> None:
    matrix = framework_matrix(codings_of(chosen), SOURCES, BOOK, codes=[code.id for code in BOOK.codes])

    for row, code in matrix.cells:
        assert 0 < matrix.coverage(row, code) <= 1
        assert matrix.cell(row, code).covered <= matrix.cell(row, BOOK.theme_of(code).id).covered


@few
@given(chosen=coded, other=coded)
def test_disagreement_is_mutual(chosen: Places, other: Places) -> None:
    one, two = codings_of(chosen), codings_of(other, layer="second")

    forth = {(each.source, each.unit, each.code, each.only) for each in disagreements(SOURCES, one, two)}
    back = {(each.source, each.unit, each.code, each.only) for each in disagreements(SOURCES, two, one)}

    assert forth == back


@few
@given(chosen=coded)
def test_a_layer_agrees_whole_with_itself(chosen: Places) -> None:
    codings = codings_of(chosen)

    assert disagreements(SOURCES, codings, codings) == ()
    ratings = unit_ratings(SOURCES, [codings, codings], chosen[0][1]).ratings
    assert (ratings[:, 0] == ratings[:, 1]).all()
    if len(np.unique(ratings)) > 1:
        assert krippendorff_alpha(ratings).value == 1


@few
@given(chosen=coded, code=st.sampled_from([code.id for code in BOOK.codes]))
def test_stretches_of_one_code_never_overlap_so_that_they_can_be_compared(chosen: Places, code: str) -> None:
    found = continua(SOURCES, [codings_of(chosen), []], [code], codebook=BOOK)

    for each in found:
        for stretches in each.coders:
            assert all(first[1] < second[0] for first, second in pairwise(stretches))
    if any(each.coders[0] for each in found):
        assert character_alpha([each.line for each in found]).value <= 0


@few
@given(chosen=coded)
def test_a_search_within_codings_finds_a_part_of_what_a_search_finds(chosen: Places) -> None:
    everywhere = {(hit.source, hit.unit.number): set(hit.spans) for hit in search(SOURCES, "I*")}

    for hit in search(SOURCES, "I*", within=codings_of(chosen)):
        assert set(hit.spans) <= everywhere[hit.source, hit.unit.number]
