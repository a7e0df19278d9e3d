"""Coding projects in and out: REFI-QDA, Taguette and QualCoder, spreadsheets and Word, and a folder of plain files.

`import_project(name, content)` reads another program's project; `write_qdpx(project)` and the tables of
`newel.exchange.spreadsheets` give one away; `write_project` and `read_project` keep one as a folder.
"""

from newel.exchange.folder import read_project, write_project
from newel.exchange.imported import OUTCOMES, Attribute, Imported, Remark
from newel.exchange.importing import READS, import_project
from newel.exchange.refi import Exported, ReadCodebook, read_qdc, read_qdpx, write_qdc, write_qdpx
from newel.exchange.reporting import report_text

__all__ = [
    "OUTCOMES",
    "READS",
    "Attribute",
    "Exported",
    "Imported",
    "ReadCodebook",
    "Remark",
    "import_project",
    "read_project",
    "read_qdc",
    "read_qdpx",
    "report_text",
    "write_project",
    "write_qdc",
    "write_qdpx",
]
