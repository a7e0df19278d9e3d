"""Who may code in which layer, who may see it, where two coders differ, and what they agree on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newel.coding.codebook import Codebook
from newel.coding.project import Coding, Layer, Source
from newel.coding.ratings import unit_code_sets
from newel.faults import Refused
from newel.transcripts import Unit


@dataclass(frozen=True)
class Disagreement:
    """A unit in which one of two coders applied a code and the other did not."""

    source: str
    unit: Unit
    code: str
    only: str
    """Id of the layer that has it."""


def check_may_code(layer: Layer, coder: str) -> None:
    """Raise Refused for a layer that is locked or another coder's; a reconciled layer belongs to all who code."""
    if layer.locked:
        remedy = "Ask the evaluation lead to open a new round."
        raise _refused(layer, "a locked layer", expected="a layer that is open", remedy=remedy)
    if layer.purpose != "reconciled" and layer.coder != coder:
        remedy = "Open your own layer of this round."
        raise _refused(layer, "another coder's layer", expected="your own layer", remedy=remedy)


def visible_layers(layers: Iterable[Layer], coder: str) -> tuple[Layer, ...]:
    """Return the layers a coder may look into: their own; others once no blind layer of that round is still open."""
    known = tuple(layers)
    return tuple(layer for layer in known if layer.coder == coder or _is_open_to_all(layer, known))


def check_may_compare(one: Layer, other: Layer) -> None:
    """Raise Refused where one of two layers is blind and not both are locked: who has seen the other is not blind."""
    waiting = [layer for layer in (one, other) if not layer.locked]
    if waiting and (one.blind or other.blind):
        remedy = "Finish and lock both layers first."
        raise _refused(waiting[0], "an open layer of a blind round", expected="a locked layer", remedy=remedy)


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


def agreed_codings(one: Iterable[Coding], other: Iterable[Coding], *, layer: str) -> tuple[Coding, ...]:
    """Return the codings on which two layers agree, as codings of a third, reconciled layer.

    Two codings agree where they have one code on overlapping words of one source; the words that both have are kept.
    Both layers stay as they are. The ids are made of the layer and the two codings, so that a repeat makes no other.
    """
    others: dict[tuple[str, str], list[Coding]] = {}
    for coding in other:
        others.setdefault((coding.source, coding.code), []).append(coding)
    return tuple(
        replace(
            coding,
            id=f"{layer}:{coding.id}:{match.id}",
            layer=layer,
            start=max(coding.start, match.start),
            end=min(coding.end, match.end),
        )
        for coding in one
        for match in others.get((coding.source, coding.code), ())
        if coding.start < match.end and match.start < coding.end and coding.version == match.version
    )


def _is_open_to_all(layer: Layer, layers: Sequence[Layer]) -> bool:
    waits = any(each.blind and not each.locked for each in layers if each.round == layer.round)
    return not (layer.blind and not layer.locked) and not (layer.purpose != "reconciled" and layer.blind and waits)


def _as_themes(codings: Iterable[Coding], codebook: Codebook | None) -> list[Coding]:
    if codebook is None:
        return list(codings)
    return [replace(coding, code=codebook.theme_of(coding.code).id) for coding in codings]


def _refused(layer: Layer, found: str, *, expected: str, remedy: str) -> Refused:
    return Refused.because("coding", f"layer {layer.id}", found=found, expected=expected, remedy=remedy)
