"""The files of the project as they would be committed."""

from collections.abc import Iterator
from pathlib import Path

from tests.support.shared import REPOSITORY

_BUILT = {
    ".git", ".venv", "build", "site", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
    ".import_linter_cache", "newel.egg-info",
}  # fmt: skip


def project_files(*suffixes: str) -> Iterator[Path]:
    """Yield every file a person wrote, of the given suffixes or of any. Only at the root is `site` a built folder."""
    for child in sorted(REPOSITORY.iterdir()):
        if child.name in _BUILT:
            continue
        for path in [child] if child.is_file() else sorted(child.rglob("*")):
            built = "__pycache__" in path.parts or ".egg-info" in str(path)
            if path.is_file() and not built and (not suffixes or path.suffix in suffixes):
                yield path


def text_of(path: Path) -> str:
    """Return a file's text, an empty one for a picture or another binary file."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")
