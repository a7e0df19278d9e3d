"""The report as a tagged PDF (PDF/UA-1), set by Typst. A figure without words for it does not compile."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from newel.report import charts
from newel.report.document import SYNTHETIC, SYNTHETIC_SAYS, Block, DataTable, Document, FigureBlock
from newel.report.renderer import Renderer
from newel.report.widths import column_widths, fits_a_page, pieces

_TEMPLATE = Path(__file__).parent.parent / "report.typ"
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
"""Typst brings no sans serif of its own; the drawing library does, and the charts are set in the same one."""


def render(document: Document) -> bytes:
    """Return the report as PDF. Text goes in as data, never as Typst, so no text can be taken for an instruction."""
    made: bytes = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_as_data(document), ensure_ascii=False)},
    )
    return made


def _as_data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "short_title": document.short_title,
        "author": dict(document.facts).get("Evaluated by", ""),
        "description": SYNTHETIC if document.synthetic else document.short_title,
        "synthetic": SYNTHETIC if document.synthetic else None,
        "synthetic_says": SYNTHETIC_SAYS,
        "facts": document.facts,
        "is_brief": document.is_brief,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, DataTable):
        return {"kind": block.kind, "tables": _tables(block)}
    if isinstance(block, FigureBlock):
        return {
            "kind": block.kind,
            "caption": block.caption,
            "alt": block.alt,
            "svg": charts.svg(block.chart).decode(),
            "notes": block.notes,
            "tables": _tables(block.table) if block.table else [],
        }
    return {"kind": block.kind, **asdict(block)}


def _tables(table: DataTable) -> list[dict[str, Any]]:
    return [
        {
            **asdict(piece),
            "caption": piece.caption,
            "of_numbers": piece.of_numbers,
            "word_columns": piece.word_columns,
            "widths": column_widths(piece),
            "whole": fits_a_page(piece),
        }
        for piece in pieces(table)
    ]


renderer = Renderer(suffix=".pdf", render=render)
