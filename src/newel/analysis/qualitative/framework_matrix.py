"""The framework matrix: what each person or group said on each theme, summed up by an analyst in words."""

from collections.abc import Mapping, Sequence

import polars as pl

from newel.analysis import _cells, _options
from newel.analysis._coded import NOTHING_CODED, Coded, read_coded, row_id
from newel.analysis._crowds import Crowds, crowds
from newel.analysis._plugin import Analysis, Evidence
from newel.coding import Code, Source
from newel.findings import Answer, Column, Estimate, Row, Table
from newel.protocol import Group, Protocol, Question

NOT_SUMMED_UP = "Not summed up"
NOBODY_HEARD = "no coded source of this group was received"
NOTES = (
    (
        "A row is one case: the person whom an interview, or the people whom a group, speaks for. Cases are named by "
        "respondent group only, in an order that means nothing. Left out are cases of which nothing was summed up, and "
        "those of a group of which too few were heard at their site."
    ),
    "A summary is an analyst's, not a quote. What is not summed up did not come up, or nobody has written of it yet.",
)
SYNTHETIC = "These summaries are synthetic: a computer made them up for people who do not exist."


def answer(question: Question, evidence: Evidence) -> Answer:
    """Lay the summaries out, a row a case and a column a theme, for the groups that the question's options name."""
    protocol, coded = evidence.protocol, read_coded(evidence.freeze)
    themes = _themes(protocol, coded)
    groups = _groups(question, protocol)
    summaries = _latest(evidence.freeze.frame("matrix_cell"))
    around = crowds(protocol, coded)
    tables = [_matrix(coded, around, group=group, themes=themes, summaries=summaries) for group in groups]
    return Answer(
        population="Cases whose sources were coded",
        n=_cells.of_people(coded.heard(coded.coded)),
        tables=(_filled(protocol, coded, themes=themes, summaries=summaries), *(t for t in tables if t.rows)),
        notes=(
            *NOTES,
            *((SYNTHETIC,) if evidence.freeze.synthetic and summaries else ()),
            *(() if coded.coded else (f"{NOTHING_CODED.capitalize()}.",)),
            *(() if summaries else ("No summary was received.",)),
        ),
    )


Summaries = Mapping[tuple[str, str], str]
"""{(case, or source where there is no case; theme): the summary}."""


def _themes(protocol: Protocol, coded: Coded) -> list[Code]:
    """Return the protocol's themes that the codebook has; the themes at the top where it names none."""
    named = protocol.coding.themes if protocol.coding else ()
    known = [coded.codebook.code(theme) for theme in named if theme in coded.codebook.by_id]
    return known or list(coded.codebook.themes())


def _groups(question: Question, protocol: Protocol) -> list[Group]:
    wanted = _options.some_of(question, "groups", [group.id for group in protocol.groups])
    return [group for group in protocol.groups if group.id in wanted]


def _latest(cells: pl.DataFrame) -> Summaries:
    rows = cells.sort("version").to_dicts()
    return {(row["case_id"] or row["source_id"], row["code_id"]): row["summary"] for row in rows}


def _case(source: Source) -> str:
    return source.case or source.id


def _matrix(coded: Coded, around: Crowds, *, group: Group, themes: Sequence[Code], summaries: Summaries) -> Table:
    """Return the rows of one group, in the order of pseudonyms. Neither site nor type is told: a row says much of one.

    A case that would be alone in its crowd, and one of which nothing is summed up, is left out: so the number of rows
    is not the number of people.
    """
    cases = {_case(source): source for source in coded.coded if source.group == group.id}
    people = coded.heard(cases.values())
    rows: list[Row] = []
    for case in sorted(cases):
        said = [summaries.get((case, theme.id)) for theme in themes]
        if any(said) and around.safe(cases[case]):
            number = len(rows) + 1
            cells = tuple(Estimate("words", 0.0, "", people, says=each or NOT_SUMMED_UP) for each in said)
            rows.append(Row(f"case_{number}", f"{group.label} {number}", cells))
    columns = tuple(Column(row_id(theme), theme.name) for theme in themes)
    return Table(f"matrix_{group.id}", f"Framework matrix: {group.plural.lower()}", "Case", columns, tuple(rows))


def _filled(protocol: Protocol, coded: Coded, *, themes: Sequence[Code], summaries: Summaries) -> Table:
    """Return how many cases of each group have a summary of each theme: where the matrix is full and where not."""
    rows = []
    for group in protocol.groups:
        cases = {_case(source): source for source in coded.coded if source.group == group.id}
        people = coded.heard(cases.values())
        cells = [Estimate("count", len(cases), "cases", people)]
        for theme in themes:
            filled = sum((case, theme.id) in summaries for case in cases)
            share = _cells.part_of(filled, len(cases), why_missing=NOBODY_HEARD)
            cells.append(share)
        rows.append(Row(group.id, group.plural, tuple(cells)))
    columns = (Column("cases", "Cases"), *(Column(row_id(theme), theme.name) for theme in themes))
    return Table("filled", "Share of cases with a summary of each theme", "Group", columns, tuple(rows))


analysis = Analysis(
    title="Framework matrix",
    method=(
        "Framework analysis lays cases against themes and sums each cell up in words (Ritchie and Spencer, Analyzing "
        "Qualitative Data, 1994; Gale and others, BMC Med Res Methodol 2013;13:117). Summaries are written by "
        "analysts; of each cell the latest version is printed."
    ),
    answer=answer,
)
