"""Theories: all of them, one of them with its evidence side by side, its words, and where it stands."""

from django.http import HttpRequest, HttpResponse

from newel.synthesis import MOVES, STRENGTHS, Balance, UnableToMove
from newel.web.accounts.doors import staff_page
from newel.web.care.forms.reading import Reading
from newel.web.coding.actions.note_looks import note_quotes_seen
from newel.web.synthesis.actions._recording import OvertakenError
from newel.web.synthesis.actions.move_theory import move_theory
from newel.web.synthesis.actions.reword_theory import reword_theory
from newel.web.synthesis.actions.write_theory import write_theory
from newel.web.synthesis.forms import read_move, read_theory, typed
from newel.web.synthesis.presenters import choices, history, sides
from newel.web.synthesis.queries.numbers import released_numbers
from newel.web.synthesis.queries.theories import all_balances, taken_back
from newel.web.synthesis.queries.things import Things
from newel.web.synthesis.views._door import OVERTAKEN, doer_of, done, seen_of, show, theory_page


@staff_page("write_theory")
def theories(request: HttpRequest) -> HttpResponse:
    """List every theory with how it stands."""
    return show(request, "theories", balances=all_balances(), here="theories")


@staff_page("write_theory")
def write(request: HttpRequest) -> HttpResponse:
    """Write a new theory; it begins as a draft."""
    if request.method != "POST":
        return show(request, "write", here="theories")
    read = Reading(request.POST.dict())
    words = read_theory(read, needs_reason=False)
    if read.faults:
        return show(request, "write", read=read, here="theories")
    theory = write_theory(by=doer_of(request), words=words)
    return done(request, "theory", theory.id, says="The theory is kept as a draft.")


@theory_page
def theory(request: HttpRequest, balance: Balance) -> HttpResponse:
    """Show a theory: its statement, what bears on it side by side, and its history."""
    numbers, things = released_numbers(), Things(request.user.get_username())
    linked = (*balance.supports, *balance.contradicts, *balance.qualifies)
    by = doer_of(request)
    note_quotes_seen(name=by.name, quotes=[each.thing for each in linked if each.kind == "quote"], now=by.now)
    return show(
        request,
        "theory",
        balance=balance,
        theory=balance.theory,
        sides=sides(balance, numbers, things),
        taken_back=taken_back(balance.theory.id),
        history=history(balance.theory),
        freeze=numbers.freeze,
        here="theories",
    )


@theory_page
def reword(request: HttpRequest, balance: Balance) -> HttpResponse:
    """Write the next version of a theory's words."""
    theory = balance.theory
    if request.method != "POST":
        return show(request, "reword", read=Reading(typed(theory)), theory=theory, here="theories")
    read = Reading(request.POST.dict())
    words = read_theory(read, needs_reason=theory.status != "draft")
    if not read.faults:
        try:
            reword_theory(by=doer_of(request), theory_id=theory.id, seen=seen_of(request), words=words)
            return done(request, "theory", theory.id, says="The new version is kept; the older one stays to be read.")
        except OvertakenError:
            read.faults["title"] = OVERTAKEN
    return show(request, "reword", read=read, theory=theory, here="theories")


@theory_page
def move(request: HttpRequest, balance: Balance) -> HttpResponse:
    """Move a theory to another status, or judge how strong its evidence is."""
    theory = balance.theory
    read = Reading(request.POST.dict() or {"status": theory.status, "strength": theory.strength})
    if request.method == "POST":
        chosen = read_move(read)
        if not read.faults:
            try:
                move_theory(by=doer_of(request), theory_id=theory.id, seen=seen_of(request), move=chosen)
                return done(request, "theory", theory.id, says=f"The theory is {chosen.status} now.")
            except OvertakenError:
                read.faults["status"] = OVERTAKEN
            except UnableToMove as problem:
                read.faults["status"] = str(problem)
    ways = choices((theory.status, *MOVES[theory.status]))
    context = {"balance": balance, "theory": theory, "statuses": ways, "strengths": choices(STRENGTHS)}
    return show(request, "move", read=read, here="theories", **context)
