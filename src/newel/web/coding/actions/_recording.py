"""What all acts of coding share: who acts, what the audit is told, the step that undoes it, and what stops an act."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newel.web.audit.actions import record_event
from newel.web.coding.models import Codebook, Layer, Step


class LayerLockedError(Exception):
    """The layer is locked: it takes no coding and loses none."""


class OvertakenError(Exception):
    """Somebody else changed it after the page was opened."""


class NothingToUndoError(Exception):
    """There is no act of this person here that can be taken back."""


class NothingToRedoError(Exception):
    """Nothing was taken back here that could be done again, or something else was done since."""


@dataclass(frozen=True)
class Doer:
    """Who acts and when. `ticket` is the page's own mark of the act: one that is sent twice is done once."""

    name: str
    now: datetime
    ticket: str | None = None


@dataclass(frozen=True)
class Where:
    """Where an act took place."""

    source_id: str = ""
    layer: Layer | None = None
    codebook: Codebook | None = None


@dataclass(frozen=True)
class Said:
    """What the step keeps so that it can be undone, and what the audit is told: ids, places and counts, never words."""

    step: Mapping[str, object] = field(default_factory=dict)
    audit: Mapping[str, object] = field(default_factory=dict)
    undoes: Step | None = None


def record_act(act: str, *, by: Doer, where: Where, said: Said = Said()) -> Step:
    """Write the step and the one audit event of an act: a verb and its thing, e.g. `add coding`."""
    step = Step.objects.create(
        at=by.now,
        by=by.name,
        verb=act,
        source_id=where.source_id,
        layer=where.layer,
        codebook=where.codebook,
        said=json.dumps(said.step, separators=(",", ":")),
        undoes=said.undoes,
        ticket=by.ticket,
    )
    verb, _, thing = act.partition(" ")
    place: dict[str, object] = {"step": step.pk}
    place |= {"source": where.source_id} if where.source_id else {}
    place |= {"layer": where.layer.key} if where.layer else {}
    place |= {"codebook": where.codebook.pk} if where.codebook else {}
    record_event(actor=by.name, verb=verb, thing=thing, body=place | dict(said.audit), now=by.now)
    return step


def done_before(by: Doer) -> Step | None:
    """Return the step this very act made when it was sent the first time."""
    return Step.objects.filter(ticket=by.ticket, by=by.name).first() if by.ticket else None


def unlocked(layer: Layer) -> Layer:
    """Return the layer for this act alone, until its transaction ends. Raises LayerLockedError."""
    current = Layer.objects.select_for_update().filter(pk=layer.pk, locked_at__isnull=True).first()
    if current is None:
        raise LayerLockedError
    return current
