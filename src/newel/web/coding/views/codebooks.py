"""Codebooks: start one, read it, add and change codes, take the last change back, and lay two versions side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.coding import Codebook, differences
from newel.faults import Refused
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import allowed
from newel.web.coding.actions._recording import NothingToUndoError, OvertakenError, Where
from newel.web.coding.actions.change_codebook import change_codebook
from newel.web.coding.actions.start_codebook import NameTakenError, start_codebook
from newel.web.coding.actions.undo import undo
from newel.web.coding.forms.codebook import UnreadableError, added, new_id
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.models import CodebookVersion
from newel.web.coding.presenters.differences import difference_rows
from newel.web.coding.presenters.tree import tree
from newel.web.coding.queries.codebooks import codebook_at, codebook_now, codebooks, ids_everywhere, kept, versions_of
from newel.web.coding.queries.codings import counts_by_code, number_in
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.shelf import shelf
from newel.web.coding.queries.splits import split_codes
from newel.web.coding.views._door import answer, doer, name_of

_OVERTAKEN = "Nothing was changed: somebody else changed the codebook meanwhile. Look at it again."


@staff_page("code")
def every(request: HttpRequest) -> HttpResponse:
    """Show the codebooks, and what another can be started from."""
    context = {
        "codebooks": [{"kept": each, "now": codebook_now(each.pk)} for each in codebooks()],
        "shelf": shelf(),
        "may_edit": allowed(request.user, "edit_codebook"),
    }
    return render(request, "coding/codebooks.html", context)


@require_POST
@staff_page("edit_codebook")
def start(request: HttpRequest) -> HttpResponse:
    """Start a codebook: field shelf (a key of the shelf), or title for an empty one."""
    on_shelf = next((each for each in shelf() if each.key == request.POST.get("shelf")), None)
    title = " ".join(request.POST.get("title", "").split())[:200]
    if on_shelf is None and not title:
        return answer(request, "Give the codebook a title.", back=reverse("coding:codebooks"), status=422)
    identifiers = {each.pk for each in codebooks()}
    book = on_shelf.codebook if on_shelf else Codebook(new_id(title, identifiers).replace("_", "-"), title)
    try:
        made = start_codebook(by=doer(request), codebook=book, origin=on_shelf.key if on_shelf else "")
    except NameTakenError:
        return answer(request, "This codebook is here already.", back=reverse("coding:codebooks"), status=409)
    return answer(request, "The codebook is started.", back=_page(made.pk))


@staff_page("code")
def one(request: HttpRequest, codebook_id: str) -> HttpResponse:
    """Show a codebook as it stands, with all rules."""
    row, book = _kept(codebook_id), codebook_now(codebook_id)
    sight = sight_of(name_of(request))
    rows = tree(book, counts=counts_by_code(sight, codebook_id), retired=True)
    context: dict[str, Any] = {
        "kept": row,
        "codebook": book,
        "rows": [each for each in rows if not each.retired],
        "retired": [each for each in rows if each.retired],
        "versions": versions_of(codebook_id)[:5],
        "may_edit": allowed(request.user, "edit_codebook"),
        "to_sort": split_codes(sight, book),
        "blind": codebook_id in sight.blind_in,
    }
    return render(request, "coding/codebook.html", context)


@require_POST
@staff_page("edit_codebook")
def add(request: HttpRequest, codebook_id: str) -> HttpResponse:
    """Add a code: fields name, parent, definition, seen (the version the page showed)."""
    _kept(codebook_id)
    try:
        change = added(codebook_now(codebook_id), request.POST.dict(), taken=ids_everywhere())
        change_codebook(by=doer(request), codebook_id=codebook_id, seen=seen(request), change=change)
    except (Refused, UnreadableError) as refused:
        return answer(request, in_words(refused), back=_page(codebook_id), status=422)
    except OvertakenError:
        return answer(request, _OVERTAKEN, back=_page(codebook_id), status=409)
    return answer(request, change.words, back=_page(codebook_id))


@require_POST
@staff_page("edit_codebook")
def undo_last(request: HttpRequest, codebook_id: str) -> HttpResponse:
    """Take one's own last change of the codebook back, and with it what became of the codings."""
    try:
        undo(by=doer(request), where=Where(codebook=_kept(codebook_id)))
    except NothingToUndoError:
        says, status = "There is no change of yours to take back.", 404
    except OvertakenError:
        says, status = "It cannot be taken back: somebody has changed the codebook since.", 409
    else:
        says, status = "Your last change is taken back.", 200
    return answer(request, says, back=_page(codebook_id), status=status)


@staff_page("code")
def versions(request: HttpRequest, codebook_id: str) -> HttpResponse:
    """Show the history, and how two versions differ: `?from=1&to=4`."""
    row, every_version = _kept(codebook_id), versions_of(codebook_id)
    newest = every_version[0].number
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    chosen = [number_in(number) or 0 for number in numbers]
    before, after = chosen[0] or max(1, newest - 1), chosen[1] or newest
    try:
        books = codebook_at(codebook_id, before), codebook_at(codebook_id, after)
    except CodebookVersion.DoesNotExist as error:
        raise Http404 from error
    context = {
        "kept": row,
        "versions": every_version,
        "before": before,
        "after": after,
        "differences": difference_rows(differences(*books), *books),
    }
    return render(request, "coding/versions.html", context)


def seen(request: HttpRequest) -> int:
    """Return the version of the codebook that the page showed."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0


def in_words(refused: Refused | UnreadableError) -> str:
    """Return why a change was refused, for a message above the page."""
    if isinstance(refused, UnreadableError):
        return str(refused)
    fault = refused.faults[0]
    return f"Nothing was changed. Found {fault.found}; expected {fault.expected}. {fault.remedy}"


def _kept(codebook_id: str) -> Kept:
    row = kept(codebook_id)
    if row is None:
        raise Http404
    return row


def _page(codebook_id: str) -> str:
    return reverse("coding:codebook", args=[codebook_id])
