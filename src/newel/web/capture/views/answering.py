"""Answering: save a page of questions, then go where the button says."""

from django.http import HttpRequest, HttpResponse

from newel.web.capture.actions.end_visit import end_visit
from newel.web.capture.actions.save_answers import FormClosedError, Given, Seen, save_answers
from newel.web.capture.forms.answers import PageRead, read_page, skipped
from newel.web.capture.presenters import differing_page, question_page
from newel.web.capture.screens import Screen
from newel.web.capture.views._door import participant_page, show
from newel.web.capture.views._route import check_page, next_page, questions_page, stoppage
from newel.web.capture.visitor import Visitor


@participant_page
def answer(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Save what was chosen on a page, whichever button was pressed, and show the page the button asks for."""
    place = _place(request, visitor)
    if visitor.answering is None or place is None or stoppage(visitor):
        return next_page(request, visitor)
    read = read_page(visitor.screens[place], request.POST.dict(), set(request.POST.getlist("item")))
    if visitor.young and request.POST.get("go") == "skip":
        read = read.leaving_out_faults()
    given = read.given + _skipped(request, visitor, read, screen=visitor.screens[place])
    seen = Seen(visitor.visit, _whole_number(request, "revision") or 0)
    try:
        saved = save_answers(response=visitor.answering, given=given, seen=seen, now=visitor.now)
    except FormClosedError:
        return next_page(request, visitor.again())
    if saved.differing:
        page = differing_page(visitor, place, saved.differing)
        return questions_page(request, visitor, page=page, differing=True, then=request.POST.get("then", ""))
    return _follow(request, visitor, place=place, read=read)


@participant_page
def change(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show one page of questions again, from the last look."""
    place = _place(request, visitor)
    if visitor.answering is None or place is None or stoppage(visitor):
        return next_page(request, visitor)
    return questions_page(request, visitor, page=question_page(visitor, place), then="check")


def _skipped(request: HttpRequest, visitor: Visitor, read: PageRead, *, screen: Screen) -> list[Given]:
    """Return the answers that say a question was left out; one that had an answer before keeps it."""
    if request.POST.get("go") != "skip":
        return []
    before = visitor.answers()
    return [skipped(screen, key) for key in read.untouched if key not in before]


def _follow(request: HttpRequest, visitor: Visitor, *, place: int, read: PageRead) -> HttpResponse:
    go = request.POST.get("go", "next")
    if go == "stop":
        end_visit(grant=visitor.grant, visit=visitor.visit, now=visitor.now)
        return show(request, "stopped", visitor=visitor)
    if go == "back":
        return questions_page(request, visitor, page=question_page(visitor, max(place - 1, 0)))
    return _go_on(request, visitor, place=place, read=read)


def _go_on(request: HttpRequest, visitor: Visitor, *, place: int, read: PageRead) -> HttpResponse:
    then = request.POST.get("then", "")
    page = question_page(visitor, place, read=read)
    if page.faults:
        return questions_page(request, visitor, page=page, then=then)
    if then == "check" or place + 1 == len(visitor.screens):
        return check_page(request, visitor)
    return questions_page(request, visitor, page=question_page(visitor, place + 1))


def _place(request: HttpRequest, visitor: Visitor) -> int | None:
    place = _whole_number(request, "place")
    return place if place is not None and place < len(visitor.screens) else None


def _whole_number(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
