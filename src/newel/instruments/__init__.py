"""What we ask: items, response options, scales, scoring, worked examples and the licence shelf.

One TOML file an instrument, in the study's `instruments/` folder. Start with `read_instruments(folder)`.
"""

from newel.instruments.agreement import instrument_faults
from newel.instruments.model import Instrument, Item, Option, Scale
from newel.instruments.reading import read_instrument, read_instruments
from newel.instruments.scoring import score, score_answers

__all__ = [
    "Instrument",
    "Item",
    "Option",
    "Scale",
    "instrument_faults",
    "read_instrument",
    "read_instruments",
    "score",
    "score_answers",
]
