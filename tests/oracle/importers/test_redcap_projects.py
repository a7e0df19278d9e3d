"""REDCap projects made by others: what is imported equals a plain count of the export, and the bad ones are refused.

Counts named "stated" are those of the README beside the files.
"""

import csv
import io
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from newel.faults import Refused
from newel.importers import ImportedProject, import_project, write_study
from newel.study import read_study
from tests.support.shared import SHARED, needs_shared

pytestmark = needs_shared
REDCAP = SHARED / "real" / "capture" / "redcap"
GOOD = (
    "blank-for-gray-status",
    "checkboxes-1",
    "dag",
    "decimal-comma-and-dot",
    "empty-rows",
    "longitudinal",
    "nonnumeric-record-id",
    "repeating-instruments-sparse",
    "survey",
    "validation-types-1",
)
KEY, DAY = b"a key that is only for the tests", date(2026, 1, 5)


def from_csv(folder: str, *, dictionary: str = "dictionary.csv") -> ImportedProject:
    names = [dictionary, "data.csv", *(name for name in ("event.csv", "arm.csv") if (REDCAP / folder / name).is_file())]
    return import_project({name: (REDCAP / folder / name).read_bytes() for name in names}, key=KEY, today=DAY)


def from_xml(name: str) -> ImportedProject:
    path = REDCAP / name
    return import_project({path.name: path.read_bytes()}, key=KEY, today=DAY)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def plain_count(project: ImportedProject, folder: str) -> int:
    """Count the cells of the export that stand in a form with anything in it and in a column that was carried over.

    A second way to the same number: straight from the file, without any of the importer's types.
    """
    dictionary = [list(row.values()) for row in rows_of(REDCAP / folder / "dictionary.csv")]
    form_of = {values[0]: values[1] for values in dictionary[1:] if values[3] != "calc"}
    items = {item.id: instrument.id for instrument in project.instruments for item in instrument.items}
    total = 0
    for row in rows_of(REDCAP / folder / "data.csv"):
        filled = {column for column, cell in row.items() if cell.strip() and not (cell == "0" and "___" in column)}
        started = {form_of[column.split("___")[0]] for column in filled if column.split("___")[0] in form_of}
        started |= {form for form in form_of.values() if row.get(f"{form}_complete") in ("1", "2")}
        total += sum(bool(row.get(column, "").strip()) for column, form in items.items() if form in started)
    return total


def values(project: ImportedProject) -> pl.DataFrame:
    return project.source.frames["answer"].drop_nulls("value")


def rows_said(project: ImportedProject, field: str, outcome: str) -> list[tuple[int, ...]]:
    return [entry.rows for entry in project.report if (entry.field, entry.outcome) == (field, outcome)]


@pytest.mark.parametrize("folder", GOOD)
def test_every_cell_that_can_be_carried_is_carried_and_none_is_added(folder: str) -> None:
    project = from_csv(folder)

    assert values(project).height == plain_count(project, folder)


@pytest.mark.parametrize("folder", [*GOOD, "simple"])
def test_every_field_of_the_dictionary_is_in_the_report(folder: str) -> None:
    fields = {next(iter(row.values())) for row in rows_of(REDCAP / folder / "dictionary.csv")}

    assert fields <= {entry.field for entry in from_csv(folder).report}


@pytest.mark.parametrize("folder", GOOD)  # the export of `simple` has TRUE where its project file has 1: see below
def test_the_project_file_gives_the_answers_the_export_gives(folder: str) -> None:
    from_export, from_project = (
        p.source.frames["answer"].drop_nulls("value") for p in (from_csv(folder), from_xml(f"{folder}/project.xml"))
    )

    columns = ["instrument", "item", "value"]
    assert from_export.select(columns).sort(columns).equals(from_project.select(columns).sort(columns))


@pytest.mark.parametrize("folder", [*GOOD, "simple"])
def test_the_study_that_is_written_agrees_with_itself(folder: str, tmp_path: Path) -> None:
    project = from_csv(folder)

    write_study(project, tmp_path / "study")

    assert set(read_study(tmp_path / "study").instruments) == {instrument.id for instrument in project.instruments}


@pytest.mark.parametrize("folder", [*GOOD, "simple"])
def test_no_name_address_or_text_of_a_person_is_written(folder: str, tmp_path: Path) -> None:
    project = from_csv(folder)
    write_study(project, tmp_path / "study")
    written = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "study").rglob("*") if path.suffix in (".toml", ".md")
    )
    records = "".join(repr(frame.rows()) for frame in project.source.frames.values())
    dictionary = [list(row.values()) for row in rows_of(REDCAP / folder / "dictionary.csv")]
    private = {row[0] for row in dictionary if row[10] == "y" or row[3] == "notes"}

    cells = [row.get(name, "").strip() for row in rows_of(REDCAP / folder / "data.csv") for name in private]

    assert not [cell for cell in cells if len(cell) > 3 and cell in written + records]


def test_simple_lists_the_words_that_stand_for_codes_and_coerces_none_of_them() -> None:
    project = from_csv("simple")

    sex = project.source.frames["answer"].filter(pl.col("item") == "sex")
    assert set(sex.select("value", "missing").iter_rows()) == {(None, "illegible")}
    assert len(rows_said(project, "sex", "refused")[0]) == 5
    assert from_xml("simple/project.xml").source.frames["answer"].filter(item="sex")["value"].to_list().count(0.0) >= 1


