"""Where two coders differ: the units in which one of them applied a code and the other did not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newel.coding.codebook import Codebook
from newel.coding.project import Coding, Source
from newel.coding.ratings import unit_code_sets
from newel.transcripts import Unit


@dataclass(frozen=True)
class Disagreement:
    """A unit in which one of two coders applied a code and the other did not."""

    source: str
    unit: Unit
    code: str
    only: str
    """Id of the layer that has it."""


def disagreements(
    sources: Sequence[Source],
    one: Iterable[Coding],
    other: Iterable[Coding],
    *,
    unit: str | None = None,
    codebook: Codebook | None = None,
) -> tuple[Disagreement, ...]:
    """Return the units in which only one of two layers has a code, in the order of sources and text.

    With a codebook, themes are compared instead of codes.
    """
    sides = [_as_themes(codings, codebook) for codings in (one, other)]
    names = [next((coding.layer for coding in side), "") for side in sides]
    found = unit_code_sets(sources, sides, unit=unit)
    return tuple(
        Disagreement(source, unit_of, code, names[0] if code in first else names[1])
        for (first, second), source, unit_of in zip(found.sets, found.clusters, found.units, strict=True)
        for code in sorted(first ^ second)
    )


def _as_themes(codings: Iterable[Coding], codebook: Codebook | None) -> list[Coding]:
    if codebook is None:
        return list(codings)
    return [replace(coding, code=codebook.theme_of(coding.code).id) for coding in codings]
