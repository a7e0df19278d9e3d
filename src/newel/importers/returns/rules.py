"""A return's rules as four steps of SQL: raw, checked, errors, clean."""

import re

import polars as pl

from newel.importers.returns.definition import ReturnDefinition, ReturnRule, mentioned
from newel.importers.returns.engine import frame, load, open_engine

_NUMBER = re.compile(r"\b(whole|measured)\(([a-z_][a-z0-9_]*)\)")
Columns = dict[str, list[str | None]]


def run_rules(
    definition: ReturnDefinition, columns: Columns, places: list[int | None]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Run every rule on every row.

    Returns the errors (position of the row, rule id, found), in the order of rows and rules, and the rows where every
    rule holds, typed, with their position.
    """
    with open_engine() as engine:
        load(engine, columns, places)
        engine.execute(checked_sql(definition))
        errors = frame(engine, errors_sql(definition))
        clean = frame(engine, clean_sql(definition))
    return errors, clean


def checked_sql(definition: ReturnDefinition) -> str:
    """The second step: raw, plus two yes or no for each rule: that it holds, and that it has a fault to report.

    A rule that gives null does not hold.
    """
    # The line feed ends a comment that an author may have left at the end of a rule.
    holds = [f"coalesce(({_read_once(rule.ok)}\n), false) as {_holds(rule)}" for rule in definition.rules]
    reports = [f"{_is_news(definition, order)} as {_reports(rule)}" for order, rule in enumerate(definition.rules)]
    numbers = f"(select {', '.join(('*', *_numbers(definition)))} from raw)"  # noqa: S608 - the study's own, as below
    verdicts = ",\n".join((*holds, *reports))
    return f"create table checked as select *, {verdicts} from {numbers}"  # noqa: S608 - never an upload's


def _numbers(definition: ReturnDefinition) -> list[str]:
    """Return each number that rules read from a column, once: to read it in every rule again takes twice the time."""
    texts = (*(rule.ok for rule in definition.rules), *definition.typed.values())
    calls = dict.fromkeys(found[0] for text in texts for found in _NUMBER.finditer(text))
    return [f"{call} as {_read_once(call)}" for call in calls]


def _read_once(sql: str) -> str:
    return _NUMBER.sub(r"\1_of_\2", sql)


def errors_sql(definition: ReturnDefinition) -> str:
    """The third step: one row for each fault. `expected` and `fix` are looked up by the rule's id."""
    parts = [
        f"select position, {order} as rule_order, '{rule.id}' as rule, {rule.column} as found "  # noqa: S608 - as above
        f"from checked where {_reports(rule)}"
        for order, rule in enumerate(definition.rules)
    ]
    return " union all ".join(parts) + " order by position, rule_order"


def clean_sql(definition: ReturnDefinition) -> str:
    """The fourth step: the rows where every rule holds, with typed columns."""
    cells = ", ".join(f"{_read_once(definition.typed.get(name, name))} as {name}" for name in definition.names)
    holds = " and ".join(_holds(rule) for rule in definition.rules)
    return f"select position, {cells} from checked where {holds} order by position"  # noqa: S608 - as above


def _is_news(definition: ReturnDefinition, order: int) -> str:
    """A rule has news where it does not hold, and no earlier rule has reported a column it speaks of."""
    rule = definition.rules[order]
    columns = {rule.column, *mentioned(rule.ok, definition.names)}
    before = [_reports(earlier) for earlier in definition.rules[:order] if earlier.column in columns]
    return " and ".join(f"not {verdict}" for verdict in (_holds(rule), *before))


def _holds(rule: ReturnRule) -> str:
    return f"holds_{rule.id}"


def _reports(rule: ReturnRule) -> str:
    return f"reports_{rule.id}"
