"""Every estimator beside the reference software: how many digits agree, and how many are required."""

from pathlib import Path

from newel.verification.comparing import Comparison, record
from newel.verification.tolerances import CLASSES
from newel.verification.verifying import verify

SMALL = Path(__file__).parent / "small"
"""Reference numbers on data of our own, for where there is no larger folder: computed by R, simulated by us."""

__all__ = ["CLASSES", "SMALL", "Comparison", "record", "verify"]
