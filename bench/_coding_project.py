"""The made-up project of bench/coding.py: sources of invented talk, and codings spread over them by a seed."""

import numpy as np

from newel.coding import Code, Codebook, Coding, Layer, Project, Source
from newel.transcripts import units_of

WORDS = (  # noqa: SIM905 - words in a row are easier to read
    "we met after the handover and nobody had written it down so the night team asked again which plan was meant time "
    "trust door window kettle list café phone family review early late quiet busy rota formulation target agreed"
).split()
CODES = 60
THEMES = 6


def a_project(sources: int, codings: int, *, seed: int = 1) -> Project:
    """Return a project of this size; about 5,000 words a source."""
    generator = np.random.default_rng(seed)
    texts = [_talk(generator) for _ in range(sources)]
    made = tuple(
        Source(
            id=f"talk-{number:04}",
            title=f"Talk {number}",
            kind="interview",
            text=text,
            units=units_of(text),
            case=f"C{number % (sources // 2 or 1):03}",
            site=f"site-{number % 18}",
            may_be_quoted=bool(number % 5),
        )
        for number, text in enumerate(texts)
    )
    layers = (Layer("K1-1", "K1"), Layer("K2-1", "K2", purpose="second"))
    return Project("A made-up project", made, _codebook(), layers, _codings(generator, made, codings))


def _talk(generator: np.random.Generator) -> str:
    turns = []
    for number in range(120):
        words = " ".join(generator.choice(WORDS, int(generator.integers(10, 70))))
        turns.append(f"{'Interviewer' if number % 2 == 0 else 'P1'}: {words}.")
    return "\n".join(turns)


def _codebook() -> Codebook:
    themes = [Code(f"t{number}", f"Theme {number}", place=number + 1) for number in range(THEMES)]
    codes = [
        Code(f"c{number}", f"Code {number}", f"t{number % THEMES}", f"What code {number} means.", place=number + 1)
        for number in range(CODES - THEMES)
    ]
    return Codebook("made-up", "Made-up codebook", codes=(*themes, *codes))


def _codings(generator: np.random.Generator, sources: tuple[Source, ...], number: int) -> tuple[Coding, ...]:
    """Return codings of 20 to 400 characters, on sources and codes by chance."""
    where, which = generator.integers(len(sources), size=number), generator.integers(CODES - THEMES, size=number)
    length, shift = generator.integers(20, 400, size=number), generator.random(number)
    found = []
    for place in range(number):
        source = sources[where[place]]
        start = int(shift[place] * (len(source.text) - length[place]))
        layer = "K1-1" if place % 2 else "K2-1"
        end = start + int(length[place])
        found.append(Coding(f"k{place}", layer, source.id, 1, f"c{which[place]}", start, end))
    return tuple(found)
