"""Vectors and small symmetric matrices in compiled loops: products, Cholesky factors, inverses, positive parts.

Loops, not library calls: for matrices of this size they are faster, and they compile in a fraction of the time.
"""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers


@compiled
def dot(one: Numbers, other: Numbers) -> float:
    """Return the product of two vectors, as long as the second one; four sums at a time, for speed."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = other.shape[0] // 4 * 4
    for i in range(0, whole, 4):
        a += one[i] * other[i]
        b += one[i + 1] * other[i + 1]
        c += one[i + 2] * other[i + 2]
        d += one[i + 3] * other[i + 3]
    for i in range(whole, other.shape[0]):
        a += one[i] * other[i]
    return (a + b) + (c + d)


@compiled
def add_scaled(target: Numbers, vector: Numbers, weight: float) -> None:
    """Add a multiple of a vector."""
    for i in range(target.shape[0]):
        target[i] += weight * vector[i]


@compiled
def add_outer(target: Numbers, one: Numbers, other: Numbers) -> None:
    """Add the products of all pairs of numbers."""
    for i in range(target.shape[0]):
        for j in range(target.shape[1]):
            target[i, j] += one[i] * other[j]


@compiled
def bilinear(one: Numbers, matrix: Numbers, other: Numbers) -> float:
    """Return one' M other."""
    total = 0.0
    for i in range(matrix.shape[0]):
        for j in range(matrix.shape[1]):
            total += one[i] * matrix[i, j] * other[j]
    return total


@compiled
def turned(matrix: Numbers) -> Numbers:
    """Return the transpose as an array of its own."""
    result = np.zeros((matrix.shape[1], matrix.shape[0]))
    for i in range(matrix.shape[0]):
        for j in range(matrix.shape[1]):
            result[j, i] = matrix[i, j]
    return result


@compiled
def cholesky(matrix: Numbers) -> Numbers:
    """Return the lower Cholesky factor, of which only the lower triangle of `matrix` is read.

    A pivot that rounding has made 0 or less is taken as the smallest that it can be.
    """
    size = matrix.shape[0]
    factor = np.zeros((size, size))
    for i in range(size):
        for j in range(i):
            factor[i, j] = (matrix[i, j] - dot(factor[i], factor[j, :j])) / factor[j, j]
        pivot = matrix[i, i] - dot(factor[i], factor[i, :i])
        factor[i, i] = np.sqrt(max(pivot, 1e-16 * matrix[i, i], 1e-300))
    return factor


@compiled
def inverse_factor(factor: Numbers) -> Numbers:
    """Return the inverse of a lower triangle, row by row."""
    size = factor.shape[0]
    inverse = np.zeros((size, size))
    for i in range(size):
        for k in range(i):
            add_scaled(inverse[i, : k + 1], inverse[k], -factor[i, k] / factor[i, i])
        inverse[i, i] = 1 / factor[i, i]
    return inverse


@compiled
def inverse_product(inverse: Numbers) -> Numbers:
    """Return M'M of the lower triangle M: with the inverse of a Cholesky factor, the inverse of the matrix."""
    size = inverse.shape[0]
    product = np.zeros((size, size))
    for k in range(size):
        for i in range(k + 1):
            add_scaled(product[i, : k + 1], inverse[k], inverse[k, i])
    return product


@compiled
def solve_positive(matrix: Numbers, right: Numbers) -> Numbers:
    """Solve a symmetric positive system."""
    factor = cholesky(matrix)
    result = right.copy()
    for i in range(result.shape[0]):
        result[i] = (result[i] - dot(factor[i], result[:i])) / factor[i, i]
    for i in range(result.shape[0] - 1, -1, -1):
        result[i] /= factor[i, i]
        add_scaled(result[:i], factor[i], -result[i])
    return result


@compiled
def eigen(matrix: Numbers) -> tuple[Numbers, Numbers]:
    """Return eigenvalues and, row by row, eigenvectors of a symmetric matrix, in no order: Jacobi's rotations."""
    size = matrix.shape[0]
    values, vectors = matrix.copy(), np.eye(size)
    for _ in range(50):
        if _sweep(values, vectors) < 1e-15:
            break
    diagonal = np.zeros(size)
    for i in range(size):
        diagonal[i] = values[i, i]
    return diagonal, vectors


@compiled
def _sweep(values: Numbers, vectors: Numbers) -> float:
    """Rotate each pair of axes once; return the largest product there was, relative to the eigenvalues."""
    largest = 0.0
    for i in range(values.shape[0]):
        for j in range(i):
            weight = np.sqrt(abs(values[i, i] * values[j, j])) + 1e-300
            largest = max(largest, abs(values[i, j]) / weight)
            _rotate(values, vectors, (i, j))
    return largest


@compiled
def _rotate(values: Numbers, vectors: Numbers, pair: tuple[int, int]) -> None:
    """Turn two axes so that their product becomes 0."""
    i, j = pair
    angle = 0.5 * np.arctan2(2 * values[i, j], values[i, i] - values[j, j])
    cosine, sine = np.cos(angle), np.sin(angle)
    for k in range(values.shape[0]):
        one, other = values[i, k], values[j, k]
        values[i, k], values[j, k] = cosine * one + sine * other, cosine * other - sine * one
        one, other = vectors[i, k], vectors[j, k]
        vectors[i, k], vectors[j, k] = cosine * one + sine * other, cosine * other - sine * one
    for k in range(values.shape[0]):
        one, other = values[k, i], values[k, j]
        values[k, i], values[k, j] = cosine * one + sine * other, cosine * other - sine * one
    values[i, j] = 0
    values[j, i] = 0


@compiled
def positive_part(matrix: Numbers) -> Numbers:
    """Return the symmetric matrix with its negative eigenvalues put to 0."""
    values, vectors = eigen(matrix)
    result = np.zeros(matrix.shape)
    for k in range(values.shape[0]):
        add_outer(result, max(values[k], 0.0) * vectors[k], vectors[k])
    return result
