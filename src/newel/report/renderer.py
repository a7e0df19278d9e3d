"""What every file format of the report declares."""

from collections.abc import Callable
from dataclasses import dataclass

from newel.report.document import Document


@dataclass(frozen=True)
class Renderer:
    """Turns the document into the bytes of one file. The same document gives the same bytes."""

    suffix: str
    render: Callable[[Document], bytes]
    paged: bool = True
    """Whether the file has pages, to be printed and handed on. The report in brief is written in such formats."""
