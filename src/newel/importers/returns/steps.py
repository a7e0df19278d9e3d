"""What is done with bulk files, as SQL for every engine: as written, trimmed, checked, judged, errors, clean, counts.

Every text here is written in DuckDB's SQL. A row is known by its `file` and its `row` in it, counted from 1 with the
row of column names as the first; blank lines are not counted.
"""

from collections.abc import Mapping

from newel.importers.returns.definition import EARLIER, ReturnAggregate, ReturnDefinition, mentioned
from newel.importers.returns.dialect import SITE_PLACES, TYPES, literal, quoted
from newel.importers.returns.pseudonyms import pseudonym_sql
from newel.importers.returns.rule import ReturnRule
from newel.importers.returns.rules import Rules, holds_sql, judged_sql, numbered_sql, reports, typed_sql

REPEATED = ReturnRule(
    id="repeated_row",
    column="site_id",
    ok="true",
    expected="each row once: the same key stands in a row further up, or in a file before",
    fix="Keep the row that is right and delete the other.",
)
"""The rule that no row can be held against by itself."""

_UNKNOWN_SITE = ReturnRule(
    id="unknown_site",
    column="site_id",
    ok=f"site_id is null or {SITE_PLACES} is not null",
    expected="a site id of the protocol",
    fix="Write the site's id as the protocol has it, in capital letters and digits.",
)
_TEN_DIGITS = "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}"
_SHOWN = "^[-0-9.,:/ ]{1,20}$"
_PLACE = 'file, "row"'


def bulk_rules(definition: ReturnDefinition) -> Rules:
    """Return the rules that hold for one row of a bulk file, with those that a single return has in other places.

    Warnings and rules about the month before are questions to a sender, and a bulk file has none that could answer.
    """
    own = [rule for rule in definition.rules if rule.severity == "error" and not _looks_back(definition, rule)]
    labels = [column.name for column in definition.columns if column.type == "label"]
    return (*own, _UNKNOWN_SITE, *map(_no_personal_number, labels))


def left_out(definition: ReturnDefinition) -> tuple[str, ...]:
    """Return the ids of the rules that bulk files are not held against."""
    kept = {rule.id for rule in bulk_rules(definition)}
    return tuple(rule.id for rule in definition.rules if rule.id not in kept)


def _looks_back(definition: ReturnDefinition, rule: ReturnRule) -> bool:
    return bool(mentioned(rule.ok, tuple(f"{EARLIER}{name}" for name in definition.names)))


def _no_personal_number(column: str) -> ReturnRule:
    """No NHS number: ten digits whose last checks the others (weights 10 to 2, modulo 11; NHS Data Dictionary)."""
    found = f"regexp_extract({column}, '(^|[^0-9])({_TEN_DIGITS})([^0-9]|$)', 2)"
    digits = f"replace(replace({found}, ' ', ''), '-', '')"
    # The weight of the last digit is 1: the whole sum is a multiple of 11 exactly where it checks the others.
    total = " + ".join(f"{10 - at} * cast(substring({digits}, {at + 1}, 1) as bigint)" for at in range(10))
    return ReturnRule(
        id=f"{column}_personal_number",
        column=column,
        ok=f"case when {column} is null or length({column}) < 10 then true when {found} = '' then true "
        f"else ({total}) % 11 <> 0 end",
        expected="nothing that names a person: this is an NHS number, or looks like one",
        fix="Take it out of the file, and of every copy of it.",
    )


def as_written(definition: ReturnDefinition) -> str:
    """Every row as it was written, its numbers, and whether it is good: whether every rule holds."""
    cells = ", ".join(map(quoted, definition.names))
    return _checked(definition, f"select {_PLACE}, {cells} from arrived")


def trimmed(definition: ReturnDefinition) -> str:
    """The rows that were not good as written, again without the blanks around their cells; blank rows are left out.

    Blanks are taken off here alone, which saves a good part of the time: the rule that a column's type makes never
    holds for a cell with blanks around it, so no such row was good.
    """
    cells = ", ".join(f"nullif(trim({quoted(name)}), '') as {quoted(name)}" for name in definition.names)
    filled = f"coalesce({', '.join(map(quoted, definition.names))}) is not null"
    return _checked(
        definition, f"select * from (select {_PLACE}, {cells} from as_written where not good) cut where {filled}"
    )


def checked() -> str:
    """Every row that is not blank."""
    return "select * from as_written where good union all select * from trimmed"


def _checked(definition: ReturnDefinition, rows: str) -> str:
    rules = bulk_rules(definition)
    placed = f"(select rows_of.*, {SITE_PLACES} from ({rows}) rows_of left join sites using (site_id)) placed"
    good = " and ".join(map(holds_sql, rules))
    return f"select *, {good} as good from ({numbered_sql(definition, rules)} from {placed}) numbered"


