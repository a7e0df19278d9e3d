"""The textbook form of a joint model of several outcomes: one long response, and its whole covariance matrix."""

import numpy as np

Numbers = np.typing.NDArray[np.float64]


def joint_in_full(
    outcomes: Numbers,
    covariates: Numbers,
    sites: "np.typing.NDArray[np.int64]",
    *,
    within: Numbers,
    between: Numbers,
) -> tuple[float, Numbers, Numbers]:
    """Return -2 log restricted likelihood, coefficients (p, q) and their covariance, stacked outcome by outcome."""
    people, q = outcomes.shape
    p = covariates.shape[1]
    same = (sites[:, None] == sites[None, :]).astype(np.float64)
    covariance = np.kron(within, np.eye(people)) + np.kron(between, same)
    design, response = np.kron(np.eye(q), covariates), outcomes.T.ravel()
    inverse = np.linalg.inv(covariance)
    information = design.T @ inverse @ design
    coefficients = np.linalg.solve(information, design.T @ inverse @ response)
    left = response - design @ coefficients
    logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    criterion = logs + left @ inverse @ left + q * (people - p) * np.log(2 * np.pi)
    return float(criterion), coefficients.reshape(q, p).T, np.linalg.inv(information)
