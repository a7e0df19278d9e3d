"""A REDCap project as we read it, whichever files it came in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

CHECKBOX = "checkbox"


@dataclass(frozen=True)
class Field:
    """One field of the data dictionary. `row` is its row there; `choices` are (code, label), in order."""

    name: str
    form: str
    kind: str
    label: str
    row: int
    choices: tuple[tuple[str, str], ...] = ()
    choices_problem: str = ""
    validation: str = ""
    lowest: str = ""
    highest: str = ""
    identifier: bool = False
    branching: str = ""
    heading: str = ""
    annotation: str = ""

    @property
    def words(self) -> str:
        """All that people read of the field."""
        return " ".join((self.heading, self.label, *(label for _, label in self.choices)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the export that hold this field: one for each box of a checkbox field, otherwise one."""
        if self.kind != CHECKBOX:
            return (self.name,)
        return tuple(box_column(self.name, code) for code, _ in self.choices)


def box_column(name: str, code: str) -> str:
    """Return the column of one box, as REDCap writes it: of a code, small letters and digits stay and the rest is _."""
    return f"{name}___" + re.sub(r"[^a-z0-9]", "_", code.lower())


@dataclass(frozen=True)
class Visit:
    """One row of the export: a record at an event, or one instance of what repeats there. `number` is its row."""

    number: int
    record: str
    cells: Mapping[str, str | None]
    event: str = ""
    repeats: str = ""
    instance: int = 1
    group: str = ""


@dataclass(frozen=True)
class Project:
    """A whole project. `events` are (unique name, label), in order; `missing_codes` are those the project declares."""

    structure_file: str
    data_file: str
    record_field: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    visits: tuple[Visit, ...]
    events: tuple[tuple[str, str], ...] = ()
    form_titles: Mapping[str, str] = field(default_factory=dict)
    missing_codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> dict[str, list[Field]]:
        """Return {form: its fields}, both in order, without the field of the record id."""
        forms: dict[str, list[Field]] = {}
        for each in self.fields:
            forms.setdefault(each.form, []).extend([each] if each.name != self.record_field else [])
        return forms

    def title(self, form: str) -> str:
        """Return a form's title, or one made from its name."""
        return self.form_titles.get(form) or form.replace("_", " ").strip().capitalize()
