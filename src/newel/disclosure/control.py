"""The one door out: a finding goes in, its true numbers stay behind, and a Released finding comes out."""

from newel._plugins import discover
from newel.disclosure import rules
from newel.disclosure.judging import WITHHELD, Judge, Verdict
from newel.disclosure.printing import decimals_for, protected, released_cell
from newel.disclosure.released import _SEAL, Released, ReleasedRow, ReleasedTable
from newel.disclosure.rule import Rule
from newel.disclosure.subtraction import Grid, judged_grid
from newel.faults import Fault, Refused
from newel.findings import Estimate, Finding
from newel.protocol import FILE, Disclosure


def disclosure_rules() -> dict[str, Rule]:
    """Return every disclosure rule there is, by id."""
    return discover(rules, "rule", Rule)


def control(finding: Finding, settings: Disclosure) -> Released:
    """Pass a finding through the protocol's disclosure rule. The same finding always comes out the same.

    Raises Refused where the protocol names a rule that does not exist, and UnableToRelease for a number that does not
    carry what its protection is worked out from.
    """
    judge = Judge(_rule_named(settings.rule), settings.zero_is_withheld, settings.study_is_national)
    grids = [judged_grid(table, judge) for table in finding.answer.tables]
    totals = _withheld_totals(grids)
    for grid in grids:
        grid.withhold_totals(totals)
    answer = finding.answer
    return Released(
        id=finding.id,
        question=finding.question,
        strand=finding.strand,
        analysis=finding.analysis,
        method=finding.method,
        planned=finding.planned,
        population=answer.population,
        n=released_cell(answer.n, _verdict_of_n(answer.n, judge, totals), judge, decimals=0),
        tables=tuple(_released_table(grid) for grid in grids),
        figures=answer.figures,
        notes=answer.notes,
        freeze=finding.freeze,
        files=finding.files,
        protocol=finding.protocol,
        software=finding.software,
        synthetic=finding.synthetic,
        rule=settings.rule,
        rule_says=_says(judge),
        seal=_SEAL,
    )


def unknown_rule(name: str) -> Fault | None:
    """Return what is wrong where a protocol names a rule that does not exist."""
    known = disclosure_rules()
    if name in known:
        return None
    return Fault(
        FILE,
        "disclosure, rule",
        f"`{name}`",
        f"one of {', '.join(known)}",
        f"Name one of these (docs/reference/disclosure-rules.md), or add newel/disclosure/rules/{name}.py.",
    )


def _rule_named(name: str) -> Rule:
    unknown = unknown_rule(name)
    if unknown:
        raise Refused([unknown])
    return disclosure_rules()[name]


def _withheld_totals(grids: list[Grid]) -> set[float]:
    """Return the national counts that had to be withheld: printed in another place they would be told again."""
    return {
        count
        for grid in grids
        for place, count in grid.counts.items()
        if grid.verdicts[place] in WITHHELD and grid.estimate(place).national
    }


def _verdict_of_n(estimate: Estimate, judge: Judge, totals: set[float]) -> Verdict:
    told_again = estimate.people is not None and estimate.value in totals
    return Verdict.COVERING if told_again else judge.verdict(estimate)


def _released_table(grid: Grid) -> ReleasedTable:
    table = grid.table
    decimals = [_decimals_of(grid, column) for column in range(len(table.columns))]
    rows = tuple(
        ReleasedRow(
            line.id,
            line.label,
            tuple(
                released_cell(cell, grid.verdicts[row, column], grid.judge, decimals=decimals[column])
                for column, cell in enumerate(line.cells)
            ),
        )
        for row, line in enumerate(table.rows)
    )
    return ReleasedTable(table.id, table.title, table.row_header, table.columns, rows, table.printed_in, table.shape)


def _decimals_of(grid: Grid, column: int) -> int:
    """Return the decimals of a column, decided by what is printed in it and by nothing that is withheld."""
    printed = [
        (grid.estimate(place), verdict)
        for place, verdict in grid.verdicts.items()
        if place[1] == column and verdict in (Verdict.EXACT, Verdict.ROUNDED)
    ]
    if not printed:
        return 0
    kind, values = printed[0][0].kind, [protected(estimate, verdict, grid.judge) for estimate, verdict in printed]
    if kind == "coefficient":  # a wide interval needs no digits because its middle is near zero
        values += [end for estimate, _ in printed for end in (estimate.low, estimate.high) if end is not None]
    return decimals_for(kind, values)


def _says(judge: Judge) -> str:
    """Return the rule in words, with what this project adds to it."""
    zero = " A count of zero is withheld like a small one." if judge.zero_is_withheld else ""
    national = "" if judge.study_is_national else " This study is not national, so no number of it is exempt as one."
    return (
        f"{judge.rule.title}. {judge.rule.says}{zero}{national} On top of the rule, every total is checked against its "
        "parts: where a withheld count could be worked out by subtraction, another number of that line is withheld "
        "too, if need be the total. An interval moves with the rounded number that it belongs to. "
        f"Source: {judge.rule.source}."
    )
