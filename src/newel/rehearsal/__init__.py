"""A synthetic study drawn from the protocol with planted truths: the demonstration, and the test of everything below.

`rehearse` returns records and the truths they were drawn from, so that an analysis can be asked whether it finds them.
"""

from newel.rehearsal.drawing import Rehearsed, rehearse, write_rehearsal
from newel.rehearsal.truths import Truths, read_truths

__all__ = ["Rehearsed", "Truths", "read_truths", "rehearse", "write_rehearsal"]
