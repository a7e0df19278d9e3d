"""The tables of returns. No other app reads them; `record_source.py` is the door to the freeze."""

from newel.web.returns.models.query import Query
from newel.web.returns.models.sent_chaser import SentChaser
from newel.web.returns.models.site_return import Return

__all__ = ["Query", "Return", "SentChaser"]
