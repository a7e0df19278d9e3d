"""The joint displays of the study that is served, read again only when one of their files has changed."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from newel.synthesis import Display, read_displays
from newel.synthesis.displays import FOLDER


def displays_of(study: Path) -> Mapping[str, Display]:
    """Return the displays of a study folder by id. Raises Refused where one cannot be read."""
    files = tuple((path.name, path.stat().st_mtime_ns) for path in sorted((study / FOLDER).glob("*.toml")))
    return _read(study, files)


@lru_cache(maxsize=4)
def _read(study: Path, files: tuple[tuple[str, int], ...]) -> Mapping[str, Display]:  # noqa: ARG001 - the key
    return read_displays(study)