def judged(definition: ReturnDefinition) -> str:
    """The rows that are not good, and which rules have a fault to report in each."""
    return judged_sql(definition, bulk_rules(definition), "(select * from checked where not good) failing")


def repeated(definition: ReturnDefinition) -> str:
    """The rows whose key stands in a good row further up, or in an earlier file."""
    keys = ", ".join(map(quoted, definition.key))
    twice = f"select {keys} from checked where good group by {keys} having count(*) > 1"
    again = f'row_number() over (partition by {keys} order by file, "row")'
    of_those = f"select {_PLACE}, {keys}, {again} as turn from checked join ({twice}) twice using ({keys})"
    return f"select {_PLACE} from ({of_those} where good) turns where turn > 1"


def errors(definition: ReturnDefinition) -> str:
    """One row for each fault: file, row, column, rule, found, expected, fix."""
    rules = bulk_rules(definition)
    parts = [
        f"select {_PLACE}, {order} as turn, {_words(rule)}, {_shown(definition, rule)} as found "
        f"from judged where {reports(rule)}"
        for order, rule in enumerate(rules)
    ]
    parts.append(
        f"select {_PLACE}, {len(rules)} as turn, {_words(REPEATED)}, 'a row that came before' as found from repeated"
    )
    listed = f'{_PLACE}, "column", rule, found, expected, fix'
    return f'select {listed} from ({" union all ".join(parts)}) found_all order by file, "row", turn'


def _words(rule: ReturnRule) -> str:
    texts = {"column": rule.column, "rule": rule.id, "expected": rule.expected, "fix": rule.fix}
    return ", ".join(f"{literal(text)} as {quoted(name)}" for name, text in texts.items())


def _shown(definition: ReturnDefinition, rule: ReturnRule) -> str:
    """What a fault shows of a cell: numbers and days, and nothing that could name a person. Ids are shown nowhere."""
    column = quoted(rule.column)
    nothing = f"when {column} is null then 'nothing'"
    if rule.column in definition.pseudonyms:
        return f"case {nothing} else 'an id' end"
    ids = "".join(f"when strpos({column}, {quoted(name)}) > 0 then 'an id' " for name in definition.pseudonyms)
    plain = f"regexp_matches({column}, '{_SHOWN}') and not regexp_matches({column}, '{_TEN_DIGITS}')"
    return f"case {nothing} {ids}when {plain} then {column} else 'other text, not repeated here' end"


def people(definition: ReturnDefinition, column: str) -> str:
    """The distinct ids of a column and their pseudonyms: to hash each once is cheaper than to hash every row.

    Takes the parameters of `pads`.
    """
    purpose = next(each.pseudonym for each in definition.columns if each.name == column)
    distinct = f"select distinct site_id, {column} from checked where good"
    named = f"{pseudonym_sql(purpose or '', column)} as pseudonym"
    return f"select site_id as of_site, {column} as own_id, {named} from ({distinct}) ids where {column} is not null"


def clean(definition: ReturnDefinition) -> str:
    """The rows in which every rule holds, typed, with pseudonyms in place of ids, and each key once."""
    typed = f"select {_PLACE}, {typed_sql(definition)} from checked where good"
    cells = [quoted(name) for name in definition.names]
    joins = ['left join repeated on repeated.file = typed.file and repeated."row" = typed."row"']
    for number, column in enumerate(definition.pseudonyms):
        who = f"people_{number}"
        cells[definition.names.index(column)] = f"{who}.pseudonym as {quoted(column)}"
        joins.append(f"left join {who} on {who}.of_site = site_id and {who}.own_id = {quoted(column)}")
    listed = ", ".join(("typed.file", 'typed."row"', *cells))
    return f'select {listed} from ({typed}) typed {" ".join(joins)} where repeated."row" is null'


def aggregate(counted: ReturnAggregate, types: Mapping[str, str]) -> str:
    """The counts of each group, over the clean rows, each cast to its type: engines widen a sum differently."""
    by = [f"({sql}\n) as {quoted(name)}" for name, sql in counted.by.items()]
    counts = [f"cast(({sql}\n) as {types[name]}) as {quoted(name)}" for name, sql in counted.counts.items()]
    groups = ", ".join(f"({sql}\n)" for sql in counted.by.values())
    order = ", ".join(map(quoted, counted.by))
    return f"select {', '.join((*by, *counts))} from clean group by {groups} order by {order}"


def typed_columns(definition: ReturnDefinition) -> dict[str, str]:
    """Return {column: SQL type} of the clean rows."""
    macros = {name: sql.partition("(")[0] for name, sql in definition.typed.items()}
    return {name: TYPES[macros[name]] if name in macros else "varchar" for name in definition.names}
