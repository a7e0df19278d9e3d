"""What a study is worth the long way: a formula for one normal figure, and a study drawn again and again."""

import numpy as np
from scipy.stats import norm

Numbers = np.typing.NDArray[np.float64]


def by_unit_normal_loss(mean: float, spread: float, *, size: float, prior: float) -> float:
    """Return the worth of a sample where the benefit of one of two options is normal (Raiffa and Schlaifer 1961)."""
    after = spread * np.sqrt(size / (size + prior))
    if after == 0:
        return 0.0
    away = abs(mean) / after
    return float(after * (norm.pdf(away) - away * norm.sf(away)))


def by_drawing_studies(
    benefit: "np.typing.NDArray[np.float64]", draws: Numbers, *, size: int, prior: int, seed: int
) -> float:
    """Return the worth of a sample for a normal figure: truth, study and posterior are drawn, option by option.

    `benefit` holds level and slope of each option in the figure, shape (D, 2); `draws` tell the figure's mean and
    spread. An observation is as uncertain as the prior would be, had it been one of `prior` observations.
    """
    generator, number = np.random.default_rng(seed), 400_000
    mean, variance = draws.mean(), draws.var()
    noise = variance * prior / size
    truth = generator.normal(mean, np.sqrt(variance), number)
    seen = generator.normal(truth, np.sqrt(noise))
    believed = (mean / variance + seen / noise) / (1 / variance + 1 / noise)
    options = benefit[:, 0] + believed[:, None] * benefit[:, 1]
    return float(options.max(axis=1).mean() - (benefit[:, 0] + mean * benefit[:, 1]).max())
