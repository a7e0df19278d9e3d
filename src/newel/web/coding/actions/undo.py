"""Take back one's own last act: in a layer of a source, or on a codebook. Nobody takes back what another person did."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from newel.web.coding.actions._recording import (
    Doer,
    LayerLockedError,
    NothingToUndoError,
    Said,
    Where,
    done_before,
    record_act,
)
from newel.web.coding.actions._rewriting import recode, restore_version
from newel.web.coding.models import Coding, Layer, Memo, Relation, Step


@transaction.atomic
def undo(*, by: Doer, where: Where) -> Step:
    """Take back the last act of this person at this place; the step that did so names it.

    Raises NothingToUndoError, LayerLockedError, and OvertakenError where a codebook was changed since by another.
    """
    before = done_before(by)
    if before:
        return before
    last = _mine(by.name, where).order_by("-pk").first()
    if last is None:
        raise NothingToUndoError
    if last.layer_id and not Layer.objects.select_for_update().filter(pk=last.layer_id, locked_at=None).exists():
        raise LayerLockedError
    said = json.loads(last.said)
    if last.verb in _UNDOING:
        _UNDOING[last.verb](said)
    else:
        _restore_codebook(said, last, by)
    at = Where(last.source_id, last.layer, last.codebook)
    return record_act("undo act", by=by, where=at, said=Said({}, {"undone": last.verb, "of": last.pk}, last))


def _mine(name: str, where: Where) -> QuerySet[Step]:
    steps = Step.objects.filter(by=name, undoes=None, undone_by=None)
    if where.codebook:
        return steps.filter(codebook=where.codebook, layer=None)
    here = Q(layer=where.layer) | Q(layer=None, verb="write memo")  # a memo on a source belongs to no layer
    return steps.filter(here, verb__in=_UNDOING, source_id=where.source_id)


def _take_away(said: Mapping[str, Any]) -> None:
    Coding.objects.filter(pk__in=said["codings"]).update(live=False)


def _bring_back(said: Mapping[str, Any]) -> None:
    """Bring codings back, but one whose span has been given the same code again since."""
    for coding in Coding.objects.filter(pk__in=said["codings"], live=False):
        same = {name: getattr(coding, name) for name in ("layer_id", "source_id", "code", "start", "end")}
        if coding.queued or not Coding.objects.filter(**same, live=True, queued=False).exists():
            coding.live = True
            coding.save(update_fields=["live"])


def _drop_memo(said: Mapping[str, Any]) -> None:
    Memo.objects.filter(pk=said["memo"]).update(live=False)


def _drop_relation(said: Mapping[str, Any]) -> None:
    Relation.objects.filter(pk=said["relation"]).update(live=False)


def _recode_back(said: Mapping[str, Any]) -> None:
    _give_codes(said["codes"])
    _bring_back({"codings": said.get("dropped", [])})


def _restore_codebook(said: Mapping[str, Any], step: Step, by: Doer) -> None:
    """Make the version before the newest one again. Raises OvertakenError where it is not the one this act made."""
    if "version" not in said or step.codebook is None:
        raise NothingToUndoError
    restore_version(step.codebook, made=said["version"], by=by.name, at=by.now)
    recode(step.codebook, {part: code for code, parts in said.get("split", {}).items() for part in parts})
    gone = _taken_back_since(step)
    _recode_back({**said, "dropped": [coding for coding in said.get("dropped", []) if coding not in gone]})


def _taken_back_since(step: Step) -> set[int]:
    """Return the codings that their coders took back after a step: no undoing of that brings them back."""
    later = Step.objects.filter(pk__gt=step.pk, undoes__verb="add coding").select_related("undoes")
    return {coding for each in later if each.undoes for coding in json.loads(each.undoes.said)["codings"]}


def _give_codes(codes: Sequence[tuple[int, str]]) -> None:
    for coding, code in codes:
        Coding.objects.filter(pk=coding).update(code=code)


_UNDOING: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "add coding": _take_away,
    "remove coding": _bring_back,
    "write memo": _drop_memo,
    "link codings": _drop_relation,
    "sort coding": _recode_back,
}
