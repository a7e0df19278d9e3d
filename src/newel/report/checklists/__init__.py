"""Reporting checklists: what a guideline asks a report to say, and where this very report says it.

A checklist is a file `<id>.toml` in this folder; `{{ checklist <id> }}` in a section prints it. A study adds what only
its authors know in `report/checklists/<id>.toml` of its own folder.
"""

from newel.report.checklists.model import Answer, Checklist, Item, Places
from newel.report.checklists.placing import Placed, Written, placed
from newel.report.checklists.reading import checklists, read_checklists

__all__ = ["Answer", "Checklist", "Item", "Placed", "Places", "Written", "checklists", "placed", "read_checklists"]
