"""Workbooks for tests: as a site would save them, and as nobody honest would."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl


def a_workbook(*rows: Sequence[Any], title: str = "Return") -> Any:
    """Return an openpyxl workbook with one sheet of these rows."""
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(list(row))
    return workbook


def saved(workbook: Any) -> bytes:
    """Return the bytes of a workbook."""
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def xlsx(*rows: Sequence[Any]) -> bytes:
    """Return the bytes of a workbook with one sheet of these rows."""
    return saved(a_workbook(*rows))


def with_parts(
    content: bytes, *, changed: Mapping[str, bytes] | None = None, added: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """Return a workbook whose ZIP parts were changed or added to by hand."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, (changed or {}).get(entry.filename, source.read(entry)))
        for name, text in added:
            target.writestr(name, text)
    return packed.getvalue()


def part(content: bytes, name: str) -> bytes:
    """Return one part of a workbook."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)
