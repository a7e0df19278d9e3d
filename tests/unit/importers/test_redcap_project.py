"""A REDCap project of our own becomes instruments, responses and answers; what does not come along is listed."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from newel.faults import Fault, Refused
from newel.importers import ImportedProject, import_project
from tests.support.redcap import COLUMNS, DICTIONARY, EXPORT

KEY = b"a key that is only for the tests"
DAY = date(2026, 1, 5)


def imported(
    *, dictionary: str = DICTIONARY, export: str | None = EXPORT, key: bytes = KEY, **more: bytes
) -> ImportedProject:
    files = {"dictionary.csv": dictionary.encode(), **more}
    if export is not None:
        files["data.csv"] = export.encode()
    return import_project(files, key=key, today=DAY)


def fault_of(**changes: Any) -> Fault:
    with pytest.raises(Refused) as refused:
        imported(**changes)
    return refused.value.faults[0]


def answers(project: ImportedProject, item: str) -> list[tuple[float | None, str | None]]:
    """Return the (value, missing) of one item, in the order of the export's rows."""
    frame = project.source.frames["answer"].filter(pl.col("item") == item)
    return list(frame.select("value", "missing").iter_rows())


def reasons(project: ImportedProject, field: str, outcome: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(entry.reason, entry.rows) for entry in project.report if (entry.field, entry.outcome) == (field, outcome)]


def test_each_form_becomes_an_instrument_with_the_fields_that_can_be_carried() -> None:
    about_you, how_it_went = imported().instruments

    assert [item.id for item in about_you.items] == ["sleep", "nights", "likes___1", "likes___b", "likes___3"]
    assert [item.id for item in how_it_went.items] == ["mood", "height", "safe", "place"]
    assert about_you.item("sleep").text == "How do you sleep?"
    assert about_you.item("likes___b").text == "What do you like?: Sport"
    assert how_it_went.title == "How it went"


def test_codes_that_are_words_are_numbered_and_the_old_code_stands_beside() -> None:
    project = imported()

    options = project.instruments[1].options_of(project.instruments[1].item("mood"))

    assert [(option.code, option.label, option.source_code) for option in options] == [
        (1, "Low", "low"),
        (2, "High", "high"),
    ]
    assert answers(project, "mood") == [(1.0, None), (2.0, None), (None, "skipped")]
    assert "options are numbered" in reasons(project, "mood", "changed")[0][0]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("nickname", "identifier"),
        ("born", "date"),
        ("why", "free text"),
        ("total", "formula is not run"),
    ],
)
def test_what_is_left_behind_is_listed_with_its_reason_and_row(field: str, words: str) -> None:
    [(reason, rows)] = reasons(imported(), field, "refused")

    assert words in reason
    assert len(rows) == 1


def test_no_value_of_what_is_left_behind_is_anywhere_in_what_was_imported() -> None:
    project = imported()

    everything = repr(project) + "".join(repr(frame.rows()) for frame in project.source.frames.values())

    values = ("Kit", "Lou", "Max", "2004-02-01", "noise", "tall", "many")
    assert [value for value in values if value in everything] == []


def test_a_value_that_does_not_fit_is_kept_out_and_listed_by_row_and_never_shown() -> None:
    project = imported()

    assert answers(project, "nights")[-1] == (None, "illegible")
    assert answers(project, "height")[-1] == (None, "illegible")
    assert reasons(project, "nights", "refused")[0][1] == (5,)
    assert reasons(project, "height", "refused")[0][1] == (5,)


def test_a_label_in_place_of_a_code_is_read_as_that_choice_and_that_is_said() -> None:
    project = imported()

    assert answers(project, "sleep") == [(0.0, None), (1.0, None), (0.0, None)]
    assert answers(project, "safe")[-1] == (1.0, None)
    assert reasons(project, "sleep", "changed")[-1][1] == (5,)


def test_a_decimal_comma_is_read_and_that_is_said() -> None:
    project = imported()

    assert answers(project, "height")[:2] == [(1.62, None), (1.63, None)]
    assert reasons(project, "height", "changed") == [("decimal commas were read as decimal points", (2, 3))]


def test_a_blank_is_never_zero_and_zero_is_never_blank() -> None:
    project = imported()

    assert answers(project, "safe") == [(1.0, None), (0.0, None), (1.0, None)]
    assert answers(project, "place") == [(50.0, None), (None, "skipped"), (7.0, None)]


def test_an_item_whose_simple_condition_is_not_met_does_not_apply() -> None:
    project = imported()

    assert answers(project, "nights") == [(3.0, None), (None, "not_applicable"), (None, "illegible")]


def test_boxes_none_of_which_is_ticked_count_as_not_ticked_and_the_doubt_is_said() -> None:
    project = imported()

    assert answers(project, "likes___b") == [(0.0, None), (0.0, None), (1.0, None)]
    [(reason, rows)] = [found for found in reasons(project, "likes", "changed") if "ticked" in found[0]]
    assert "none or not answered" in reason
    assert rows == (4,)


