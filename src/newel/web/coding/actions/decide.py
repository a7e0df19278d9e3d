"""Settle two layers: open the reconciled layer, carry over what both coded, and decide each disagreement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act, unlocked
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.models import Coding, Decision, Layer

Place = tuple[int, int]


@dataclass(frozen=True)
class Verdict:
    """What was decided on one code in one unit, and the spans (start, end) it leads to, all inside the unit."""

    source_id: str
    version: int
    unit: int
    within: Place
    code: str
    choice: str
    spans: Sequence[Place] = ()
    because: str = ""


@transaction.atomic
def open_reconciled(*, by: Doer, first: Layer, second: Layer) -> Layer:
    """Return the layer that settles these two, made where there is none. Both must be locked: the page asks."""
    list(Layer.objects.select_for_update().filter(pk__in=(first.pk, second.pk)).order_by("pk"))  # one makes it
    settled = Layer.objects.filter(purpose="reconciled", compares=first).filter(compares=second).first()
    if settled:
        return settled
    layer = Layer.objects.create(
        key=f"{first.key[:28]}-and-{second.pk}-agreed",
        codebook=first.codebook,
        coder=by.name,
        pseudonym=pseudonym_of(by.name),
        round=first.round,
        purpose="reconciled",
        blind=False,
        opened_at=by.now,
    )
    layer.compares.set([first, second])
    said = Said(audit={"first": first.key, "second": second.key})
    record_act("open layer", by=by, where=Where(layer=layer), said=said)
    return layer


@transaction.atomic
def carry_over(
    *, by: Doer, layer: Layer, source_id: str, version: int, spans: Iterable[tuple[str, int, int]]
) -> int:
    """Keep (code, start, end) of what both coders coded alike, as far as it is not there yet; return how many are new.

    Raises LayerLockedError.
    """
    current = unlocked(layer)
    made = [_keep(current, (source_id, version), code=code, place=(start, end)) for code, start, end in spans]
    new = sum(each is not None for each in made)
    if new:
        record_act("carry_over codings", by=by, where=Where(source_id, current), said=Said({}, {"codings": new}))
    return new


@transaction.atomic
def decide(*, by: Doer, layer: Layer, verdict: Verdict) -> Decision:
    """Keep a decision in place of an earlier one on the same code and unit. Raises LayerLockedError."""
    current = unlocked(layer)
    at: dict[str, Any] = {"layer": current, "source_id": verdict.source_id, "unit": verdict.unit, "code": verdict.code}
    own: dict[str, Any] = {"choice": verdict.choice, "because": verdict.because, "by": by.name, "at": by.now}
    decision, _ = Decision.objects.update_or_create(**at, defaults=own)
    _clear(current, verdict)
    for place in verdict.spans:
        _keep(current, (verdict.source_id, verdict.version), code=verdict.code, place=place)
    body = {"unit": verdict.unit, "code": verdict.code, "choice": verdict.choice}
    record_act("decide disagreement", by=by, where=Where(verdict.source_id, current), said=Said({}, body))
    return decision


def _clear(layer: Layer, verdict: Verdict) -> None:
    """Take away what an earlier decision on the same code and unit led to."""
    start, end = verdict.within
    there = Coding.objects.filter(layer=layer, source_id=verdict.source_id, code=verdict.code, live=True, queued=False)
    there.filter(start__gte=start, end__lte=end).update(live=False)


def _keep(layer: Layer, of: tuple[str, int], *, code: str, place: Place) -> Coding | None:
    """Keep one coding; None where it is there already."""
    coding, new = Coding.objects.get_or_create(
        layer=layer,
        source_id=of[0],
        code=code,
        start=place[0],
        end=place[1],
        live=True,
        queued=False,
        defaults={"version": of[1]},
    )
    return coding if new else None
