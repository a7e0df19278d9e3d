"""The study this site serves: the folder named by the setting NEWEL_STUDY, read once."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from newel.instruments import Instrument, read_instruments
from newel.protocol import Protocol, read_protocol


@dataclass(frozen=True)
class Study:
    """A study folder with what was read from it. `instruments` are by id."""

    folder: Path
    protocol: Protocol
    instruments: dict[str, Instrument]


def current_study() -> Study:
    """Return the study that is served. Raises Refused where its folder cannot be read."""
    return _read(Path(settings.NEWEL_STUDY))


@lru_cache(maxsize=8)
def _read(folder: Path) -> Study:
    return Study(folder, read_protocol(folder), read_instruments(folder))
