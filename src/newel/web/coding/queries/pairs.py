"""Two layers that are laid side by side, and the layer that settles them."""

from collections.abc import Sequence
from dataclasses import dataclass

from newel.transcripts import Unit
from newel.web.coding.models import Decision, Layer
from newel.web.coding.queries.codings import codings_on
from newel.web.coding.queries.layers import Sight
from newel.web.coding.settling import Compared, compare
from newel.web.coding.texts import Text
from newel.web.study import current_study


@dataclass(frozen=True)
class Pair:
    """Two layers of one codebook, both seen by the reader, and the layer that settles them where there is one."""

    first: Layer
    second: Layer
    settled: Layer | None


def pair_of(sight: Sight, first: str, second: str) -> Pair | None:
    """Return a pair, or None where one of them may not be seen, or where they do not go together."""
    one, other = sight.layer(first), sight.layer(second)
    if one is None or other is None or one.pk == other.pk or one.codebook_id != other.codebook_id:
        return None
    settled = Layer.objects.filter(purpose="reconciled", compares=one).filter(compares=other).first()
    return Pair(one, other, settled)


def pairs_of(sight: Sight) -> list[Pair]:
    """Return the pairs of coders' layers of one round and codebook that may be seen."""
    coded = [layer for layer in sight.layers if layer.purpose != "reconciled"]
    return [
        pair
        for place, one in enumerate(coded)
        for other in coded[place + 1 :]
        if (one.codebook_id, one.round) == (other.codebook_id, other.round)
        and (pair := pair_of(sight, one.key, other.key))
    ]


def unit_kind() -> str | None:
    """Return the unit that the protocol compares coders on; None where it states none."""
    plan = current_study().protocol.coding
    return plan.unit if plan else None


def units_compared(text: Text) -> Sequence[Unit]:
    """Return the units of a text that coders are compared on: of the protocol's kind, or all where it has none such."""
    wanted = [unit for unit in text.units if unit.kind == unit_kind()]
    return wanted or text.units


def compared(pair: Pair, text: Text) -> Compared:
    """Lay two layers side by side on one source."""
    return compare(
        units_compared(text), codings_on(text.source_id, [pair.first]), codings_on(text.source_id, [pair.second])
    )


def decisions_on(layer: Layer | None, source_id: str) -> dict[tuple[int, str], Decision]:
    """Return {(unit, code): what was decided} on one source."""
    found = Decision.objects.filter(layer=layer, source_id=source_id) if layer else ()
    return {(decision.unit, decision.code): decision for decision in found}
