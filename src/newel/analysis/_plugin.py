"""What every analysis file declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from newel.findings import Answer
from newel.freeze import Freeze
from newel.instruments import Instrument
from newel.protocol import Protocol, Question


@dataclass(frozen=True)
class Evidence:
    """All that an analysis may look at."""

    protocol: Protocol
    instruments: Mapping[str, Instrument]
    freeze: Freeze


@dataclass(frozen=True)
class Analysis:
    """An answer's recipe. `method` is printed in the methods section, with its source."""

    title: str
    method: str
    answer: Callable[[Question, Evidence], Answer]
