"""Compiled: the algebra of small matrices as plain loops, quicker to compile and to run than calls of a library."""

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers


@compiled
def times(matrix: Numbers, vector: Numbers) -> Numbers:
    """Return the product of a matrix and a vector."""
    found = np.zeros(len(matrix))
    for i in range(len(matrix)):
        for j in range(len(vector)):
            found[i] += matrix[i, j] * vector[j]
    return found


@compiled
def add(target: Numbers, source: Numbers, factor: float) -> None:
    """Add a multiple of one matrix to another."""
    for i in range(target.shape[0]):
        for j in range(target.shape[1]):
            target[i, j] += factor * source[i, j]


@compiled
def dot(one: Numbers, other: Numbers) -> float:
    """Return the sum of products of two vectors."""
    total = 0.0
    for i in range(len(one)):
        total += one[i] * other[i]
    return total


@compiled
def product(one: Numbers, other: Numbers) -> Numbers:
    """Return the product of two square matrices."""
    found = np.zeros(one.shape)
    for i in range(len(one)):
        for k in range(len(one)):
            for j in range(len(one)):
                found[i, j] += one[i, k] * other[k, j]
    return found


@compiled
def trace_of(one: Numbers, other: Numbers) -> float:
    """Return the trace of the product of two square matrices."""
    total = 0.0
    for i in range(len(one)):
        for j in range(len(one)):
            total += one[i, j] * other[j, i]
    return total


@compiled
def root_of(matrix: Numbers) -> Numbers:
    """Return the lower Cholesky factor of a positive definite matrix; nan where it is none."""
    root = np.zeros(matrix.shape)
    for j in range(len(matrix)):
        for i in range(j, len(matrix)):
            left = matrix[i, j]
            for k in range(j):
                left -= root[i, k] * root[j, k]
            if i > j:
                root[i, j] = left / root[j, j]
            else:
                root[i, j] = np.sqrt(left) if left > 0 else np.nan
    return root


@compiled
def inverse_of(matrix: Numbers) -> tuple[Numbers, float]:
    """Return the inverse of a positive definite matrix and its log-determinant; nan where it is none."""
    root, size = root_of(matrix), len(matrix)
    turned, found, log = np.zeros(matrix.shape), np.zeros(matrix.shape), 0.0
    for j in range(size):
        log += 2 * np.log(root[j, j])
        turned[j, j] = 1 / root[j, j]
        for i in range(j + 1, size):
            for k in range(j, i):
                turned[i, j] -= root[i, k] * turned[k, j] / root[i, i]
    for i in range(size):
        for j in range(size):
            for k in range(max(i, j), size):
                found[i, j] += turned[k, i] * turned[k, j]
    return found, log
