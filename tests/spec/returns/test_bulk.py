"""Bulk files of a return: each planted fault at its place, pseudonyms as Python makes them, counts as a twin counts."""

import json
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from newel.cli import main
from newel.faults import Refused
from newel.importers.returns import on_duckdb
from newel.importers.returns.bulk import BulkJob, bulk_job, in_words, run_bulk
from newel.importers.returns.definition import ReturnAggregate
from newel.importers.returns.pseudonyms import pseudonym
from newel.protocol import read_protocol
from tests.support.planted import COLUMNS, KEY, NAME, NHS_NUMBER, PLANTED, STUDY, Planted, Row, a_job, job, plant

ROWS = 6_000


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("files"), rows=ROWS)


@pytest.fixture(scope="module")
def results(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results")
    run_bulk(a_job(planted, out), key=KEY)
    return out


def read(results: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(results / f"{name}.parquet")


def a_file(folder: Path, *rows: Row, text: str = "") -> BulkJob:
    """Return the job for one small file."""
    path = folder / "events.csv"
    lines = [",".join(COLUMNS), *(",".join(row[column] or "" for column in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n" + text, encoding="utf-8")
    return replace(job(), files=(path,), out=folder / "out")


def an_event(**changes: str | None) -> Row:
    usual = ("S01", "2019-08", "1", "2019-08-03", "restraint", "K/1", "20", None)
    return dict(zip(COLUMNS, usual, strict=True)) | changes


def test_files_too_large_for_memory_give_the_same(
    planted: Planted, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_duckdb, "_SMALL", 0)
    out = results.parent / "kept_on_disk"
    run_bulk(a_job(planted, out), key=KEY)
    for name in ("errors", "aggregate"):
        assert read(out, name).equals(read(results, name))
    assert read(out, "clean").sort("file", "row").equals(read(results, "clean").sort("file", "row"))
    assert sorted(path.name for path in out.iterdir()) == ["aggregate.parquet", "clean.parquet", "errors.parquet"]


def test_spark_that_is_not_installed_is_named_with_the_way_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "newel.importers.returns.on_spark", None)
    with pytest.raises(Refused, match=r"newel\[spark\]"):
        run_bulk(a_file(tmp_path, an_event()), key=KEY, engine="spark")


def test_every_planted_fault_is_found_at_its_place_and_nothing_else(planted: Planted, results: Path) -> None:
    found = read(results, "errors").select("file", "row", "column", "rule").rows()
    assert found == list(planted.faults)
    assert {rule for _, _, _, rule in found} == {rule for _, _, rule in PLANTED} | {"repeated_row"}


def test_every_rule_that_bulk_files_are_held_against_is_broken_somewhere(results: Path) -> None:
    rules = {rule.id for rule in job().definition.rules if rule.severity == "error"}
    assert rules <= set(read(results, "errors")["rule"])


def test_every_fault_says_what_is_expected_and_how_to_mend_it(results: Path) -> None:
    errors = read(results, "errors")
    words = {rule.id: (rule.expected, rule.fix) for rule in job().definition.rules}
    assert not errors.select(pl.any_horizontal(pl.all().is_null())).to_series().any()
    for rule, expected, fix in errors.select("rule", "expected", "fix").unique().iter_rows():
        assert words.get(rule, (expected, fix)) == (expected, fix)


def test_rows_without_fault_are_kept_as_they_were_meant(planted: Planted, results: Path) -> None:
    clean = read(results, "clean").sort("file", "row").drop("child_id")
    meant = [
        (file, number, row["site_id"], row["month"], row["event"], row["happened_on"], row["kind"])
        for file, number, row in planted.good
    ]
    texts = clean.with_columns(pl.col("happened_on").cast(pl.String)).drop("minutes", "section")
    assert texts.rows() == meant
    assert clean["minutes"].to_list() == [int(row["minutes"]) if row["minutes"] else None for *_, row in planted.good]


def test_pseudonyms_are_those_that_python_makes(planted: Planted, results: Path) -> None:
    clean = read(results, "clean").sort("file", "row")
    made = [
        pseudonym(KEY, "child", site_id=str(row["site_id"]), identifier=str(row["child_id"]))
        for *_, row in planted.good
    ]
    assert clean["child_id"].to_list() == made


def test_counts_are_those_of_a_twin_in_plain_python(planted: Planted, results: Path) -> None:
    events: Counter[tuple[str, str]] = Counter()
    children: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    minutes: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    for _, _, row in planted.good:
        group = (str(row["site_id"]), str(row["month"]))
        events[group] += 1
        children[group].add(str(row["child_id"]))
        minutes[group] += [row["minutes"]] if row["kind"] == "restraint" else []
    known = {group: [int(cell) for cell in cells if cell] for group, cells in minutes.items()}
    twin = [
        (
            *group,
            events[group],
            len(children[group]),
            len(minutes[group]),
            sum(known.get(group, [])) if known.get(group) else None,
            len(minutes[group]) - len(known.get(group, [])),
        )
        for group in sorted(events)
    ]
    columns = [
        "site_id",
        "month",
        "events",
        "children",
        "restraints",
        "restraint_minutes",
        "restraint_minutes_not_known",
    ]
    assert read(results, "aggregate").select(columns).rows() == twin


def test_no_id_no_name_and_no_key_is_in_any_result(results: Path) -> None:
    for name in ("errors", "clean", "aggregate"):
        text = json.dumps(read(results, name).rows(), default=str)
        assert not [secret for secret in (NAME, NHS_NUMBER, "K/1", KEY.hex()[:20], "36373435") if secret in text]


def test_an_id_in_a_wrong_column_is_not_shown_either(tmp_path: Path) -> None:
    run_bulk(a_file(tmp_path, an_event(child_id="4711", minutes="4711."), an_event(event="99.9")), key=KEY)
    assert read(tmp_path / "out", "errors")["found"].to_list() == ["an id", "99.9"]


def test_the_same_number_is_another_pseudonym_at_another_site_and_under_another_key(tmp_path: Path) -> None:
    events = a_file(tmp_path, an_event(), an_event(event="2"), an_event(site_id="S02"))
    run_bulk(events, key=KEY)
    run_bulk(replace(events, out=tmp_path / "again"), key=KEY[::-1])
    one, same, other = read(tmp_path / "out", "clean").sort("row")["child_id"]
    assert one == same != other
    assert not {one, other} & set(read(tmp_path / "again", "clean")["child_id"])


def test_a_sum_grows_beyond_thirty_two_bits(tmp_path: Path) -> None:
    rows = [an_event(event=str(number), minutes="44640") for number in range(1, 50_001)]
    run_bulk(a_file(tmp_path, *rows), key=KEY)
    assert read(tmp_path / "out", "aggregate")["restraint_minutes"].to_list() == [44640 * 50_000]  # above 2 ** 31


def test_a_sum_of_measures_is_exact_whatever_the_order(tmp_path: Path) -> None:
    monthly = bulk_job(STUDY, read_protocol(STUDY), "monthly", files=(), out=tmp_path / "out").definition
    counts = {"children": "sum(children)", "largest": "max(children)"}
    counted = monthly.model_copy(update={"aggregate": ReturnAggregate(by={"all": "month"}, counts=counts)})
    cells = ["0.1", "0.2", "399.999999", "0.000001", "0.3"] * 40
    path = tmp_path / "months.csv"
    sites = list(job().sites)
    lines = [
        ",".join(
            {
                "site_id": sites[row % len(sites)],
                "month": f"20{10 + row // 18:02d}-0{row % 9 + 1}",
                "children": cell,
            }.get(name, "")
            for name in monthly.names
        )
        for row, cell in enumerate(cells)
    ]
    path.write_text("\n".join([",".join(monthly.names), *lines]) + "\n", encoding="utf-8")
    places = dict.fromkeys(sites, 400)
    run_bulk(BulkJob(counted, (path,), tmp_path / "out", places), key=KEY)
    assert sum(read(tmp_path / "out", "aggregate")["children"]) == sum(map(Decimal, cells))


def test_every_row_carries_its_place_however_many_threads_read(tmp_path: Path) -> None:
    rows = [an_event(event=str(number), minutes="20" if number % 5000 else "ten") for number in range(1, 60_001)]
    run_bulk(a_file(tmp_path, *rows), key=KEY)
    assert read(tmp_path / "out", "errors")["row"].to_list() == [number + 1 for number in range(5000, 60_001, 5000)]
    clean = read(tmp_path / "out", "clean")
    assert (clean["event"].cast(pl.Int64) + 1 == clean["row"]).all()


@pytest.mark.parametrize(
    "text",
    ["S01,2019-08,2\n", f'S01,2019-08,2,"{NAME}\n', f"{NAME},{NAME},1,2,3,4,5,6,7,8,9\n"],
    ids=["few", "open", "many"],
)
def test_a_file_that_is_no_table_is_refused_by_line_and_nothing_of_it_is_repeated_or_kept(
    tmp_path: Path, text: str
) -> None:
    events = a_file(tmp_path, an_event(), text=text)
    with pytest.raises(Refused) as refused:
        run_bulk(events, key=KEY)
    (fault,) = refused.value.faults
    assert (fault.file, fault.place) == ("events.csv", "line 3")
    assert NAME not in str(refused.value)
    assert list(events.out.iterdir()) == []


def test_a_column_that_is_missing_or_unknown_is_refused(tmp_path: Path) -> None:
    events = a_file(tmp_path, an_event())
    path = events.files[0]
    path.write_text(path.read_text().replace("minutes", "minuets"))
    with pytest.raises(Refused, match="minuets") as refused:
        run_bulk(events, key=KEY)
    assert "no column minutes" in str(refused.value)


def test_results_of_an_earlier_run_are_not_written_over(tmp_path: Path) -> None:
    events = a_file(tmp_path, an_event())
    run_bulk(events, key=KEY)
    before = (events.out / "clean.parquet").read_bytes()
    with pytest.raises(Refused, match="earlier run"):
        run_bulk(events, key=KEY[::-1])
    assert (events.out / "clean.parquet").read_bytes() == before


def test_the_outcome_names_each_rule_with_its_first_place(tmp_path: Path) -> None:
    outcome = run_bulk(
        a_file(tmp_path, an_event(), an_event(event="2", kind="x"), an_event(event="3", kind="y")), key=KEY
    )
    assert [(fault.rule, fault.times, fault.first) for fault in outcome.faults] == [
        ("kind_word", 2, "events.csv, row 3")
    ]
    assert (outcome.rows, outcome.clean, outcome.groups) == (3, 1, 1)
    assert "3 rows: 1 without fault" in in_words(outcome)[-1]
    assert outcome.left_out == ("long_restraint",)


def test_the_verb_leaves_results_and_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    events = a_file(tmp_path, an_event())
    key = tmp_path / "keys" / "returns.key"
    options = ["--out", str(events.out), "--key", str(key)]
    ran = CliRunner().invoke(main, ["returns", str(STUDY), "activity", str(events.files[0]), *options])
    assert ran.exit_code == 0, ran.output
    assert "1 rows: 1 without fault" in ran.output
    assert key.read_bytes().hex() not in ran.output
    assert key.stat().st_mode & 0o777 == 0o600
    made = pseudonym(key.read_bytes(), "child", site_id="S01", identifier="K/1")
    assert read(events.out, "clean")["child_id"].to_list() == [made]


def test_a_return_without_counts_is_refused_with_the_way_out(tmp_path: Path) -> None:
    without = replace(a_file(tmp_path, an_event()), definition=job().definition.model_copy(update={"aggregate": None}))
    with pytest.raises(Refused, match="aggregate"):
        run_bulk(without, key=KEY)
