"""Take back one's own last act, in a layer of a source or on a codebook; do again what was taken back in a layer.

Nobody takes back, or does again, what another person did.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from newel.web.coding.actions._recording import (
    Doer,
    LayerLockedError,
    NothingToRedoError,
    NothingToUndoError,
    Said,
    Where,
    done_before,
    record_act,
)
from newel.web.coding.actions._rewriting import recode, restore_version
from newel.web.coding.actions.sort_coding import give_code
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
    _refuse_locked(last)
    said = json.loads(last.said)
    done = act_of(last)
    if done in _UNDOING:
        _UNDOING[done](said)
    else:
        _restore_codebook(said, last, by)
    at = Where(last.source_id, last.layer, last.codebook)
    return record_act("undo act", by=by, where=at, said=Said({}, {"undone": done, "of": last.pk}, last))


@transaction.atomic
def redo(*, by: Doer, where: Where) -> Step:
    """Do again what this person took back last in a layer of a source, if nothing new was done there since.

    The step names the one that took it back, and can be taken back itself. Raises NothingToRedoError, LayerLockedError.
    """
    before = done_before(by)
    if before:
        return before
    taken_back = _to_redo(by.name, where)
    if taken_back is None or taken_back.undoes is None:
        raise NothingToRedoError
    _refuse_locked(taken_back)
    done = act_of(taken_back.undoes)
    said = json.loads(taken_back.undoes.said)
    kept = {"act": done} | said | (_REDOING[done](said) or {})
    at = Where(taken_back.source_id, taken_back.layer)
    return record_act("redo act", by=by, where=at, said=Said(kept, {"redone": done, "of": taken_back.pk}, taken_back))


def act_of(step: Step) -> str:
    """Return the act that a step is: of one that did something again, what it did."""
    return str(json.loads(step.said)["act"]) if step.verb == "redo act" else step.verb


def _refuse_locked(step: Step) -> None:
    if step.layer_id and not Layer.objects.select_for_update().filter(pk=step.layer_id, locked_at=None).exists():
        raise LayerLockedError


def _mine(name: str, where: Where) -> QuerySet[Step]:
    steps = Step.objects.filter(by=name, undone_by=None)
    if where.codebook:
        return steps.filter(codebook=where.codebook, layer=None, undoes=None)
    return _here(steps, where).exclude(verb="undo act")


def _here(steps: QuerySet[Step], where: Where) -> QuerySet[Step]:
    """Return the steps that are taken back and done again on one source in one layer."""
    anywhere = ("write memo", "undo act", "redo act")  # a memo on a source belongs to no layer
    here = Q(layer=where.layer) | Q(layer=None, codebook=None, verb__in=anywhere)
    return steps.filter(here, verb__in=[*_UNDOING, "undo act", "redo act"], source_id=where.source_id)


def _to_redo(name: str, where: Where) -> Step | None:
    """Return the last step that took something back and was not itself made good, unless something new came after."""
    steps = _here(Step.objects.filter(by=name), where).order_by("-pk").select_related("undoes", "layer")
    for step in steps.filter(Q(undone_by=None) | Q(undoes=None)).iterator(chunk_size=50):
        if step.verb == "undo act":
            return step
        if step.undoes_id is None:
            return None
    return None


def _take_away(said: Mapping[str, Any]) -> None:
    Coding.objects.filter(pk__in=said["codings"]).update(live=False)


def _bring_back(said: Mapping[str, Any]) -> None:
    """Bring codings back, but one whose span has been given the same code again since."""
    for coding in Coding.objects.filter(pk__in=said["codings"], live=False):
        same = {name: getattr(coding, name) for name in ("layer_id", "source_id", "code", "start", "end")}
        if coding.queued or not Coding.objects.filter(**same, live=True, queued=False).exists():
            coding.live = True
            coding.save(update_fields=["live"])


def _show_memo(said: Mapping[str, Any]) -> None:
    """Show a memo again, but not one whose words were deleted with its source."""
    Memo.objects.filter(pk=said["memo"]).exclude(words="").update(live=True)


def _show_relation(said: Mapping[str, Any]) -> None:
    Relation.objects.filter(pk=said["relation"]).update(live=True)


def _sort_again(said: Mapping[str, Any]) -> Mapping[str, object]:
    coding = Coding.objects.filter(pk=said["codes"][0][0], live=True, queued=False).first()
    if coding is None or "to" not in said:
        raise NothingToRedoError
    return give_code(coding, said["to"])


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
    later = Step.objects.filter(pk__gt=step.pk, verb__in=("undo act", "redo act")).exclude(layer=None)
    gone: set[int] = set()
    for each in later.order_by("pk").select_related("undoes"):
        if each.verb == "redo act" and act_of(each) == "add coding":
            gone.difference_update(json.loads(each.said)["codings"])
        elif each.verb == "undo act" and each.undoes and act_of(each.undoes) == "add coding":
            gone.update(json.loads(each.undoes.said)["codings"])
    return gone


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
_REDOING: dict[str, Callable[[Mapping[str, Any]], Mapping[str, object] | None]] = {
    "add coding": _bring_back,
    "remove coding": _take_away,
    "write memo": _show_memo,
    "link codings": _show_relation,
    "sort coding": _sort_again,
}
"""What some of them return is what the new step keeps in place of what the first one kept."""
