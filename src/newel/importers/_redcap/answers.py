"""Responses and answers: one response for each form a record has anything in, one answer for each item of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from newel.importers._plugin import Outcome
from newel.importers._redcap.branching import is_met
from newel.importers._redcap.cells import Reading, read_cell
from newel.importers._redcap.items import Carried
from newel.importers._redcap.model import CHECKBOX, Field, Project, Visit
from newel.importers._redcap.people import group_of_record, occasion, pseudonym, sites_by_group, waves_by_occasion
from newel.importers._redcap.remarks import Remarks
from newel.records import KINDS

VERSION = "imported"
GROUP_ID = "people"
INCOMPLETE, UNVERIFIED, COMPLETE = "0", "1", "2"
CALCULATED = "calc"
_UNTICKED = ("0", "unchecked")
_TIMESTAMP = "_timestamp"

NOT_COMPLETE = "a form marked incomplete counts as started and not sent: its answers are kept and are in no table"
NO_STATUS = "the form's status is blank or not in the export, so the form counts as sent"
NOT_MET = "answered although its condition is not met; the answer was kept"
NO_BOX = "no box is ticked, which may mean none or not answered; each counts as not ticked"


@dataclass
class Gathered:
    """What the rows of a project become, gathered row by row."""

    project: Project
    forms: Mapping[str, Sequence[Carried]]
    key: bytes
    today: date
    remarks: Remarks
    responses: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    asked: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.groups = group_of_record(self.project)
        self.sites = sites_by_group(self.groups)
        self.waves = waves_by_occasion(self.project)
        for visit in self.project.visits:
            for form, fields in self.project.forms.items():
                if visit.repeats in ("", form) and _is_started(visit, form, fields):
                    self._add_form(visit, form, fields)

    def frame(self, kind: str) -> pl.DataFrame:
        """Return the responses or the answers as records."""
        return pl.DataFrame(self.responses if kind == "response" else self.answers, schema=KINDS[kind].schema)

    def _add_form(self, visit: Visit, form: str, fields: Sequence[Field]) -> None:
        wave = self.waves[occasion(visit)]
        who = (self.project.record_field, visit.record)
        response_id = pseudonym(self.key, "response", *who, visit.event, str(visit.instance), form)
        self.responses.append(
            {
                "response_id": response_id,
                "participant_id": pseudonym(self.key, "participant", *who),
                "site_id": self.sites[self.groups[visit.record]].id,
                "group": GROUP_ID,
                "wave": wave.id,
                "mode": "web" if visit.cells.get(form + _TIMESTAMP) else "interviewer",
                "started_on": self.today,
                "sent_on": self.today if self._is_sent(visit, form) else None,
            }
        )
        if self.forms.get(form):
            self.asked.setdefault(form, []).append(wave.id)
        self._note_boxes(visit, fields)
        for carried in self.forms.get(form, ()):
            reading = self._answer(visit, carried)
            self.answers.append(
                {
                    "response_id": response_id,
                    "instrument": form,
                    "version": VERSION,
                    "item": carried.item.id,
                    "value": reading.value,
                    "missing": reading.missing,
                }
            )

    def _is_sent(self, visit: Visit, form: str) -> bool:
        status = visit.cells.get(f"{form}_complete")
        file = self.project.data_file
        if status is None:
            self.remarks.add("changed", file, f"{form}_complete", reason=NO_STATUS, row=visit.number)
        elif status not in (UNVERIFIED, COMPLETE):
            self.remarks.add("changed", file, f"{form}_complete", reason=NOT_COMPLETE, row=visit.number)
            return False
        return True

    def _answer(self, visit: Visit, carried: Carried) -> Reading:
        text = visit.cells.get(carried.column)
        met = is_met(carried.field.branching, visit.cells) if carried.field.branching else None
        if text is None:
            return Reading(missing="not_applicable" if met is False else "skipped")
        reading = read_cell(carried, text, self.project.missing_codes)
        outcome: Outcome = "refused" if reading.missing == "illegible" else "changed"
        if reading.remark:
            self.remarks.add(outcome, self.project.data_file, carried.column, reason=reading.remark, row=visit.number)
        if met is False and not (carried.reads == "box" and reading.value == 0):
            self.remarks.add("changed", self.project.data_file, carried.column, reason=NOT_MET, row=visit.number)
        return reading

    def _note_boxes(self, visit: Visit, fields: Sequence[Field]) -> None:
        for each in fields:
            if each.kind == CHECKBOX and not each.identifier and _no_box_ticked(visit, each):
                self.remarks.add("changed", self.project.data_file, each.name, reason=NO_BOX, row=visit.number)


def _no_box_ticked(visit: Visit, each: Field) -> bool:
    boxes = [visit.cells.get(column) for column in each.columns]
    return len(boxes) > 1 and all(box is not None and box.lower() in _UNTICKED for box in boxes)


def _is_started(visit: Visit, form: str, fields: Sequence[Field]) -> bool:
    """Return whether anything was entered. An unticked box and the status 0 are exported for forms nobody opened."""
    if visit.cells.get(f"{form}_complete") in (UNVERIFIED, COMPLETE):
        return True
    return any(_is_entered(each, visit.cells.get(column)) for each in fields for column in each.columns)


def _is_entered(each: Field, cell: str | None) -> bool:
    unticked = each.kind == CHECKBOX and (cell or "").lower() in _UNTICKED
    return cell is not None and each.kind != CALCULATED and not unticked