def test_a_form_marked_incomplete_is_started_and_not_sent() -> None:
    responses = imported().source.frames["response"].sort("wave", "participant_id")

    assert responses.height == 6
    assert responses["sent_on"].null_count() == 1


def test_a_form_without_status_counts_as_sent_and_that_is_said() -> None:
    said = dict(reasons(imported(), "how_it_went_complete", "changed"))

    assert [rows for reason, rows in said.items() if "counts as sent" in reason] == [(5,)]
    assert [rows for reason, rows in said.items() if "marked incomplete" in reason] == [(3,)]


def test_access_groups_become_sites_and_events_become_waves() -> None:
    project = imported()

    assert [(site.id, site.label, site.people) for site in project.sites] == [
        ("D01", "north", 1),
        ("D02", "south", 1),
        ("D00", "no access group", 1),
    ]
    assert [(wave.id, wave.label) for wave in project.waves] == [("w1", "first_arm_1"), ("w2", "second_arm_1")]
    assert project.asked == {"about_you": ("w1",), "how_it_went": ("w1", "w2")}


def test_a_list_of_events_gives_the_waves_their_names() -> None:
    events = b"event_name,arm_num,unique_event_name\nAt the start,1,first_arm_1\nLater,1,second_arm_1\n"

    project = imported(**{"events.csv": events})

    assert [wave.label for wave in project.waves] == ["At the start", "Later"]


def test_a_person_has_one_pseudonym_that_only_the_key_can_make_again() -> None:
    once, again, other = imported(), imported(), imported(key=b"another key, also only for tests")

    people = [set(project.source.frames["response"]["participant_id"]) for project in (once, again, other)]

    assert people[0] == people[1]
    assert not people[0] & people[2]
    assert len(people[0]) == 3
    assert all(len(person) == 32 for person in people[0])


def test_a_key_that_can_be_guessed_is_refused() -> None:
    assert fault_of(key=b"secret").found == "6 bytes"


def test_each_repeat_is_a_wave_of_its_own() -> None:
    columns = (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,sleep,mood,how_it_went_complete,about_you_complete"
    )
    export = columns + "\n7,,,1,,,2\n7,how_it_went,1,,low,2,\n7,how_it_went,2,,high,2,\n"

    project = imported(export=export)

    frame = project.source.frames["response"].join(
        project.source.frames["answer"].filter(pl.col("item") == "mood"), on="response_id"
    )
    assert list(frame.sort("wave").select("wave", "value").iter_rows()) == [("w1", 1.0), ("w2", 2.0)]
    assert [wave.label for wave in project.waves] == ["The only event", "The only event, repeat 2"]


def test_an_export_without_records_is_not_an_error() -> None:
    project = imported(export="\n")

    assert len(project.instruments) == 2
    assert project.source.frames["answer"].is_empty()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"export": "name,height\nKit,1\n"}, "no data export of this project"),
        ({"export": COLUMNS + "\n" + "7," * 18 + "1\n"}, "19 cells"),
        (
            {"export": EXPORT + "7,first_arm_1,north,Kit,2004-02-01,0,noise,3,1,0,1,4,2,low,,1,50,2\n"},
            "same record, event and instance",
        ),
        ({"export": EXPORT.replace("\n8,", "\n9434765919,")}, "NHS number"),
        ({"export": EXPORT.replace("\n8,", "\n,")}, "nothing"),
        ({"export": None}, "no data export"),
        ({"dictionary": DICTIONARY.replace("How</b>", "H\ufffdw</b>")}, "lost"),
        ({"dictionary": DICTIONARY.replace("\nnickname,", "\nborn,")}, "this name 2 times"),
        ({"dictionary": DICTIONARY.replace("\nnickname,", "\nNick name,")}, "a name REDCap would not give"),
        ({"dictionary": DICTIONARY.replace('"Field Label"', '"Words"')}, "no column field_label"),
        ({"dictionary": "x,y\n1,2\n"}, "no project that is read here"),
    ],
)
def test_a_project_that_cannot_be_trusted_is_refused_in_words(changes: dict[str, Any], words: str) -> None:
    fault = fault_of(**changes)

    assert words in fault.found
    assert fault.remedy
    assert "9434765919" not in str(fault)


def test_two_dictionaries_are_one_too_many() -> None:
    assert "more than one" in fault_of(**{"old.csv": DICTIONARY.encode()}).found


def test_the_headings_of_the_api_and_na_for_blank_are_read_the_same() -> None:
    header = (
        "field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,field_note,"
        "text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,identifier,branching_logic,"
        "required_field,field_annotation"
    )
    rows = [line.replace(",,", ",NA,").replace(",,", ",NA,") for line in DICTIONARY.splitlines()[1:]]
    rows = [line + "NA" if line.endswith(",") else line for line in rows]

    as_api = imported(dictionary="\n".join([header, *rows]) + "\n")

    assert as_api.instruments == imported().instruments
