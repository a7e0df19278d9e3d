"""What an estimator says of a coefficient or a contrast: how large, how sure, by which method."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc, stdtr, stdtrit

from newel.statistics.arrays import Numbers

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Inference:
    """m contrasts. `freedom` holds t degrees of freedom; infinite where the normal distribution is the reference."""

    estimate: Numbers
    standard_error: Numbers
    freedom: Numbers
    method: str
    """The method by name, as a table prints it: `Kenward-Roger`, `CR2 with Satterthwaite`, `Wald`."""

    @property
    def statistic(self) -> Numbers:
        """Estimate over standard error; nan where the standard error is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.standard_error > 0, self.estimate / self.standard_error, np.nan)

    @property
    def p(self) -> Numbers:
        """Two-sided p values."""
        return np.asarray(2 * stdtr(self.freedom, -np.abs(self.statistic)))

    @property
    def margin(self) -> Numbers:
        """Half the width of the 95 % interval."""
        return np.asarray(stdtrit(self.freedom, 0.5 + CONFIDENCE / 2) * self.standard_error)

    @property
    def low(self) -> Numbers:
        """Lower end of the 95 % interval."""
        return self.estimate - self.margin

    @property
    def high(self) -> Numbers:
        """Upper end of the 95 % interval."""
        return self.estimate + self.margin


@dataclass(frozen=True)
class JointTest:
    """An F test that several contrasts are all 0."""

    statistic: float
    numerator: float
    """Degrees of freedom of the numerator: how many of the contrasts do not follow from the others."""
    denominator: float
    """Infinite where the chi-square distribution is the reference."""
    method: str
    notes: tuple[str, ...] = ()

    @property
    def p(self) -> float:
        """The probability of a larger statistic if all contrasts were 0."""
        statistic = max(self.statistic, 0.0)  # nan stays nan
        if np.isinf(self.denominator):
            return float(chdtrc(self.numerator, self.numerator * statistic))
        return float(fdtrc(self.numerator, self.denominator, statistic))
