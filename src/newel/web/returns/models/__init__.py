"""The table of returns. No other app reads it; `record_source.py` is the door to the freeze."""

from newel.web.returns.models.site_return import Return

__all__ = ["Return"]
