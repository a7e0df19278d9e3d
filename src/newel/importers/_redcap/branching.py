"""REDCap's branching logic, as far as it is simple: fields compared with values, joined by `and`.

Nothing here runs what was imported. Blank is unknown, so a condition on a blank field is unknown and not false.
"""

import re
from collections.abc import Mapping

from newel.importers._redcap.model import box_column

_CONDITION = re.compile(
    r"""\s*\[(?P<field>[a-z][a-z0-9_]*)(\((?P<code>[^()\[\]]+)\))?\]\s*(?P<sign>=|<>|!=)\s*(?P<quote>["']?)(?P<value>[^"']*?)(?P=quote)\s*"""
)


def is_met(logic: str, cells: Mapping[str, str | None]) -> bool | None:
    """Return whether a row meets a condition; None where that cannot be told, or the logic is not simple."""
    found = [_CONDITION.fullmatch(piece) for piece in re.split(r"\s+and\s+", logic.strip(), flags=re.IGNORECASE)]
    verdicts = [None if piece is None else _holds(piece, cells) for piece in found]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _holds(piece: re.Match[str], cells: Mapping[str, str | None]) -> bool | None:
    column = box_column(piece["field"], piece["code"]) if piece["code"] else piece["field"]
    cell = cells.get(column)
    if cell is None:
        return None
    return (cell == piece["value"]) is (piece["sign"] == "=")
