"""The tables of observed meetings. No other app reads them; `record_source.py` is the door to the freeze."""

from newel.web.observations.models.meeting import Meeting
from newel.web.observations.models.sheet import Sheet

__all__ = ["Meeting", "Sheet"]
