"""Where a person is in the form, read from what they have said so far: returning is the same as going on."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from newel.web.capture import information
from newel.web.capture.presenters import Page, check_rows, question_page
from newel.web.capture.queries.grants import closed_because
from newel.web.capture.screens import first_unanswered
from newel.web.capture.views._door import show
from newel.web.capture.visitor import Visitor


def next_page(request: HttpRequest, visitor: Visitor, *, welcome_back: bool = False) -> HttpResponse:
    """Show the page this person is at."""
    reason = stoppage(visitor)
    if reason:
        return _ended_page(request, visitor, reason)
    if visitor.states.get("take_part") != "given":
        return information_page(request, visitor)
    if visitor.pending_purposes:
        return consent_page(request, visitor)
    return _first_open_page(request, visitor, welcome_back=welcome_back)


def _first_open_page(request: HttpRequest, visitor: Visitor, *, welcome_back: bool) -> HttpResponse:
    answers = visitor.answers()
    place = first_unanswered(visitor.screens, answers)
    if place == len(visitor.screens):
        return check_page(request, visitor)
    page = question_page(visitor, place)
    return questions_page(request, visitor, page=page, welcome_back=welcome_back and bool(answers))


def stoppage(visitor: Visitor) -> str | None:
    """Return why a form takes no more answers, or None where it does."""
    reasons = {
        "withdrawn": visitor.states.get("take_part") == "withdrawn",
        "sent": visitor.response is not None and visitor.response.sent_at is not None,
        "nothing_to_ask": not visitor.screens,
    }
    ended = next((reason for reason, holds in reasons.items() if holds), None)
    return ended or closed_because(visitor.grant, visitor.protocol, visitor.today)


def _ended_page(request: HttpRequest, visitor: Visitor, reason: str) -> HttpResponse:
    if reason == "withdrawn":
        return show(request, "taken_back", visitor=visitor)
    if reason == "sent":
        context = {"before": True, "too_late": "item" in request.POST, "can_take_back": True}
        return show(request, "sent", context, visitor=visitor)
    wave = next(wave for wave in visitor.protocol.waves if wave.id == visitor.grant.wave)
    closed = {"reason": reason, "wave": wave, "can_take_back": visitor.response is not None}
    return show(request, "closed", closed, visitor=visitor, status=403)


def information_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the information sheet, which tells the limits of confidentiality before anything is asked."""
    sheet = information.information_sheet(visitor.study.folder, visitor.grant.group)
    changed_mind = visitor.states.get("take_part") == "refused"
    return show(request, "information", {"sheet": sheet, "changed_mind": changed_mind}, visitor=visitor)


def consent_page(
    request: HttpRequest, visitor: Visitor, *, basis: str = "own", said: Mapping[str, str] | None = None
) -> HttpResponse:
    """Ask for each purpose by itself: all on one page of an adult, one a page of a young person.

    `said` holds the yes and no of a page that comes back because a purpose had neither.
    """
    needed = information.needed_parts(visitor.protocol, young=visitor.young)
    words = information.consent_words(visitor.study.folder, visitor.grant.group, needed)
    shown = visitor.purposes_on_a_page
    everything = visitor.protocol.consent.purposes
    context = {
        "purposes": [
            {
                "id": name,
                "words": words[name],
                "chosen": (said or {}).get(name),
                "error": said is not None and name not in said,
            }
            for name in shown
        ],
        "step": everything.index(shown[0]) + 1,
        "steps": len(everything),
        "basis": basis,
        "faults": said is not None,
        "begun": visitor.response is not None,
    }
    return show(request, "consent", context, visitor=visitor)


def questions_page(request: HttpRequest, visitor: Visitor, *, page: Page, **extra: object) -> HttpResponse:
    """Show one page of questions, with what else the template prints."""
    return show(request, "questions", {"page": page} | extra, visitor=visitor)


def check_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show everything once more before it is sent."""
    return show(request, "check", {"rows": check_rows(visitor)}, visitor=visitor)
