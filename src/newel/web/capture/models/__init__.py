"""The tables of capture, one a file. No other app reads them; `record_source.py` is the door to the freeze."""

from newel.web.capture.models.answer_event import AnswerEvent
from newel.web.capture.models.consent_statement import ConsentStatement
from newel.web.capture.models.ended_visit import EndedVisit
from newel.web.capture.models.grant import AccessGrant
from newel.web.capture.models.response import Response
from newel.web.capture.models.wrong_code import WrongCode

__all__ = ["AccessGrant", "AnswerEvent", "ConsentStatement", "EndedVisit", "Response", "WrongCode"]
