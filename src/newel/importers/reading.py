"""From a file as a site sends it to a table of text, whatever format the file is in."""

from collections.abc import Collection
from pathlib import PurePath

from newel._plugins import discover
from newel.faults import Refused
from newel.importers import tables
from newel.importers._grid import MAX_BYTES, build_table
from newel.importers._plugin import Grid, TableReader, TextTable


def table_readers() -> dict[str, TableReader]:
    """Return every reader of tables there is, by file name."""
    return discover(tables, "reader", TableReader)


def read_table(name: str, content: bytes, *, headings: Collection[str] = ()) -> TextTable:
    """Read a file's bytes into a table. `name` is shown in faults; its folders are not.

    With `headings`, the names a column may have in lower case, a header below a title is found too. Raises Refused, and
    no other exception, whatever the bytes are.
    """
    return build_table(read_grid(name, content), headings=headings)


def read_grid(name: str, content: bytes) -> Grid:
    """Read a file's bytes into its cells as they stand. Raises Refused, and no other exception."""
    shown = PurePath(name.replace("\\", "/")).name or "the file"
    if len(content) > MAX_BYTES:
        raise Refused.because(
            shown,
            "the whole file",
            found=f"{len(content) / 1e6:.0f} MB",
            expected=f"at most {MAX_BYTES / 1e6:.0f} MB",
            remedy="Send it in several files.",
        )
    readers = table_readers().values()
    for reader in readers:
        if reader.recognise(shown, content):
            return reader.read(shown, content)
    raise Refused.because(
        shown,
        "the whole file",
        found="a kind of file that is not read here",
        expected=" or ".join(f"{reader.title} ({', '.join(reader.suffixes)})" for reader in readers),
        remedy="In your spreadsheet choose Save As, and one of these kinds.",
    )
