"""Files of transcripts for tests, made as the programs that write them make them."""

import shutil
import subprocess
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import typst

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")


def a_document(*paragraphs: str, rows: Iterable[Iterable[str]] = ()) -> Any:
    """Return a python-docx document of these paragraphs, and a table of these rows below them."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    cells = [list(row) for row in rows]
    if cells:
        table = document.add_table(rows=len(cells), cols=len(cells[0]))
        for row, line in enumerate(cells):
            for column, words in enumerate(line):
                table.cell(row, column).text = words
    return document


def docx_of(document: Any) -> bytes:
    """Return the bytes of a python-docx document."""
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def docx_file(
    *paragraphs: str, rows: Iterable[Iterable[str]] = (), change: Callable[[Any], None] | None = None
) -> bytes:
    """Return a Word file; `change` may alter the document before it is saved."""
    document = a_document(*paragraphs, rows=rows)
    if change:
        change(document)
    return docx_of(document)


def converted(content: bytes, folder: Path, *, name: str, to: str) -> bytes:
    """Return a file as LibreOffice saves it in another format."""
    source = folder / name
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/office"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", to, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return source.with_suffix(f".{to}").read_bytes()


def pdf_file(text: str, folder: Path, *, page: str = "") -> bytes:
    """Return a PDF that Typst sets from a text; `page` is what is set for pages, as `header: [Interview]`."""
    marks = text.replace("\\", "\\\\")
    for mark in "#*_$@<>[]`=-+/\"'~":
        marks = marks.replace(mark, f"\\{mark}")
    source = folder / "source.typ"
    source.write_text(
        f'#set page(paper: "a5"{", " + page if page else ""})\n#set text(hyphenate: false)\n{marks}', encoding="utf-8"
    )
    return bytes(typst.compile(source))
