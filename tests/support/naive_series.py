"""The textbook form of a model with AR(1) errors: the whole covariance matrix, inverted."""

import numpy as np

Numbers = np.typing.NDArray[np.float64]


def deviance_in_full(
    response: Numbers,
    fixed: Numbers,
    *,
    memory: float,
    series: "np.typing.NDArray[np.int64] | None" = None,
    ratio: float = 0.0,
) -> float:
    """Return -2 log restricted likelihood with sigma at its best; `ratio` is the variance between series by sigma^2."""
    count, columns = fixed.shape
    of = np.zeros(count, dtype=np.int64) if series is None else series
    apart = np.abs(np.arange(count)[:, None] - np.arange(count)[None, :])
    same = of[:, None] == of[None, :]
    covariance = np.where(same, np.sign(memory) ** apart * np.abs(memory) ** apart + ratio, 0.0)
    inverse = np.linalg.inv(covariance)
    information = fixed.T @ inverse @ fixed
    coefficients = np.linalg.solve(information, fixed.T @ inverse @ response)
    left = response - fixed @ coefficients
    variance = left @ inverse @ left / (count - columns)
    logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    return float(logs + (count - columns) * (1 + np.log(2 * np.pi * variance)))


def remembering(count: int, memory: float, generator: np.random.Generator) -> Numbers:
    """Draw an AR(1) series of unit variance."""
    noise = generator.normal(size=count)
    drawn = [noise[0]]
    for each in noise[1:]:
        drawn.append(memory * drawn[-1] + np.sqrt(1 - memory**2) * each)
    return np.array(drawn)
