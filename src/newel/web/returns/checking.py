"""From the bytes of an upload to figures that may be accepted, or to faults in words. Nothing is kept on the way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from newel.faults import Fault, Refused
from newel.importers import read_table
from newel.importers.returns import CellFault, ReturnContext, ReturnDefinition, check_return
from newel.web.returns.figures import Figures
from newel.web.study import current_study


@dataclass(frozen=True)
class Checked:
    """What a file held. Where there are faults there are no figures. `notes` are told to the sender either way."""

    figures: tuple[Figures, ...]
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]


def check_file(
    definition: ReturnDefinition, name: str, content: bytes, *, site_ids: tuple[str, ...], today: date
) -> Checked:
    """Read and check one file for a sender who may write these sites. Raises nothing for what is in the file."""
    context = ReturnContext(protocol=current_study().protocol, today=today, site_ids=site_ids)
    try:
        table = read_table(name, content)
    except Refused as refused:
        return Checked((), tuple(_whole_file(fault) for fault in refused.faults), ())
    checked = check_return(definition, table, context)
    return Checked(tuple(_figures(row) for row in checked.frame.to_dicts()), checked.faults, checked.notes)


def _whole_file(fault: Fault) -> CellFault:
    """Return a fault of reading as a fault of the return; its place is in words already."""
    place = f"{fault.place}: {fault.found}"
    return CellFault(None, None, "unreadable", place, fault.expected, fault.remedy)


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(str(row.pop("site_id")), str(row.pop("month")), row)
