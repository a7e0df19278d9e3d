"""REDCap: a data dictionary and a data export, or one project file, become instruments, responses and answers.

Names, contact details, dates, free text and files are left behind; what is left behind, changed or refused is listed by
field and row. The formulas, queries and scripts of the project are never run.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from newel.faults import Refused
from newel.importers._plugin import ImportedProject, ProjectImporter, TextTable
from newel.importers._redcap.answers import GROUP_ID, VERSION, Gathered
from newel.importers._redcap.dictionary import is_dictionary, read_dictionary
from newel.importers._redcap.export import OWN_COLUMNS, OWN_ENDINGS, read_events, read_visits
from newel.importers._redcap.items import Carried, carry, why_not
from newel.importers._redcap.model import Field, Project
from newel.importers._redcap.odm import is_odm, read_odm
from newel.importers._redcap.remarks import Remarks
from newel.importers.reading import read_table
from newel.instruments import Instrument
from newel.instruments.model import Licence
from newel.records import FrameSource

EXPECTS = "the data dictionary and the data export (raw data) as CSV, or the project file as XML"


def recognise(files: Mapping[str, bytes]) -> bool:
    """Return whether one of the files is a data dictionary or a project file."""
    return any(is_odm(content) or _holds_dictionary(name, content) for name, content in files.items())


def read(files: Mapping[str, bytes], key: bytes, today: date) -> ImportedProject:
    """Import a project. Raises Refused, with nothing imported, where its structure cannot be trusted."""
    remarks = Remarks()
    project = _project(files, remarks)
    forms = _carried_forms(project, remarks)
    _note_columns(project, remarks)
    instruments = tuple(_instrument(project, form, items) for form, items in forms.items() if items)
    gathered = Gathered(project, forms, key, today, remarks)
    asked = {form: tuple(dict.fromkeys(waves)) for form, waves in gathered.asked.items()}
    _note_dates(project, gathered, remarks)
    frames = {kind: gathered.frame(kind) for kind in ("response", "answer")}
    return ImportedProject(
        system="REDCap",
        instruments=instruments,
        waves=tuple(gathered.waves.values()),
        sites=tuple(gathered.sites.values()),
        asked=asked,
        source=FrameSource(frames, f"a REDCap project imported on {today}"),
        report=remarks.entries(),
        imported_on=today,
    )


def _holds_dictionary(name: str, content: bytes) -> bool:
    """Return whether a file is a data dictionary. Only its headings are looked at."""
    if not name.lower().endswith((".csv", ".tsv", ".txt")):
        return False
    first_line = content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0] + b"\n"
    try:
        return is_dictionary(read_table(name, first_line))
    except Refused:
        return False


def _project(files: Mapping[str, bytes], remarks: Remarks) -> Project:
    """Read the project from the dictionary and the export where both are there, otherwise from the project file."""
    odms = [name for name, content in files.items() if is_odm(content)]
    dictionaries = [name for name, content in files.items() if _holds_dictionary(name, content)]
    if len(dictionaries) > 1 or (len(odms) > 1 and not dictionaries):
        names = ", ".join(dictionaries or odms)
        raise _files_refused(names, "more than one data dictionary or project file", "Give one of them.")
    if not dictionaries:
        for name in set(files) - set(odms):
            remarks.add("refused", name, "the whole file", reason="the project file holds structure and data")
        return read_odm(odms[0], files[odms[0]])
    for name in odms:
        remarks.add("refused", name, "the whole file", reason="the dictionary and the export were read instead")
    rest = {name: content for name, content in files.items() if name not in (*dictionaries, *odms)}
    return _from_csv(dictionaries[0], files[dictionaries[0]], rest=rest, remarks=remarks)


def _files_refused(place: str, found: str, remedy: str) -> Refused:
    return Refused.because("the files of the project", place, found=found, expected=EXPECTS, remedy=remedy)


def _from_csv(name: str, content: bytes, *, rest: Mapping[str, bytes], remarks: Remarks) -> Project:
    dictionary = read_table(name, content)
    fields = read_dictionary(dictionary)
    empty = [other for other, text in rest.items() if not text.strip()]
    read_rest = [read_table(other, text) for other, text in rest.items() if other not in empty]
    events = _only(read_rest, "unique_event_name", "event_name")
    arms = _only(read_rest, "arm_num", "name")
    exports = [table for table in read_rest if table not in (events, arms) and fields[0].name in table.columns]
    for table in read_rest:
        if table not in (events, arms, *exports):
            reason = "neither the project's export nor its list of events or arms"
            remarks.add("refused", table.name, "the whole file", reason=reason)
    if len(exports) + len(empty) != 1:
        found = "more than one data export" if exports or empty else "no data export of this project"
        raise _files_refused(
            ", ".join(rest) or name, found, "Give one export, as CSV (raw data), beside the dictionary."
        )
    for table in (dictionary, *exports):
        for oddity in table.oddities:
            remarks.add("changed", table.name, "the whole file", reason=oddity)
    if empty:
        remarks.add("taken", empty[0], "the whole file", reason="an export without any record, which is not an error")
    return Project(
        structure_file=name,
        data_file=exports[0].name if exports else empty[0],
        record_field=fields[0].name,
        fields=fields,
        columns=exports[0].columns if exports else (),
        visits=read_visits(exports[0], fields) if exports else (),
        events=read_events(events, arms) if events else (),
    )


def _only(tables: Sequence[TextTable], *columns: str) -> TextTable | None:
    return next((table for table in tables if set(columns) <= set(table.columns)), None)


def _carried_forms(project: Project, remarks: Remarks) -> dict[str, list[Carried]]:
    """Return {form: its items}, and note of each field what becomes of it."""
    forms: dict[str, list[Carried]] = {}
    remarks.add(
        "changed",
        project.structure_file,
        project.record_field,
        reason="record ids are replaced by keyed pseudonyms and are not carried over",
    )
    for form, fields in project.forms.items():
        forms[form] = []
        for field in fields:
            reason = why_not(field)
            if reason:
                remarks.add("refused", project.structure_file, field.name, reason=reason, row=field.row)
                continue
            forms[form].extend(carry(field))
            _note_field(project, field, remarks)
    return forms


def _note_field(project: Project, field: Field, remarks: Remarks) -> None:
    items = carry(field)
    said = "one item for each of its boxes" if len(items) > 1 else "one item"
    remarks.add("taken", project.structure_file, field.name, reason=said, row=field.row)
    changes = [
        items[0].note,
        "its branching logic is not carried over, so the item would be shown to everyone" if field.branching else "",
        "its action tags are not carried over" if "@" in field.annotation else "",
        "it has no label, so its name stands in its place" if not field.label else "",
    ]
    for change in filter(None, changes):
        remarks.add("changed", project.structure_file, field.name, reason=change, row=field.row)


def _note_columns(project: Project, remarks: Remarks) -> None:
    """Note columns nobody declared, and fields the export does not hold."""
    if not project.columns:
        return
    known = {column for field in project.fields for column in field.columns} | {project.record_field, *OWN_COLUMNS}
    own = {f"{form}{ending}" for form in project.forms for ending in OWN_ENDINGS}
    for column in project.columns:
        if column not in known | own:
            remarks.add("refused", project.data_file, column, reason="a column that is not in the dictionary")
    for field in project.fields:
        absent = [column for column in field.columns if column not in project.columns]
        if absent and not why_not(field) and field.name != project.record_field:
            reason = "not in the export, so every answer counts as skipped"
            remarks.add("changed", project.data_file, field.name, reason=reason)


def _note_dates(project: Project, gathered: Gathered, remarks: Remarks) -> None:
    for wanted, reason in (
        (gathered.responses, "nothing says when an answer was given, so each is dated to the day of the import"),
        (gathered.responses, "a form with a survey time stamp counts as answered on the web, others as by interview"),
        (any(gathered.groups.values()), "access groups become sites D01 onwards; only this report has their names"),
        (len(gathered.waves) > 1, "events, and each repeat of an event or form, become waves"),
    ):
        if wanted:
            remarks.add("changed", project.data_file, "the whole file", reason=reason)


def _instrument(project: Project, form: str, items: Sequence[Carried]) -> Instrument:
    options = {carried.options.id: carried.options for carried in items if carried.options}
    return Instrument(
        id=form,
        title=project.title(form),
        version=VERSION,
        respondents=(GROUP_ID,),
        licence=Licence(
            shelf="green",
            name="not stated in the imported project",
            copyright="not stated in the imported project",
            source="a form of an imported REDCap project",
            key_status="unverified",
        ),
        option_sets=tuple(options.values()),
        items=tuple(carried.item for carried in items),
    )


importer = ProjectImporter(title="REDCap project", expects=EXPECTS, recognise=recognise, read=read)