def test_simple_leaves_its_six_stated_identifiers_behind() -> None:
    reasons = [entry.field for entry in from_csv("simple").report if entry.reason.startswith("marked as an identifier")]

    assert reasons == ["name_first", "name_last", "address", "telephone", "email", "dob"]


def test_the_dictionary_in_api_headings_gives_the_same_instruments() -> None:
    assert (
        from_csv("decimal-comma-and-dot", dictionary="metadata.csv").instruments
        == from_csv("decimal-comma-and-dot").instruments
    )
    assert from_csv("simple", dictionary="metadata.csv").instruments == from_csv("simple").instruments


def test_the_longitudinal_project_has_its_twelve_stated_events_and_nine_forms() -> None:
    project = from_csv("longitudinal")

    assert (len(project.waves), len(project.instruments)) == (12, 9)
    assert project.waves[0].label == "Enrollment (Drug A)"
    assert {wave.label for wave in project.waves} >= {"Deadline to opt out of study (Drug B)"}


def test_branching_that_is_not_met_makes_an_item_not_apply() -> None:
    answers = (
        from_csv("longitudinal").source.frames["answer"].filter(pl.col("item").is_in(["given_birth", "num_children"]))
    )

    dictionary = rows_of(REDCAP / "longitudinal" / "data.csv")
    male = sum(row["sex"] == "1" for row in dictionary)
    assert answers.filter(missing="not_applicable", item="given_birth").height == male


def test_access_groups_hold_their_stated_records() -> None:
    assert [(site.id, site.label, site.people) for site in from_csv("dag").sites] == [
        ("D01", "daga", 2),
        ("D02", "dagb", 1),
    ]
    assert [site.people for site in from_csv("blank-for-gray-status").sites] == [3, 1, 2]


def test_the_sparse_repeats_are_three_and_one_as_stated() -> None:
    project = from_csv("repeating-instruments-sparse")

    pressures = values(project).filter(item="bp_systolic").join(project.source.frames["response"], on="response_id")
    assert sorted(pressures["value"].to_list()) == [110.0, 111.0, 112.0, 114.0]
    assert sorted(pressures.group_by("participant_id").len()["len"].to_list()) == [1, 3]
    assert project.asked["bp"] == ("w1", "w2", "w3")


def test_no_box_ticked_is_left_in_doubt_where_the_field_beside_it_says_what_was_meant() -> None:
    project = from_csv("checkboxes-1")

    assert rows_said(project, "check_one", "changed") == [(3,)]
    assert rows_said(project, "check_two", "changed") == [(4,)]


def test_decimal_commas_equal_decimal_points() -> None:
    numbers = values(from_csv("decimal-comma-and-dot"))

    for measure in ("height", "weight"):
        dots, commas = (numbers.filter(item=f"{measure}_{sign}")["value"].sort() for sign in ("dot", "comma"))
        assert dots.equals(commas)
        assert dots.len() == 4


def test_text_in_a_field_of_whole_numbers_is_listed_by_row_and_never_shown() -> None:
    project = from_csv("potentially-problematic-values")

    assert set(project.source.frames["answer"]["missing"]) == {"illegible"}
    assert rows_said(project, "integer_before_validation", "refused") == [(2, 3)]
    assert "before validation 1" not in repr(project.report)


def test_a_dictionary_that_lost_characters_is_refused_naming_row_and_field() -> None:
    with pytest.raises(Refused) as refused:
        from_csv("potentially-problematic-dictionary")

    [fault] = refused.value.faults
    assert (fault.file, fault.place) == ("dictionary.csv", "row 3, field v1")
    assert fault.found.startswith("2 characters")


def test_another_tools_table_is_refused_as_a_dictionary() -> None:
    folder = REDCAP / "etl" / "multiple-choice"
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}

    with pytest.raises(Refused) as refused:
        import_project(files, key=KEY, today=DAY)

    assert refused.value.faults[0].file == "redcap_metadata.csv"


@pytest.mark.parametrize("name", ["dictionary.csv", "data.csv", "project.xml"])
def test_a_file_cut_in_half_is_refused_or_says_what_it_lacks(name: str) -> None:
    whole = {file: (REDCAP / "simple" / file).read_bytes() for file in ("dictionary.csv", "data.csv")}
    files = {name: (REDCAP / "simple" / name).read_bytes()} if name.endswith("xml") else whole
    files[name] = files[name][: len(files[name]) // 2]

    with pytest.raises(Refused) as refused:
        import_project(files, key=KEY, today=DAY)

    assert refused.value.faults[0].remedy


def test_awkward_codes_stay_text_and_their_stated_labels_are_counted_right() -> None:
    project = from_xml("etl/MultipleChoice.REDCap.xml")

    [instrument] = project.instruments
    options = {
        option.source_code or str(option.code): option for option in instrument.options_of(instrument.item("ethnicity"))
    }
    counts = dict(values(project).filter(item="ethnicity").group_by("value").len().iter_rows())
    assert sorted(counts.values()) == [2, 7, 41]  # stated
    assert len(options) == 3
    sex = instrument.options_of(instrument.item("sex"))
    stated = {"Female": 34, "Male": 16}
    assert {
        option.label: values(project).filter(item="sex", value=float(option.code)).height for option in sex
    } == stated
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", item.id) for item in instrument.items)
    assert values(project).height == 500


def test_repeating_events_and_forms_have_their_stated_hundred_people() -> None:
    project = from_xml("etl/RepeatingEvents.REDCap.xml")

    responses = project.source.frames["response"]
    assert (responses["participant_id"].n_unique(), responses.height) == (100, 1_300)  # stated
    assert responses.select("participant_id", "wave").unique().height >= 500
