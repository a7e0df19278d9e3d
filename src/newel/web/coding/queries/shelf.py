"""What a codebook can be started from: the frameworks that come with Newel, and the codebooks of the study folder."""

from dataclasses import dataclass

from newel.coding import Codebook, framework, frameworks, read_codebook
from newel.web.study import current_study

FOLDER = "codebooks"


@dataclass(frozen=True)
class OnShelf:
    """A codebook to start from. `key` is what a form sends."""

    key: str
    codebook: Codebook
    of_study: bool


def shelf() -> list[OnShelf]:
    """Return the study's own codebooks, then the frameworks. Raises Refused for a file of the study at fault."""
    folder = current_study().folder / FOLDER
    own = [read_codebook(path) for path in sorted(folder.glob("*.toml"))] if folder.is_dir() else []
    shipped = [framework(identifier) for identifier in frameworks()]
    return [
        *(OnShelf(f"study.{each.id}", each, of_study=True) for each in own),
        *(OnShelf(f"newel.{each.id}", each, of_study=False) for each in shipped),
    ]
