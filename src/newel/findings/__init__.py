"""The shape of an answer. It holds numbers and words, never data, and knows where each number came from."""

from newel.findings.model import Answer, Column, Estimate, Figure, Finding, Row, Table
from newel.findings.storage import read_findings, write_findings

__all__ = ["Answer", "Column", "Estimate", "Figure", "Finding", "Row", "Table", "read_findings", "write_findings"]
