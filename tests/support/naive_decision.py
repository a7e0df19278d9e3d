"""The textbook way to a decision: a loop over thresholds, and brute force over amounts of smoothing."""

import numpy as np

Numbers = np.typing.NDArray[np.float64]


def threshold_by_threshold(costs: Numbers, effects: Numbers, thresholds: Numbers) -> tuple[Numbers, Numbers]:
    """Return acceptability (K, D) and the value of perfect information (K,)."""
    acceptability = np.zeros((len(thresholds), costs.shape[1]))
    information = np.zeros(len(thresholds))
    for place, threshold in enumerate(thresholds):
        benefit = threshold * effects - costs
        acceptability[place] = np.bincount(benefit.argmax(axis=1), minlength=costs.shape[1]) / len(costs)
        information[place] = benefit.max(axis=1).mean() - benefit.mean(axis=0).max()
    return acceptability, information


def scores_of_smoothing(columns: Numbers, penalty: Numbers, response: Numbers, amounts: Numbers) -> Numbers:
    """Return n RSS / (n - edf)^2 for each amount of smoothing, each by its own dense solution."""
    count, found = len(response), []
    for amount in amounts:
        hat = columns @ np.linalg.solve(columns.T @ columns + amount * penalty, columns.T)
        left = response - hat @ response
        found.append(count * left @ left / (count - np.trace(hat)) ** 2)
    return np.array(found)
