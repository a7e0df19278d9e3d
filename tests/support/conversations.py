"""Invented conversations in a secure setting, in which nobody and nowhere is named, to plant identifiers into.

The recognisers' word lists were finished against the first half; the second half serves the measurement only.
"""

import tomllib
from pathlib import Path

import numpy as np

_SPOKEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
HALVES = tuple(_SPOKEN["young_people"][place : place + 10] + _SPOKEN["staff"][place : place + 10] for place in (0, 10))


def conversations(count: int, *, seed: int, half: int | None = None) -> tuple[str, ...]:
    """Return transcripts of ten questions and answers each, in an order by seed; `half` limits them to one."""
    random = np.random.default_rng(seed)
    exchanges = HALVES[0] + HALVES[1] if half is None else HALVES[half]
    drawn = ([exchanges[int(place)] for place in random.permutation(len(exchanges))[:10]] for _ in range(count))
    return tuple(_transcript(each) for each in drawn)


def _transcript(exchanges: list[list[str]]) -> str:
    return "\n\n".join(f"Interviewer: {question}\n\nP1: {answer}" for question, answer in exchanges)
