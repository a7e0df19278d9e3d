"""Settle a meeting: the items two people saw otherwise, decided one by one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from newel.observing import Difference, differences
from newel.protocol import ObservedItem
from newel.web import clock
from newel.web.care.forms.reading import Reading
from newel.web.observations.actions.settle import settle
from newel.web.observations.forms.sheet import NOT_SEEN
from newel.web.observations.queries.meetings import Standing
from newel.web.observations.views._door import go, meeting_page, name_of, observing, show
from newel.web.observations.views.board import KINDS


@meeting_page
def together(request: HttpRequest, found: Standing) -> HttpResponse:
    """Show what is to be decided; keep the agreed sheet, beside the two that stay."""
    if found.pair is None or found.own is None or found.agreed:
        return go("meeting", found)
    items = [item.id for item in observing().rated]
    open_items = differences(found.pair[0].steps, found.pair[1].steps, items)
    read = Reading(request.POST.dict())
    if request.method == "POST":
        decided = {each.item: _decision(read, observing().item(each.item)) for each in open_items}
        if not read.faults:
            settle(
                actor=name_of(request),
                observation_id=found.meeting.observation_id,
                decided=decided,
                items=items,
                now=clock.now(),
            )
            messages.success(request, "The meeting is settled. Both sheets stay as they were.")
            return go("meeting", found)
    context = {"kind": KINDS.get(found.meeting.kind, found.meeting.kind), "not_seen": NOT_SEEN}
    return show(request, "settle", found=found, read=read, rows=[_row(each, read) for each in open_items], **context)


def _decision(read: Reading, item: ObservedItem) -> int | None:
    known = {str(step): step for step in item.steps} | {NOT_SEEN: None}
    chosen = read.choice(f"step-{item.id}", known, says=f"{item.label}: choose what you both stand for.")
    return known.get(chosen)


def _row(difference: Difference, read: Reading) -> dict[str, Any]:
    item, name = observing().item(difference.item), f"step-{difference.item}"
    chosen = read.fields.get(name, "")
    steps = [
        (str(step), anchor, chosen == str(step), _who(difference, step))
        for step, anchor in zip(item.steps, item.anchors, strict=True)
    ]
    return {
        "name": name, "label": item.label, "says": item.says, "steps": steps, "chosen": chosen,
        "fault": read.faults.get(name, ""), "unseen": _who(difference, None),
    }  # fmt: skip


def _who(difference: Difference, step: int | None) -> str:
    """Say whose step it was."""
    said = [who for who, theirs in (("first", difference.first), ("second", difference.second)) if theirs == step]
    return f"{' and '.join(said)} sheet" if said else ""
