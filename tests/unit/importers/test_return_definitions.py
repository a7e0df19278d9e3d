"""A return's file: what it must say, and the words and line of what is wrong with it."""

from pathlib import Path

import pytest

from newel.faults import Fault, Refused
from newel.importers.returns import bound, list_faults, read_definitions
from newel.protocol import read_protocol
from tests.support.monthly import STUDY, monthly

GOOD = (STUDY / "returns" / "monthly.toml").read_text(encoding="utf-8")


def faults_of(folder: Path, text: str, name: str = "monthly") -> list[Fault]:
    (folder / "returns").mkdir(exist_ok=True)
    (folder / "returns" / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_definitions(folder)
    return list(refused.value.faults)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def with_rule(changes: dict[str, str]) -> str:
    """Return the good file with one more rule at its end."""
    rule = {"id": "extra", "column": "leavers", "ok": "leavers is not null", "expected": "a number", "fix": "Write it."}
    lines = [f'{key} = "{value}"' for key, value in (rule | changes).items() if value != "ABSENT"]
    return GOOD + "\n[[rule]]\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("key", ["expected", "fix", "ok", "column", "id"])
def test_a_rule_without_its_words_is_a_fault_of_the_file_with_its_line(tmp_path: Path, key: str) -> None:
    text = with_rule({key: "ABSENT"})

    [fault] = faults_of(tmp_path, text)

    assert fault.file == "monthly.toml"
    assert key in fault.expected
    assert fault.line == GOOD.count("\n") + 2


def test_words_that_are_blank_count_as_missing(tmp_path: Path) -> None:
    assert [fault.place for fault in faults_of(tmp_path, with_rule({"fix": "   "}))] == ["rule, number 15, fix"]


def test_a_misspelt_key_is_named(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, with_rule({"expectd": "a number"}))

    assert fault.found == "the unknown key `expectd`"


@pytest.mark.parametrize(
    ("ok", "found"),
    [
        ("leaver is null", "does not run"),
        ("leavers is", "does not run"),
        ("whole(leavers)", "gives BIGINT"),
        ("cast(leavers as int) > 0", "a cast"),
        ("leavers::int > 0", "a cast"),
        ("try_cast(leavers as int) > 0", "a cast"),
        ("month < strftime(today(), '%Y-%m')", "the clock or chance"),
        ("random() < 0.5", "the clock or chance"),
        ("leavers in (select 'x')", "more than a condition"),
        ("true) from raw; drop table raw; --", "more than a condition"),
        ("true); drop table raw; --", "does not run"),
    ],
)
def test_sql_that_is_not_a_condition_on_the_row_is_refused_with_its_line(tmp_path: Path, ok: str, found: str) -> None:
    text = with_rule({"ok": ok})

    [fault] = faults_of(tmp_path, text)

    assert found in fault.found
    assert fault.line == line_of(text, f'ok = "{ok}"')


def test_words_in_quotes_are_not_taken_for_sql(tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "monthly.toml").write_text(
        with_rule({"ok": "month <> 'select today from'"}), encoding="utf-8"
    )

    assert read_definitions(tmp_path)["monthly"].rules[-1].id == "extra"


def test_a_column_that_is_kept_nowhere_is_a_fault(tmp_path: Path) -> None:
    block = '\n[[columns]]\nname = "weather"\nlabel = "Weather"\nsays = "Rain or not."\ntype = "label"\n'

    [fault] = faults_of(tmp_path, GOOD + block)

    assert fault.found == "`weather`"


def test_a_column_of_the_record_that_the_return_lacks_is_a_fault(tmp_path: Path) -> None:
    block = GOOD[GOOD.index('[[columns]]\nname = "leavers"') : GOOD.index('[[columns]]\nname = "staff_trained"')]

    faults = faults_of(tmp_path, GOOD.replace(block, ""))

    assert faults[0].found == "no column leavers"


def test_a_count_that_would_stay_text_is_a_fault(tmp_path: Path) -> None:
    block = GOOD[GOOD.index('name = "leavers"') : GOOD.index('name = "staff_trained"')]

    faults = faults_of(tmp_path, GOOD.replace(block, block.replace('type = "whole"', 'type = "label"')))

    assert faults[0].expected == "whole, because the record holds integer"
    assert faults[0].line == line_of(GOOD, block) + 3


def test_a_rule_about_an_unknown_column_and_a_repeated_id_are_both_named(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, with_rule({"column": "leaver", "id": "leavers_count"}))

    assert {fault.found for fault in faults} == {"`leaver`", "`leavers_count`, 2 times"}


def test_the_name_is_that_of_the_file(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, GOOD, name="weekly")

    assert fault.found == "`monthly`"


def test_the_key_is_the_site_and_month(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, GOOD.replace('key = ["site_id", "month"]', 'key = ["site_id"]'))

    assert fault.expected == "site_id, month"


def test_the_shipped_definition_covers_every_column_of_the_record() -> None:
    assert len(monthly().names) == 18
    assert all(column.says.endswith(".") for column in monthly().columns)


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "found"),
    [
        ("monthly", "highest = 100\n", "", "columns, number 4, highest", "nothing"),
        ("monthly", "highest = 100\n", "highest = -1\n", "columns, number 4, highest", "-1"),
        ("monthly", 'type = "site"\n', 'type = "label"\n', "columns, number 1, type", "`label`"),
        ("activity", 'type = "day"\n', 'type = "day"\nhighest = 3\n', "columns, number 4, highest", "3"),
        ("activity", 'type = "day"\n', 'type = "whole"\nhighest = 3\n', "columns, number 4, type", "`whole`"),
        ("activity", "separation = ", "fight = ", "columns, number 5, words", "`fight`"),
        ("staffing", 'words_from = "staff_roles"\n', "", "columns, number 3, words", "0 lists of words"),
        ("training", "unit = ", 'pseudonym = "staff"\nunit = ', "columns, number 8, pseudonym", "type measured"),
        ("staff", '"site_id", "month", "staff_id"', '"site_id", "staff_id"', "key", "site_id, staff_id"),
        ("activity", "month_of(calendar_day(happened_on))", "earlier_event", "rule, number 1, ok", "does not run"),
        ("staffing", 'severity = "warning"', 'severity = "note"', "rule, number 2, severity", "note"),
    ],
)
def test_what_does_not_fit_the_record_or_the_type_is_named(
    tmp_path: Path, name: str, old: str, new: str, place: str, found: str
) -> None:
    text = (STUDY / "returns" / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text

    fault = faults_of(tmp_path, text.replace(old, new, 1), name=name)[0]

    assert fault.place == place
    assert found in fault.found


def test_two_returns_of_one_kind_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "weekly.toml").write_text(GOOD.replace('name = "monthly"', 'name = "weekly"', 1))

    faults = faults_of(tmp_path, GOOD)

    assert [(fault.file, fault.found) for fault in faults] == [("weekly.toml", "`monthly_return`, as in monthly.toml")]


