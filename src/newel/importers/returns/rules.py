"""A return's rules as steps of SQL, written once for every engine: raw, checked, judged, and then errors and clean."""

import re

import polars as pl

from newel.importers.returns.definition import EARLIER, ReturnDefinition, mentioned
from newel.importers.returns.dialect import literal, quoted
from newel.importers.returns.engine import frame, load, open_engine
from newel.importers.returns.rule import ReturnRule

_READ = re.compile(r"\b(whole|measured|calendar_day)\(([a-z_][a-z0-9_]*)\)")
Columns = dict[str, list[str | None]]
Rules = tuple[ReturnRule, ...]


def run_rules(
    definition: ReturnDefinition, columns: Columns, places: list[int | None]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Run every rule on every row. `columns` may hold `earlier_` columns beside those of the definition.

    Returns the errors (position of the row, rule id, found), in the order of rows and rules; the rows where every rule
    holds but warnings, typed, with their position; and the warnings, in the shape of the errors.
    """
    not_known: Columns = {f"{EARLIER}{name}": [None] * len(places) for name in definition.earlier}
    rules = definition.rules
    with open_engine() as engine:
        load(engine, not_known | columns, places)
        engine.execute(f"create view numbered as {numbered_sql(definition, rules)} from raw")
        engine.execute(f"create table judged as {judged_sql(definition, rules, 'numbered')}")
        errors = frame(engine, _found_sql(rules, "error"))
        clean = frame(engine, _clean_sql(definition, rules))
        warnings = frame(engine, _found_sql(rules, "warning"))
    return errors, clean, warnings


def numbered_sql(definition: ReturnDefinition, rules: Rules) -> str:
    """The second step: raw, and each number read once: to read it in every rule again takes twice the time.

    The source is the caller's to add.
    """
    texts = (*(rule.ok for rule in rules), *definition.typed.values())
    read = dict.fromkeys(found[0] for text in texts for found in _READ.finditer(text))
    return f"select {', '.join(('*', *(f'{call} as {read_once(call)}' for call in read)))}"


def holds_sql(rule: ReturnRule) -> str:
    """Return the SQL that is true where a rule holds, over numbered. A rule that gives null does not hold."""
    # The line feed ends a comment that an author may have left at the end of a rule.
    return f"coalesce(({read_once(rule.ok)}\n), false)"


def judged_sql(definition: ReturnDefinition, rules: Rules, source: str) -> str:
    """The third step: for each rule whether it holds, and whether it has a fault to report.

    A rule has news where it does not hold, and no earlier rule has reported an error in a column it speaks of.
    """
    holds = ",\n".join(f"{holds_sql(rule)} as {_holds(rule)}" for rule in rules)
    news = ",\n".join(f"{_is_news(definition, rules, order)} as {reports(rule)}" for order, rule in enumerate(rules))
    return f"select *, {news} from (select *, {holds} from {source}) checked"  # noqa: S608 - the study's own SQL, never an upload's


def _is_news(definition: ReturnDefinition, rules: Rules, order: int) -> str:
    rule = rules[order]
    columns = {rule.column, *mentioned(rule.ok, definition.names)}
    errors = (earlier for earlier in rules[:order] if earlier.severity == "error")
    before = [reports(earlier) for earlier in errors if earlier.column in columns]
    return " and ".join(f"not {verdict}" for verdict in (_holds(rule), *before))


def typed_sql(definition: ReturnDefinition) -> str:
    """Return the columns of the return, typed, over numbered."""
    return ", ".join(f"{read_once(definition.typed.get(name, name))} as {quoted(name)}" for name in definition.names)


def _clean_sql(definition: ReturnDefinition, rules: Rules) -> str:
    """The last step: the rows where every rule holds but warnings, with typed columns."""
    hold = " and ".join(_holds(rule) for rule in rules if rule.severity == "error")
    return f"select position, {typed_sql(definition)} from judged where {hold} order by position"  # noqa: S608 - as above


def _found_sql(rules: Rules, severity: str) -> str:
    """The fourth step: one row for each fault. `expected` and `fix` are looked up by the rule's id."""
    parts = [
        f"select position, {order} as rule_order, {literal(rule.id)} as rule, {rule.column} as found "  # noqa: S608 - as above
        f"from judged where {reports(rule)}"
        for order, rule in enumerate(rules)
        if rule.severity == severity
    ]
    parts = parts or ["select position, 0 as rule_order, '' as rule, '' as found from judged where false"]
    return " union all ".join(parts) + " order by position, rule_order"


def read_once(sql: str) -> str:
    """Return SQL in which a number read from a column is the column that holds it."""
    return _READ.sub(r"\1_of_\2", sql)


def _holds(rule: ReturnRule) -> str:
    return f"holds_{rule.id}"


def reports(rule: ReturnRule) -> str:
    """Return the column of judged that says whether a rule has a fault to report in a row."""
    return f"reports_{rule.id}"
