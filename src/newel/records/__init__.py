"""What came back: one typed schema per kind of record, and RecordSource, the only way in.

The kinds are in `kinds.py`; `conform` checks a frame against its kind.
"""

from newel.records.conforming import conform
from newel.records.kinds import KINDS
from newel.records.model import Column, RecordKind
from newel.records.sources import FolderSource, FrameSource, RecordSource, SourceWith, write_records

__all__ = [
    "KINDS",
    "Column",
    "FolderSource",
    "FrameSource",
    "RecordKind",
    "RecordSource",
    "SourceWith",
    "conform",
    "write_records",
]
