"""Run our own engine on every case of a folder of reference numbers, and say how well each figure agrees."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from newel.faults import Refused
from newel.verification.cases import KINDS
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case, Reference

UNABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    np.linalg.LinAlgError,
    pl.exceptions.PolarsError,
)
"""What a case of another shape than expected can end in: it falls short, and the cases after it still run."""


def verify(folder: Path) -> Iterator[Comparison]:
    """Yield one comparison a quantity, case by case. What cannot be worked out falls short, with the reason in words.

    Raises Refused where the folder holds no reference numbers.
    """
    for case in Reference(folder).cases():
        yield from verify_case(case)


def verify_case(case: Case) -> Iterator[Comparison]:
    """Yield the comparisons of one case: by the first kind that recognises what the entry holds."""
    judge = Judge(case.name)
    kind = next((kind for kind in KINDS if kind.recognises(case)), None)
    if not case.entry:
        yield judge.failed("the case", f"ref/{case.kind}.json has no entry of this name")
    elif kind is None:
        yield judge.failed("the case", f"Newel has no estimator for it: {', '.join(list(case.entry)[:8])}")
    else:
        try:
            yield from kind.compare(case)
        except Refused as refused:
            yield judge.failed("the case", "; ".join(f"{at.place}: {at.found}" for at in refused.faults))
        except UNABLE as fault:
            yield judge.failed("the case", f"{type(fault).__name__}: {fault}")
