"""The frameworks that ship as codebooks, and the keys of a codebook's file."""

import tomllib
from pathlib import Path

from generated.schema import keys
from generated.tables import table
from newel.coding import Codebook, framework, frameworks
from newel.coding.reading import CodebookFile

EXAMPLE = Path(__file__).resolve().parents[2] / "studies" / "secure_stairs" / "codebooks" / "experience.toml"


def codebook() -> str:
    """Return every key of a codebook's file."""
    return keys(CodebookFile, tomllib.loads(EXAMPLE.read_text(encoding="utf-8")))


def shipped() -> str:
    """Return a row a framework: what it holds, whether the list was compared with its source, and the source."""
    header = ["id", "title", "themes", "codes below", "list compared with the publication", "source"]
    return table(header, (_row(framework(name)) for name in frameworks()))


def _row(book: Codebook) -> list[str]:
    themes = len(book.themes())
    sources = "; ".join(f"doi {source.doi}" for source in book.sources)
    compared = "yes" if book.verified else "not wholly: see the note at the top of the file"
    return [f"`{book.id}`", book.title, str(themes), str(len(book.codes) - themes), compared, sources]
