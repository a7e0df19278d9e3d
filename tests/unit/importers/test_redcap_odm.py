"""A REDCap project file (ODM XML): structure and data in one document."""

from datetime import date

import polars as pl
import pytest

from newel.faults import Refused
from newel.importers import ImportedProject, import_project

KEY = b"a key that is only for the tests"
DOCUMENT = """<?xml version="1.0" encoding="UTF-8" ?>
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:redcap="https://projectredcap.org" SourceSystem="REDCap">
<Study OID="Project.Small"><GlobalVariables>
  <redcap:MissingDataCodes>-99, Prefer not to say | NA, Not applicable</redcap:MissingDataCodes></GlobalVariables>
<MetaDataVersion redcap:RecordIdField="record_id">
  <StudyEventDef OID="Event.a_arm_1" Name="At the start" redcap:UniqueEventName="a_arm_1"/>
  <FormDef OID="Form.mood" Name="How it went" redcap:FormName="mood">
    <ItemGroupRef ItemGroupOID="mood.record_id"/></FormDef>
  <ItemGroupDef OID="mood.record_id"><ItemRef ItemOID="record_id"/><ItemRef ItemOID="safe"/><ItemRef ItemOID="nights"/>
    <ItemRef ItemOID="likes___1"/><ItemRef ItemOID="likes___2"/><ItemRef ItemOID="mood_complete"/></ItemGroupDef>
  <ItemDef OID="record_id" redcap:Variable="record_id" redcap:FieldType="text"/>
  <ItemDef OID="safe" redcap:Variable="safe" redcap:FieldType="radio">
    <Question><TranslatedText>Safe?</TranslatedText></Question><CodeListRef CodeListOID="safe.choices"/></ItemDef>
  <ItemDef OID="nights" redcap:Variable="nights" redcap:FieldType="text" redcap:TextValidationType="int">
    <RangeCheck Comparator="LE"><CheckValue>31</CheckValue></RangeCheck></ItemDef>
  <ItemDef OID="likes___1" redcap:Variable="likes" redcap:FieldType="checkbox">
    <CodeListRef CodeListOID="likes.c"/></ItemDef>
  <ItemDef OID="likes___2" redcap:Variable="likes" redcap:FieldType="checkbox">
    <CodeListRef CodeListOID="likes.c"/></ItemDef>
  <ItemDef OID="mood_complete" redcap:Variable="mood_complete" redcap:FieldType="select"/>
  <CodeList OID="safe.choices">
    <CodeListItem CodedValue="0"><Decode><TranslatedText>No</TranslatedText></Decode></CodeListItem>
    <CodeListItem CodedValue="1"><Decode><TranslatedText>Yes</TranslatedText></Decode></CodeListItem></CodeList>
  <CodeList OID="likes.c" redcap:CheckboxChoices="1, Music | 2, Sport"/>
</MetaDataVersion></Study>
<ClinicalData>
  <SubjectData SubjectKey="7"><StudyEventData StudyEventRepeatKey="1" redcap:UniqueEventName="a_arm_1">
    <FormData FormOID="Form.mood" FormRepeatKey="1"><ItemGroupData>
      <ItemData ItemOID="safe" Value="1"/><ItemData ItemOID="nights" Value="-99"/>
      <ItemData ItemOID="likes___1" Value="1"/>
      <ItemData ItemOID="likes___2" Value="0"/><ItemData ItemOID="mood_complete" Value="2"/></ItemGroupData></FormData>
    <FormData FormOID="Form.mood" FormRepeatKey="2"><ItemGroupData>
      <ItemData ItemOID="nights" Value="40"/><ItemData ItemOID="mood_complete" Value="0"/></ItemGroupData></FormData>
  </StudyEventData></SubjectData>
</ClinicalData></ODM>
"""


def imported(document: str = DOCUMENT) -> ImportedProject:
    return import_project({"project.xml": document.encode()}, key=KEY, today=date(2026, 1, 5))


def test_structure_and_data_are_read_from_the_one_file() -> None:
    project = imported()

    [instrument] = project.instruments
    assert (instrument.id, instrument.title) == ("mood", "How it went")
    assert [item.id for item in instrument.items] == ["safe", "nights", "likes___1", "likes___2"]
    assert [wave.label for wave in project.waves] == ["At the start", "At the start, repeat 2"]
    assert project.source.frames["response"].height == 2


def test_a_declared_missing_code_is_a_reason_and_no_number() -> None:
    answers = imported().source.frames["answer"].filter(pl.col("item") == "nights")

    assert set(answers.select("value", "missing").iter_rows()) == {(None, "prefer_not"), (40.0, None)}


def test_a_number_beyond_its_stated_range_is_kept_and_that_is_said() -> None:
    said = [entry for entry in imported().report if entry.field == "nights" and "range" in entry.reason]

    assert [(entry.outcome, entry.rows) for entry in said] == [("changed", (1,))]


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT[:900],
        DOCUMENT.replace('SourceSystem="REDCap"', 'SourceSystem="Other"'),
        DOCUMENT.replace("<ODM", "<!DOCTYPE ODM [<!ENTITY a 'b'>]><ODM", 1),
        DOCUMENT.replace('encoding="UTF-8"', 'encoding="nonsense"'),
        DOCUMENT.replace('redcap:FormName="mood"', ""),
        DOCUMENT.replace('SubjectKey="7"', 'SubjectKey="943 476 5919"'),
        DOCUMENT.replace("Safe?", "Safe\ufffd"),
    ],
    ids=["cut", "of another system", "entities", "encoding", "no form", "NHS number", "lost character"],
)
def test_a_project_file_that_cannot_be_trusted_is_refused_in_words(document: str) -> None:
    with pytest.raises(Refused) as refused:
        imported(document)

    assert refused.value.faults[0].remedy
    assert "5919" not in str(refused.value)


def test_other_files_beside_it_are_named_as_not_read() -> None:
    files = {"project.xml": DOCUMENT.encode(), "notes.csv": b"a,b\n1,2\n"}

    project = import_project(files, key=KEY, today=date(2026, 1, 5))

    assert [entry.outcome for entry in project.report if entry.file == "notes.csv"] == ["refused"]