@pytest.mark.parametrize("denominator", ["residents", "weekly.children"])
def test_a_denominator_that_is_no_column_is_a_fault(tmp_path: Path, denominator: str) -> None:
    text = GOOD.replace('denominator = "staff_in_post"', f'denominator = "{denominator}"', 1)

    [fault] = faults_of(tmp_path, text)

    assert (fault.place, fault.found) == ("columns, leavers, denominator", f"`{denominator}`")


def test_a_denominator_may_stand_in_another_return() -> None:
    definitions = read_definitions(STUDY)

    assert {column.denominator for column in definitions["activity"].columns} >= {"monthly.children"}


def test_there_is_one_return_of_each_kind_that_a_site_sends() -> None:
    assert {name: one.kind for name, one in read_definitions(STUDY).items()} == {
        "activity": "activity",
        "costs": "cost",
        "monthly": "monthly_return",
        "staff": "staff_member",
        "staffing": "staffing",
        "training": "training",
    }


def test_the_words_of_the_protocol_are_put_into_the_rule_of_their_column() -> None:
    staffing = bound(read_definitions(STUDY)["staffing"], read_protocol(STUDY))

    [rule] = [rule for rule in staffing.rules if rule.column == "role"]
    assert rule.expected == "one of residential, health, education, management"
    assert rule.ok == "role is not null and role in ('residential', 'health', 'education', 'management')"


def test_words_from_a_list_that_the_protocol_lacks_are_a_fault() -> None:
    protocol = read_protocol(STUDY).model_copy(update={"staff_roles": ()})

    faults = list(list_faults(read_definitions(STUDY), protocol))

    assert {(fault.file, fault.place) for fault in faults} == {
        (f"{name}.toml", "columns, role, words_from") for name in ("staff", "staffing", "training")
    }
