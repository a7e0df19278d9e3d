"""The young person's own page, filled in with a member of staff: one domain at a time, in their own words.

Nobody is signed in on it, and no cookie is set: each page is reached by the form of the page before, with its ticket.
It works without a script, and nothing of it is kept by the browser.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from newel.web import clock
from newel.web.care.actions._recording import StayEndedError
from newel.web.care.actions.end_sitting import end_sitting
from newel.web.care.actions.save_words import save_words
from newel.web.care.actions.take_back_words import take_back_words
from newel.web.care.forms.reading import LONGEST
from newel.web.care.models import Sitting
from newel.web.care.presenters.pathway import own_words
from newel.web.care.queries.pathways import pathway_of
from newel.web.care.queries.sittings import open_sitting
from newel.web.care.study_words import wording, young_persons_introduction
from newel.web.care.tickets import sitting_of, ticket
from newel.web.study import current_study

Page = Callable[[HttpRequest, Sitting], HttpResponse]


def sitting_page(view: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Make a page that opens only with the ticket of an open sitting.

    Exempt from the CSRF check on purpose: no cookie gives any authority here, the ticket in the form is all there is,
    and a foreign site does not know it.
    """

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        name = sitting_of(request.POST.get("ticket", ""))
        sitting = open_sitting(name, clock.now()) if name else None
        if sitting is None:
            return _show(request, "over", status=410)
        try:
            return view(request, sitting)
        except StayEndedError:
            return _show(request, "over", status=410)

    return page


def first_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show what this is and who can read it, before the first question."""
    return _show(request, "start", sitting=sitting, introduction=young_persons_introduction(), domains=_domains())


@sitting_page
def say(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Keep what was said about a domain, and go where the button says."""
    place, go = _place(request.POST.get("place", "")), request.POST.get("go", "next")
    if place is not None:
        typed = request.POST.get("words", "").replace("\r\n", "\n").strip()
        if len(typed) > LONGEST:
            return _question(request, sitting, place, too_long=typed)
        _keep(sitting, place, None if go == "not_say" else typed)
    if go == "stop":
        end_sitting(sitting=sitting, now=clock.now())
        return _show(request, "stopped")
    return _next(request, sitting, place=place, go=go)


@sitting_page
def finish(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """End the sitting from the last page."""
    end_sitting(sitting=sitting, now=clock.now())
    return _show(request, "stopped", finished=True)


@sitting_page
def take_back(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Ask whether everything is to be taken back, and then do it."""
    if request.POST.get("sure") != "yes":
        return _show(request, "take_back", sitting=sitting)
    take_back_words(sitting=sitting, now=clock.now())
    return _show(request, "stopped", taken_back=True)


def _next(request: HttpRequest, sitting: Sitting, *, place: int | None, go: str) -> HttpResponse:
    """Go on, back, or to the one question that is to be changed; after the last one look at all of them."""
    if go.startswith("change."):
        wanted = _place(go.removeprefix("change."))
        return _check(request, sitting) if wanted is None else _question(request, sitting, wanted, then="check")
    if go == "back":
        return _question(request, sitting, place - 1) if place else first_page(request, sitting)
    following = 0 if place is None else place + 1
    if request.POST.get("then") == "check" or following >= len(_domains()):
        return _check(request, sitting)
    return _question(request, sitting, following)


def _keep(sitting: Sitting, place: int, typed: str | None) -> None:
    """Keep what differs from what is kept already; pressing a button twice changes nothing."""
    words, said, kept = own_words(current_study().protocol, wording(), pathway_of(sitting.admission))[place]
    before = None if said and not said.sealed else kept
    untouched = before is None and typed == ""  # a wish not to say stays when the page is only passed
    if typed != before and not untouched:
        save_words(sitting=sitting, domain=words.id, words=typed, now=clock.now())


def _question(
    request: HttpRequest, sitting: Sitting, place: int, *, then: str = "", too_long: str = ""
) -> HttpResponse:
    rows = own_words(current_study().protocol, wording(), pathway_of(sitting.admission))
    words, said, kept = rows[place]
    context: dict[str, Any] = {
        "place": place,
        "number": place + 1,
        "of": len(rows),
        "percent": round(100 * place / len(rows)),
        "question": words,
        "kept": too_long or kept,
        "not_say": said is not None and not said.sealed,
        "then": then or request.POST.get("then", ""),
        "too_long": bool(too_long),
    }
    return _show(request, "question", sitting=sitting, **context)


def _check(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    rows = own_words(current_study().protocol, wording(), pathway_of(sitting.admission))
    return _show(request, "check", sitting=sitting, rows=rows)


def _domains() -> tuple[str, ...]:
    return current_study().protocol.needs


def _place(typed: str) -> int | None:
    known = typed.isascii() and typed.isdecimal() and len(typed) < 4 and int(typed) < len(_domains())
    return int(typed) if known else None


def _show(
    request: HttpRequest,
    template: str,
    *,
    sitting: Sitting | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    everywhere = {"ticket": ticket(sitting.sitting)} if sitting else {}
    response = render(request, f"care/young/{template}.html", everywhere | context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
