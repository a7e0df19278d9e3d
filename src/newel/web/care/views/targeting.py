"""Targets: up to three at a time, each rated from 0 to 10 when there is something to say, with its line over time."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.care.actions.close_target import close_target
from newel.web.care.actions.rate_target import rate_target
from newel.web.care.actions.set_target import MOST_OPEN, TooManyTargetsError, set_target
from newel.web.care.actions.take_back_rating import take_back_rating
from newel.web.care.forms.pathway import read_aim, read_rating
from newel.web.care.forms.reading import Reading
from newel.web.care.presenters.chart import HEIGHT, WIDTH, chart_of, in_words
from newel.web.care.presenters.pathway import target_rows
from newel.web.care.queries.pathways import Pathway, RatedTarget
from newel.web.care.views._door import done, name_of, pathway_page, show

_TOO_MANY = f"{MOST_OPEN} targets are open. Close one first, so that each is worked on."


@pathway_page()
def targets(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show the targets; set a new one."""
    if request.method != "POST":
        return _page(request, pathway, _begun())
    read = Reading(request.POST.dict())
    aim = read_aim(read, since=pathway.admission.admitted_on, today=clock.today())
    if read.faults:
        return _page(request, pathway, read)
    try:
        target = set_target(actor=name_of(request), admission=pathway.admission, aim=aim, now=clock.now())
    except TooManyTargetsError:
        read.faults["words"] = _TOO_MANY
        return _page(request, pathway, read)
    return done(request, "targets", pathway, says=f"Target {target.number} is kept.")


@pathway_page()
def rate(request: HttpRequest, pathway: Pathway, number: int) -> HttpResponse:
    """Keep a rating of one target, or take the latest back."""
    rated = _target(pathway, number)
    actor, admission, now = name_of(request), pathway.admission, clock.now()
    if request.method != "POST":
        return _page(request, pathway, _begun())
    if "take_back" in request.POST:
        gone = take_back_rating(actor=actor, admission=admission, number=number, now=now)
        says = f"The latest rating of target {number} is taken back." if gone else "There was no rating to take back."
        return done(request, "targets", pathway, says=says)
    read = Reading(request.POST.dict())
    rating = read_rating(read, number, since=rated.target.set_on, today=clock.today())
    if read.faults:
        return _page(request, pathway, read)
    rate_target(actor=actor, admission=admission, rated=rating, now=now)
    return done(request, "targets", pathway, says=f"The rating of target {number} is kept.")


@pathway_page()
def close(request: HttpRequest, pathway: Pathway, number: int) -> HttpResponse:
    """Close a target today, or open it again."""
    _target(pathway, number)
    if request.method != "POST":
        return _page(request, pathway, _begun())
    closed_on = None if "reopen" in request.POST else clock.today()
    try:
        close_target(
            actor=name_of(request), admission=pathway.admission, number=number, closed_on=closed_on, now=clock.now()
        )
    except TooManyTargetsError:
        messages.warning(request, _TOO_MANY)
        return _page(request, pathway, _begun())
    return done(request, "targets", pathway, says=f"Target {number} is {'closed' if closed_on else 'open again'}.")


@pathway_page()
def chart(request: HttpRequest, pathway: Pathway, number: int) -> HttpResponse:
    """Draw the ratings of one target. The picture holds numbers and days, and no words of the target."""
    ratings = _target(pathway, number).ratings
    context: dict[str, Any] = {
        "chart": chart_of(ratings),
        "says": in_words(number, ratings),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "care/chart.svg", context, content_type="image/svg+xml")


def _target(pathway: Pathway, number: int) -> RatedTarget:
    found = next((rated for rated in pathway.targets if rated.target.number == number), None)
    if found is None:
        raise Http404
    return found


def _begun() -> Reading:
    """Return what a new target begins with."""
    return Reading({"set_on": clock.today().isoformat()})


def _page(request: HttpRequest, pathway: Pathway, read: Reading) -> HttpResponse:
    rows = target_rows(pathway)
    context: dict[str, Any] = {
        "rows": [_with_fields(row.number, read) | {"target": row} for row in rows],
        "scale": range(11),
        "may_set": sum(row.closed_on is None for row in rows) < MOST_OPEN,
        "most": MOST_OPEN,
        "size": {"width": WIDTH, "height": HEIGHT},
    }
    return show(request, "targets", pathway, read=read, **context)


def _with_fields(number: int, read: Reading) -> dict[str, object]:
    """Return what stands in the fields of one target, and what to mend there."""
    return {
        "rating": read.fields.get(f"rating.{number}", ""),
        "rated_on": read.fields.get(f"rated_on.{number}", clock.today().isoformat()),
        "rating_fault": read.faults.get(f"rating.{number}", ""),
        "rated_on_fault": read.faults.get(f"rated_on.{number}", ""),
    }
