"""Every analysis there is keeps the same laws, whatever it is given."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from newel.analysis import Evidence, analyses
from newel.analysis.quantitative import bayesian_check
from newel.findings import Answer, Estimate, Table
from newel.protocol import Protocol
from tests.support.analysing import ask, evidence, people, responses
from tests.support.protocols import a_protocol
from tests.support.rehearsed import rehearsed, small_evidence, small_study

EVERY = [(strand, name) for strand, known in analyses().items() for name in known]
OPTIONS = {
    "scale_scores": {"group": "staff", "instruments": ["team"]},
    "answer_distribution": {"group": "staff", "instruments": ["team"]},
}
NOTHING = re.compile(
    r"(was|were) received|nobody(,| answered| was)|no block \[impact\]|is followed|holds|sent returns", re.I
)
"""What is said where there was nothing to work with."""
COUNTS_WHAT_IS_NOT_THERE = {"deviations", "joint_display"}
"""Analyses whose answer to an empty study is what is missing from it."""
FROM_WITHIN_A_SITE = {
    "interrupted_series",
    "scale_quality",
    "coder_agreement",
    "observed_meetings",
    "saturation",
    "cost_consequence",
    "break_even",
    "cost_effectiveness",
    "long_run",
}
"""Analyses whose intervals come from months, people, sources or meetings, and not from how sites differ."""
every_analysis = pytest.mark.parametrize(("strand", "name"), EVERY, ids=[name for _, name in EVERY])


def answer_of(strand: str, name: str, about: Evidence) -> Answer:
    return ask(name, about, strand, **OPTIONS.get(name, {}))


@cache
def small_answer(strand: str, name: str) -> Answer:
    """Return what an analysis answers on the small study; it is asked once, and looked at by every law."""
    return answer_of(strand, name, small_evidence())


@cache
def nothing(protocol: Callable[[], Protocol] = a_protocol) -> Evidence:
    """Return a study that holds no records."""
    return evidence(protocol=protocol())


def cells(answer: Answer) -> Iterator[tuple[Table, Estimate]]:
    for table in answer.tables:
        for row in table.rows:
            for cell in row.cells:
                yield table, cell


@pytest.fixture(scope="module", autouse=True)
def _without_draws() -> Iterator[None]:
    """Leave the optional sampler out: it takes minutes, and its own tests run it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bayesian_check, "installed", lambda: False)
        yield


@cache
def rehearsed_again() -> Evidence:
    """Return the small study, drawn a second time."""
    return rehearsed(small_study())


@cache
def one_site() -> Evidence:
    plain = small_study()
    return rehearsed(plain.model_copy(update={"sites": plain.sites[:1], "site_types": plain.site_types[:1]}))


@cache
def one_type() -> Evidence:
    """Two sites of one type, where the protocol knows another that has none."""
    plain = small_study()
    return rehearsed(plain.model_copy(update={"sites": plain.sites[:2]}))


@every_analysis
def test_the_same_records_give_the_same_answer(strand: str, name: str) -> None:
    assert answer_of(strand, name, rehearsed_again()) == small_answer(strand, name)


@every_analysis
@pytest.mark.parametrize("protocol", [a_protocol, small_study], ids=["no outcomes", "outcomes"])
def test_no_records_give_an_answer_without_numbers_that_says_so(
    strand: str, name: str, protocol: Callable[[], Protocol]
) -> None:
    answer = answer_of(strand, name, nothing(protocol))

    measured = [cell for _, cell in cells(answer) if cell.kind != "count"]
    assert not any(cell.value for cell in measured)
    said = [*answer.notes, *(cell.why_missing for cell in measured)]
    assert any(NOTHING.search(text) for text in said) or name in COUNTS_WHAT_IS_NOT_THERE


@every_analysis
@pytest.mark.parametrize("study", [one_site, one_type], ids=["one site", "one type of site"])
def test_a_study_of_one_site_or_one_type_is_answered(strand: str, name: str, study: Callable[[], Evidence]) -> None:
    about = study()

    answer = answer_of(strand, name, about)

    assert answer.tables
    if len(about.protocol.sites) == 1 and name not in FROM_WITHIN_A_SITE:
        assert all(cell.low is None for _, cell in cells(answer))
    assert not any("Site types differ" in note for note in answer.notes)


@every_analysis
def test_ids_are_unique_and_can_be_named_in_a_section(strand: str, name: str) -> None:
    answer = small_answer(strand, name)

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
    for table, cell in cells(small_answer(strand, name)):
        if cell.kind in ("percentage", "rate") and cell.value is not None:
            assert cell.numerator is not None, table.id
            assert cell.denominator, table.id


@every_analysis
def test_an_empty_cell_says_why_and_a_full_one_does_not(strand: str, name: str) -> None:
    for answer in (small_answer(strand, name), answer_of(strand, name, nothing())):
        for table, cell in cells(answer):
            assert (cell.value is None) == bool(cell.why_missing), table.id


@every_analysis
def test_an_interval_holds_its_estimate(strand: str, name: str) -> None:
    for table, cell in cells(small_answer(strand, name)):
        assert (cell.low is None) == (cell.high is None), table.id
        if cell.low is not None and cell.high is not None and cell.value is not None:
            assert cell.low <= cell.value <= cell.high, table.id


@every_analysis
def test_only_a_number_of_the_whole_study_says_it_is_national(strand: str, name: str) -> None:
    kinds = {kind.id for kind in small_study().site_types}
    for table in small_answer(strand, name).tables:
        for row in table.rows:
            of_a_type = row.id in kinds or any(row.id == f"{kind}_{wave}" for kind in kinds for wave in ("w1", "w2"))
            for column, cell in zip(table.columns, row.cells, strict=True):
                assert not (cell.national and (of_a_type or column.id in kinds)), (table.id, row.id)


@every_analysis
def test_a_figure_draws_columns_of_a_table_and_is_described_without_numbers(strand: str, name: str) -> None:
    answer = small_answer(strand, name)
    columns = {table.id: {column.id for column in table.columns} for table in answer.tables}

    for figure in answer.figures:
        assert set(figure.columns) <= columns[figure.table]
        assert not re.search(r"[0-9]", figure.alt)


@every_analysis
def test_a_method_names_what_is_done_in_a_sentence(strand: str, name: str) -> None:
    method = analyses()[strand][name].method

    assert method.endswith(".")
    assert len(method) > 80


@every_analysis
def test_no_note_and_no_reason_counts_people(strand: str, name: str) -> None:
    """Words are printed unchecked: a number of people in them would have passed no disclosure rule."""
    few = {"response": responses(people(3, group="staff", wave="w1", site_id="S01"))}
    for answer in (small_answer(strand, name), answer_of(strand, name, evidence(few, protocol=small_study()))):
        for text in (*answer.notes, *(cell.why_missing for _, cell in cells(answer))):
            counted = text.replace("95 of 100 people", "")  # a share that the method plans for, not one that was seen
            assert not re.search(r"\d (people|rows|responses|staff|children|young people|persons)\b", counted), text
