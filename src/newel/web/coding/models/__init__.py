"""The tables of coding. No other app reads them; `record_source.py` is the door to the freeze."""

from newel.web.coding.models.codebook import Codebook, CodebookVersion
from newel.web.coding.models.coding import Coding
from newel.web.coding.models.decision import Decision
from newel.web.coding.models.layer import Layer
from newel.web.coding.models.look import Look
from newel.web.coding.models.matrix_cell import MatrixCell
from newel.web.coding.models.memo import Memo
from newel.web.coding.models.quote import Quote
from newel.web.coding.models.relation import Part, Relation
from newel.web.coding.models.step import Step
from newel.web.coding.models.waiting import Waiting

__all__ = [
    "Codebook",
    "CodebookVersion",
    "Coding",
    "Decision",
    "Layer",
    "Look",
    "MatrixCell",
    "Memo",
    "Part",
    "Quote",
    "Relation",
    "Step",
    "Waiting",
]
