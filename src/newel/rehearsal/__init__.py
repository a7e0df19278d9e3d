"""A synthetic study drawn from the protocol with planted truths: the demonstration, and the test of everything below.

`rehearse` returns records and the truths they were drawn from, so that an analysis can be asked whether it finds them.
"""

from newel.rehearsal.drawing import Rehearsed, rehearse, write_rehearsal
from newel.rehearsal.drawing_words import rehearse_words
from newel.rehearsal.plan import Plan
from newel.rehearsal.planted import PlantedOutcome, planted_outcomes
from newel.rehearsal.planted_costs import PlantedBreakEven, PlantedCosts, planted_break_even, planted_costs
from newel.rehearsal.planted_service_use import PlantedServiceUse, planted_service_use, planted_together
from newel.rehearsal.truths import Truths, read_truths
from newel.rehearsal.words import PlantedIdentifier, RehearsedSource, RehearsedTurn, RehearsedWords

__all__ = [
    "Plan",
    "PlantedBreakEven",
    "PlantedCosts",
    "PlantedIdentifier",
    "PlantedOutcome",
    "PlantedServiceUse",
    "Rehearsed",
    "RehearsedSource",
    "RehearsedTurn",
    "RehearsedWords",
    "Truths",
    "planted_break_even",
    "planted_costs",
    "planted_outcomes",
    "planted_service_use",
    "planted_together",
    "read_truths",
    "rehearse",
    "rehearse_words",
    "write_rehearsal",
]
