"""Every analysis there is keeps the same laws, whatever it is given."""

import re
from collections.abc import Callable, Iterator

import pytest

from newel.analysis import Evidence, analyses
from newel.findings import Answer, Estimate, Table
from tests.support.analysing import ask, evidence
from tests.support.protocols import a_protocol
from tests.support.rehearsed import rehearsed, small_evidence, small_study

EVERY = [(strand, name) for strand, known in analyses().items() for name in known]
OPTIONS = {
    "scale_scores": {"group": "staff", "instruments": ["team"]},
    "answer_distribution": {"group": "staff", "instruments": ["team"]},
}
every_analysis = pytest.mark.parametrize(("strand", "name"), EVERY, ids=[name for _, name in EVERY])


def answer_of(strand: str, name: str, about: Evidence) -> Answer:
    return ask(name, about, strand, **OPTIONS.get(name, {}))


def cells(answer: Answer) -> Iterator[tuple[Table, Estimate]]:
    for table in answer.tables:
        for row in table.rows:
            for cell in row.cells:
                yield table, cell


def one_site() -> Evidence:
    plain = a_protocol()
    return rehearsed(plain.model_copy(update={"sites": plain.sites[:1], "site_types": plain.site_types[:1]}))


def one_type() -> Evidence:
    """Two sites of one type, where the protocol knows another that has none."""
    plain = a_protocol()
    return rehearsed(plain.model_copy(update={"sites": plain.sites[:2]}))


@every_analysis
def test_the_same_records_give_the_same_answer(strand: str, name: str) -> None:
    assert answer_of(strand, name, small_evidence()) == answer_of(strand, name, rehearsed(small_study()))


@every_analysis
def test_no_records_give_an_answer_without_numbers_and_a_note_that_says_so(strand: str, name: str) -> None:
    answer = answer_of(strand, name, evidence())

    measured = [cell for _, cell in cells(answer) if cell.kind != "count"]
    assert not any(cell.value for cell in measured)
    assert any("was received" in note for note in answer.notes) or name == "joint_display"


@every_analysis
@pytest.mark.parametrize("study", [one_site, one_type], ids=["one site", "one type of site"])
def test_a_study_of_one_site_or_one_type_is_answered(strand: str, name: str, study: Callable[[], Evidence]) -> None:
    about = study()

    answer = answer_of(strand, name, about)

    assert answer.tables
    if len(about.protocol.sites) == 1:
        assert all(cell.low is None for _, cell in cells(answer))
    assert not any("Site types differ" in note for note in answer.notes)


@every_analysis
def test_ids_are_unique_and_can_be_named_in_a_section(strand: str, name: str) -> None:
    answer = answer_of(strand, name, small_evidence())

    for ids in (
        [table.id for table in answer.tables],
        [figure.id for figure in answer.figures],
        *([row.id for row in table.rows] for table in answer.tables),
        *([column.id for column in table.columns] for table in answer.tables),
    ):
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+", each) for each in ids)


@every_analysis
def test_a_percentage_and_a_rate_carry_their_parts(strand: str, name: str) -> None:
    for table, cell in cells(answer_of(strand, name, small_evidence())):
        if cell.kind in ("percentage", "rate") and cell.value is not None:
            assert cell.numerator is not None, table.id
            assert cell.denominator, table.id


@every_analysis
def test_an_empty_cell_says_why_and_a_full_one_does_not(strand: str, name: str) -> None:
    for about in (small_evidence(), evidence()):
        for table, cell in cells(answer_of(strand, name, about)):
            assert (cell.value is None) == bool(cell.why_missing), table.id


@every_analysis
def test_an_interval_holds_its_estimate(strand: str, name: str) -> None:
    for table, cell in cells(answer_of(strand, name, small_evidence())):
        assert (cell.low is None) == (cell.high is None), table.id
        if cell.low is not None and cell.high is not None and cell.value is not None:
            assert cell.low <= cell.value <= cell.high, table.id


@every_analysis
def test_only_a_number_of_the_whole_study_says_it_is_national(strand: str, name: str) -> None:
    kinds = {kind.id for kind in small_study().site_types}
    for table in answer_of(strand, name, small_evidence()).tables:
        for row in table.rows:
            of_a_type = row.id in kinds or any(row.id == f"{kind}_{wave}" for kind in kinds for wave in ("w1", "w2"))
            for column, cell in zip(table.columns, row.cells, strict=True):
                assert not (cell.national and (of_a_type or column.id in kinds)), (table.id, row.id)


@every_analysis
def test_a_figure_draws_columns_of_a_table_and_is_described_without_numbers(strand: str, name: str) -> None:
    answer = answer_of(strand, name, small_evidence())
    columns = {table.id: {column.id for column in table.columns} for table in answer.tables}

    for figure in answer.figures:
        assert set(figure.columns) <= columns[figure.table]
        assert not re.search(r"[0-9]", figure.alt)


@every_analysis
def test_a_method_names_what_is_done_in_a_sentence(strand: str, name: str) -> None:
    method = analyses()[strand][name].method

    assert method.endswith(".")
    assert len(method) > 80
