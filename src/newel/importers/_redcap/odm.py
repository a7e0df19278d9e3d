"""The project file: structure and data in one ODM 1.3.1 document, as REDCap writes it."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from newel.faults import Refused
from newel.importers._identifiers import holds_nhs_number
from newel.importers._redcap.dictionary import WITH_CHOICES, parse_choices, plain, refuse_unsound
from newel.importers._redcap.export import GROUP, OWN_COLUMNS, OWN_ENDINGS
from newel.importers._redcap.model import CHECKBOX, Field, Project, Visit

_ODM = "{http://www.cdisc.org/ns/odm/v1.3}"
_REDCAP = "{https://projectredcap.org}"
_KINDS = {"textarea": "notes", "select": "dropdown"}


def is_odm(content: bytes) -> bool:
    """Return whether a file begins as an ODM document."""
    return b"<ODM" in content[:2_000]


def read_odm(name: str, content: bytes) -> Project:
    """Read a project file. Raises Refused where it is damaged, declares entities, or is not one of REDCap's."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise _refused(name, "XML that is damaged, cut short, or declares entities") from error
    metadata = root.find(f"{_ODM}Study/{_ODM}MetaDataVersion")
    fields = [] if metadata is None else _fields(metadata)
    if metadata is None or not fields or root.get("SourceSystem") != "REDCap":
        raise _refused(name, "XML that is no project file of REDCap, or one without fields")
    refuse_unsound(name, fields)
    record_field = metadata.get(f"{_REDCAP}RecordIdField") or fields[0].name
    visits = tuple(_visits(name, root))
    return Project(
        structure_file=name,
        data_file=name,
        record_field=record_field,
        fields=tuple(fields),
        columns=(),  # a project file leaves blank cells out, so what it holds says nothing about its columns
        visits=visits,
        events=tuple(_events(metadata)),
        form_titles={
            form.get(f"{_REDCAP}FormName", ""): plain(form.get("Name", "")) for form in metadata.iter(f"{_ODM}FormDef")
        },
        missing_codes=_missing_codes(root),
    )


def _refused(name: str, found: str) -> Refused:
    return Refused.because(
        name,
        "the whole file",
        found=found,
        expected="a project file of REDCap (XML, with or without data)",
        remedy="Download the project file again, or give the data dictionary and the data export as CSV.",
    )


def _missing_codes(root: Element) -> dict[str, str]:
    declared = root.findtext(f"{_ODM}Study/{_ODM}GlobalVariables/{_REDCAP}MissingDataCodes") or ""
    return dict(parse_choices(declared)[0])


def _events(metadata: Element) -> Iterator[tuple[str, str]]:
    for event in metadata.iter(f"{_ODM}StudyEventDef"):
        yield event.get(f"{_REDCAP}UniqueEventName", ""), event.get("Name", "")


def _fields(metadata: Element) -> list[Field]:
    """Return the fields, in order. A checkbox field is one item for each box here, and one field in the dictionary."""
    forms = {
        reference.get("ItemGroupOID"): form.get(f"{_REDCAP}FormName", "")
        for form in metadata.iter(f"{_ODM}FormDef")
        for reference in form.iter(f"{_ODM}ItemGroupRef")
    }
    form_of = {
        reference.get("ItemOID"): forms.get(group.get("OID"), "")
        for group in metadata.iter(f"{_ODM}ItemGroupDef")
        for reference in group.iter(f"{_ODM}ItemRef")
    }
    lists = {codes.get("OID"): codes for codes in metadata.iter(f"{_ODM}CodeList")}
    not_fields = {f"{form}{ending}" for form in forms.values() for ending in OWN_ENDINGS} | set(OWN_COLUMNS)
    fields: dict[str, Field] = {}
    for number, item in enumerate(metadata.iter(f"{_ODM}ItemDef"), start=1):
        found = _field(item, form_of.get(item.get("OID"), ""), number=number, lists=lists)
        if found.name not in not_fields:
            fields.setdefault(found.name, found)
    return list(fields.values())


