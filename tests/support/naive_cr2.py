"""CR2 and its degrees of freedom by the textbook: dense matrices, one cluster after another, nothing simplified."""

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


def naive_cr2(design: Matrix, outcome: Matrix, clusters: npt.NDArray[np.int64]) -> tuple[Matrix, Matrix, Matrix]:
    """Return coefficients, standard errors and Satterthwaite degrees of freedom of ordinary least squares.

    Bell and McCaffrey 2002: A_g is the inverse root of I - H_gg; the degrees of freedom are tr(G)^2 / tr(G G) with
    G = (I - H) restricted to the vectors A_g X_g M c, under an identity working model.
    """
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ outcome
    residuals = outcome - design @ coefficients
    rows = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    adjusted = [_inverse_root(np.eye(len(at)) - design[at] @ bread @ design[at].T) for at in rows]
    meat = sum(
        np.outer(score, score)
        for score in (design[at].T @ a @ residuals[at] for at, a in zip(rows, adjusted, strict=True))
    )
    errors = np.sqrt(np.diag(bread @ meat @ bread))
    return coefficients, errors, np.array([_freedom(design, bread, rows, adjusted, c) for c in np.eye(design.shape[1])])


def _inverse_root(matrix: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(matrix)
    powers = np.array([value**-0.5 if value > 1e-12 else 0.0 for value in values])
    return vectors @ np.diag(powers) @ vectors.T


def _freedom(design: Matrix, bread: Matrix, rows: list[Matrix], adjusted: list[Matrix], contrast: Matrix) -> float:
    hat = design @ bread @ design.T
    leftover = np.eye(len(design)) - hat
    directions = np.zeros((len(design), len(rows)))
    for column, (at, a) in enumerate(zip(rows, adjusted, strict=True)):
        directions[:, column] = leftover[:, at] @ (a @ design[at] @ bread @ contrast)
    between = directions.T @ directions
    return float(np.trace(between) ** 2 / np.trace(between @ between))
