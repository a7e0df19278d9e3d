"""The tables of the sources. No other app reads them; `queries.sources` and `record_source.py` are the doors."""

from newel.web.sessions.models.consent_word import ConsentWord
from newel.web.sessions.models.recall_measure import RecallMeasure
from newel.web.sessions.models.redaction import Redaction
from newel.web.sessions.models.redaction_round import RedactionRound
from newel.web.sessions.models.source import Source
from newel.web.sessions.models.text_version import TextVersion

__all__ = ["ConsentWord", "RecallMeasure", "Redaction", "RedactionRound", "Source", "TextVersion"]