def _field(item: Element, form: str, *, number: int, lists: dict[str | None, Element]) -> Field:
    def redcap(attribute: str) -> str:
        return item.get(f"{_REDCAP}{attribute}", "")

    kind = _KINDS.get(redcap("FieldType"), redcap("FieldType"))
    choices, problem = _choices(item, kind, lists) if kind in WITH_CHOICES else ((), "")
    checks = item.iter(f"{_ODM}RangeCheck")
    limits = {check.get("Comparator"): check.findtext(f"{_ODM}CheckValue") or "" for check in checks}
    return Field(
        name=redcap("Variable") or item.get("OID", ""),
        form=form,
        kind=kind,
        label=plain(item.findtext(f"{_ODM}Question/{_ODM}TranslatedText") or ""),
        row=number,
        choices=choices,
        choices_problem=problem,
        validation=_validation(redcap("TextValidationType")),
        lowest=limits.get("GE", ""),
        highest=limits.get("LE", ""),
        identifier=redcap("Identifier").lower() == "y",
        branching=redcap("BranchingLogic"),
        heading=plain(redcap("SectionHeader")),
        annotation=redcap("FieldAnnotation"),
    )


def _validation(written: str) -> str:
    """Return the dictionary's word for a validation: the project file writes int and float."""
    return {"int": "integer", "float": "number"}.get(written, written)


def _choices(item: Element, kind: str, lists: dict[str | None, Element]) -> tuple[tuple[tuple[str, str], ...], str]:
    reference = item.find(f"{_ODM}CodeListRef")
    codes = lists.get(reference.get("CodeListOID")) if reference is not None else None
    if codes is None:
        return (), "it has no choices"
    if kind == CHECKBOX:
        return parse_choices(codes.get(f"{_REDCAP}CheckboxChoices", ""))
    decoded = f"{_ODM}Decode/{_ODM}TranslatedText"
    written = [(each.get("CodedValue", ""), each.findtext(decoded) or "") for each in codes.iter(f"{_ODM}CodeListItem")]
    pairs = tuple((code, plain(label) or code) for code, label in written)
    return (pairs, "") if pairs else ((), "it has no choices")


def _visits(name: str, root: Element) -> Iterator[Visit]:
    """Yield one visit for each event of a subject, and one for each instance of a form that repeats there.

    The number of a visit is the position of its subject in the file: XML has no rows.
    """
    for number, subject in enumerate(root.iter(f"{_ODM}SubjectData"), start=1):
        record = subject.get("SubjectKey", "")
        if not record or holds_nhs_number(record):
            raise Refused.because(
                name,
                f"subject {number}",
                found="a record id that is blank, or is or looks like an NHS number",
                expected="an id that means nothing outside the study",
                remedy="Download the project file again and choose to hash the record id.",
            )
        rows: dict[tuple[str, str, int], dict[str, str | None]] = {}
        # A project without events has the forms right under the subject.
        for event in subject.findall(f"{_ODM}StudyEventData") or [subject]:
            for form in event.iter(f"{_ODM}FormData"):
                rows.setdefault(_place(event, form), {}).update(_cells(form))
        group = next((cells[GROUP] for cells in rows.values() if cells.get(GROUP)), None)
        for (event_name, repeats, instance), cells in rows.items():
            yield Visit(number, record, cells, event=event_name, repeats=repeats, instance=instance, group=group or "")


def _place(event: Element, form: Element) -> tuple[str, str, int]:
    """Return (event, form that repeats or nothing, instance). A form repeats alone, or with its whole event."""
    form_instance = _number(form.get("FormRepeatKey"))
    event_instance = _number(event.get("StudyEventRepeatKey"))
    event_name = event.get(f"{_REDCAP}UniqueEventName", "")
    if form_instance > 1 and event_instance == 1:
        return event_name, form.get("FormOID", "").removeprefix("Form."), form_instance
    return event_name, "", max(form_instance, event_instance)


def _number(text: Any) -> int:
    return int(text) if text and str(text).isascii() and str(text).isdigit() else 1


def _cells(form: Element) -> dict[str, str | None]:
    """Return {column: cell}. An attached file is kept as the fact that there is one."""
    cells = {item.get("ItemOID", ""): (item.get("Value") or "").strip() for item in form.iter(f"{_ODM}ItemData")}
    attached = {item.get("ItemOID", ""): "[document]" for item in form.iter(f"{_ODM}ItemDataBase64Binary")}
    return {column: cell or None for column, cell in {**cells, **attached}.items()}
