"""The random streams of a rehearsal: each part draws from its own, so that a change in one leaves the others alone."""

from collections.abc import Mapping

import numpy as np

STREAMS = (
    "returns", "pathway", "asking", "answers", "fieldwork", "staff", "activity", "gains", "persons", "costs", "words",
    "observing", "service_use",
)  # fmt: skip
"""Add a stream at the end: the place decides what is drawn."""


def streams(seed: int) -> Mapping[str, np.random.Generator]:
    """Return every stream of a seed, by name."""
    parts = np.random.SeedSequence(seed).spawn(len(STREAMS))
    return {name: np.random.default_rng(part) for name, part in zip(STREAMS, parts, strict=True)}
