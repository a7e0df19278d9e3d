"""Newel's tests. This file makes sure that no other package called `tests` is found first."""
