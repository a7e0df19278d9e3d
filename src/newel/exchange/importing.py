"""Takes in a coding project of another program, whichever of the known ones it comes from."""

from newel.exchange.database import MAGIC, opened
from newel.exchange.imported import Imported
from newel.exchange.qualcoder import is_qualcoder, read_qualcoder
from newel.exchange.refi import read_qdpx
from newel.exchange.taguette import is_taguette, read_taguette
from newel.faults import Refused

READS = "a REFI-QDA project (.qdpx or .qde), a Taguette project (.sqlite3), or the data.qda of a QualCoder project"


def import_project(name: str, content: bytes, *, ends_inclusive: bool = False) -> Imported:
    """Read a project from the bytes of one file; what it is, is told by what is in it, not by its name.

    Raises Refused for a file that is none of them, damaged or hostile. `ends_inclusive` is for a REFI-QDA program that
    counts the last character of a passage in.
    """
    if content.startswith(MAGIC):
        with opened(name, content) as tables:
            taguette, qualcoder = is_taguette(tables), is_qualcoder(tables)
        if taguette:
            return read_taguette(name, content)
        if qualcoder:
            return read_qualcoder(name, content)
    elif content.startswith(b"PK") or content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return read_qdpx(name, content, ends_inclusive=ends_inclusive)
    raise Refused.because(
        name,
        "the whole file",
        found="a file that is none of them",
        expected=READS,
        remedy="Export the project from its program in one of these forms, and send that file as it is.",
    )
