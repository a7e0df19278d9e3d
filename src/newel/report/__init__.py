"""What we say: one document tree, and one renderer per file format. It sees released findings and nothing else."""

from newel.report.brief import brief_of
from newel.report.building import build_report
from newel.report.checklists import read_checklists
from newel.report.document import Document
from newel.report.renderers.html import body, stylesheet
from newel.report.sections import SectionText, read_sections
from newel.report.writing import report_renderers, write_report

__all__ = [
    "Document",
    "SectionText",
    "body",
    "brief_of",
    "build_report",
    "read_checklists",
    "read_sections",
    "report_renderers",
    "stylesheet",
    "write_report",
]
