"""What many fits of one design found, as arrays with a row for each response."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed.terms import Design

Method = Literal["Satterthwaite", "Kenward-Roger"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ManyFits:
    """Fits of m responses on one design. A response that cannot be fitted has nan, and is not `converged`."""

    design: Design
    """Aliased columns left out."""
    contrasts: Numbers
    """The c contrasts that were asked for, of the columns left, shape (c, p)."""
    coefficients: Numbers
    """Shape (m, p)."""
    standard_errors: Numbers
    """Of the contrasts, shape (m, c)."""
    freedom: Numbers
    """Degrees of freedom of the contrasts, shape (m, c)."""
    variances: Numbers
    """One column for each random column, term by term, and the residual variance last."""
    criterion: Numbers
    """Minus twice the log-likelihood (REML or ML), shape (m,)."""
    converged: Flags
    """Shape (m,)."""
    singular: Flags
    """A variance is exactly 0, shape (m,)."""
    method: Method
    notes: tuple[str, ...] = ()

    @cached_property
    def inference(self) -> Inference:
        """Return all contrasts of all responses, shape (m, c)."""
        return Inference(self.coefficients @ self.contrasts.T, self.standard_errors, self.freedom, self.method)
