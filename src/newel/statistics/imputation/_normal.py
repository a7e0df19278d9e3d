"""The normal distribution inside compiled loops: its distribution function, its quantiles, draws between two limits."""

import math

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers

# Wichura MJ. Algorithm AS 241: the percentage points of the normal distribution. Applied Statistics 1988;37:477-484.
# fmt: off
CENTRE = np.array([
    [3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
    [1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3],
])
NEAR = np.array([
    [1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
    [1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9],
])
FAR = np.array([
    [6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
    [1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15],
])
# fmt: on


@compiled
def probability(value: float) -> float:
    """Share of the standard normal distribution below `value`; precise in the lower tail."""
    return 0.5 * math.erfc(-value / math.sqrt(2.0))


@compiled
def quantile(share: float) -> float:
    """Value below which `share` of the standard normal distribution lies, to 16 digits."""
    centred = share - 0.5
    if abs(centred) <= 0.425:
        return centred * _ratio(CENTRE, 0.180625 - centred * centred)
    tail = math.sqrt(-math.log(min(share, 1.0 - share)))
    size = _ratio(NEAR, tail - 1.6) if tail <= 5.0 else _ratio(FAR, tail - 5.0)
    return -size if centred < 0.0 else size


@compiled
def _ratio(terms: Numbers, value: float) -> float:
    """A polynomial over another, by Horner's rule."""
    above = below = 0.0
    for k in range(7, -1, -1):
        above = above * value + terms[0, k]
        below = below * value + terms[1, k]
    return above / below


@compiled
def between(low: float, high: float, uniform: float) -> float:
    """Standard normal draw between two limits, by inversion in whichever tail is the shorter."""
    if low > 0.0:
        return -between_below(-high, -low, 1.0 - uniform)
    return between_below(low, high, uniform)


@compiled
def between_below(low: float, high: float, uniform: float) -> float:
    """The same where the limits do not both lie above 0; beyond the reach of a double, the nearer limit."""
    start, end = probability(low), probability(high)
    share = start + uniform * (end - start)
    if share <= 0.0:
        return high
    if share >= 1.0:
        return max(low, 0.0)
    return min(max(quantile(share), low), high)
