"""One code: its rules, and what can be done with it. What cannot be seen at a glance asks before it is done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from newel.coding import Change, Code, Codebook
from newel.faults import Refused
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import allowed
from newel.web.coding.actions._recording import LayerLockedError, OvertakenError
from newel.web.coding.actions.change_codebook import change_codebook
from newel.web.coding.actions.sort_coding import sort_coding
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.forms.codebook import CONFIRMED, DESCRIBED, UnreadableError, changed
from newel.web.coding.presenters.quoting import quoted
from newel.web.coding.presenters.tree import tree
from newel.web.coding.queries.codebooks import codebook_now, ids_everywhere, kept
from newel.web.coding.queries.codings import counts_by_code
from newel.web.coding.queries.layers import all_layers, closed_rounds, sight_of
from newel.web.coding.queries.memos import memos_about
from newel.web.coding.queries.splits import codings_to_sort, parts_of
from newel.web.coding.texts import codable_sources
from newel.web.coding.views._door import answer, doer, name_of
from newel.web.coding.views._looking import shown_rows
from newel.web.coding.views.codebooks import in_words, seen

_OVERTAKEN = "Nothing was changed: somebody else changed the codebook meanwhile. Look at it again."


@staff_page("code")
def code(request: HttpRequest, codebook_id: str, code_id: str) -> HttpResponse:
    """Show a code with its forms; do what a form asks, after a second look where it is not easily seen."""
    book, found = _found(codebook_id, code_id)
    if request.method != "POST":
        return _page(request, book, found)
    if not allowed(request.user, "edit_codebook"):
        raise Http404
    if request.POST.get("act") == "memo":
        return _memo(request, codebook_id, code_id)
    return _change(request, book, found)


def _change(request: HttpRequest, book: Codebook, found: Code) -> HttpResponse:
    back = _address(book.id, found.id)
    try:
        change = changed(book, found.id, request.POST.dict(), taken=ids_everywhere())
        if request.POST.get("act") in CONFIRMED and request.POST.get("sure") != "yes":
            return _ask(request, book, found, change=change)
        change_codebook(by=doer(request), codebook_id=book.id, seen=seen(request), change=change)
    except (Refused, UnreadableError) as refused:
        return answer(request, in_words(refused), back=back, status=422)
    except OvertakenError:
        return answer(request, _OVERTAKEN, back=back, status=409)
    return answer(request, f"{change.words} Undo takes it back.", back=reverse("coding:codebook", args=[book.id]))


@staff_page("edit_codebook")
def sort(request: HttpRequest, codebook_id: str, code_id: str) -> HttpResponse:
    """Show one's own codings of a split code; say to which part each goes."""
    book, found = _found(codebook_id, code_id)
    parts = [book.code(part) for part in parts_of(codebook_id, code_id) if part in book.by_id]
    sight = sight_of(name_of(request))
    codings = codings_to_sort(sight, codebook_id, code_id)
    shown_rows(sight, codings)
    if request.method == "POST":
        coding = next((each for each in codings if each.key == request.POST.get("coding")), None)
        part = next((each for each in parts if each.id == request.POST.get("part")), None)
        back = reverse("coding:sort", args=[codebook_id, code_id])
        if coding is None or part is None:
            return answer(request, "Choose a part.", back=back, status=422)
        try:
            sort_coding(by=doer(request), coding=coding, code=part.id)
        except LayerLockedError:
            return answer(request, "Nothing was changed: this layer is locked.", back=back, status=409)
        return answer(request, f"It goes to {part.name}.", back=back)
    rows = quoted(codings, codable_sources(request.user))
    context = {"codebook": book, "code": found, "parts": parts, "rows": rows}
    return render(request, "coding/sort.html", context)


def _found(codebook_id: str, code_id: str) -> tuple[Codebook, Code]:
    if kept(codebook_id) is None:
        raise Http404
    book = codebook_now(codebook_id)
    if code_id not in book.by_id:
        raise Http404
    return book, book.code(code_id)


def _page(request: HttpRequest, book: Codebook, found: Code) -> HttpResponse:
    sight = sight_of(name_of(request))
    rows = tree(book, counts=counts_by_code(sight, book.id))
    below = book.under(found.id)
    context: dict[str, Any] = {
        "codebook": book,
        "code": found,
        "path": book.path_name(found.id),
        "row": next((row for row in rows if row.id == found.id), None),
        "parents": [row for row in rows if row.id not in below],
        "others": [row for row in rows if row.id != found.id],
        "described": [(name, _LABELS[name], getattr(found, name)) for name in DESCRIBED],
        "memos": memos_about(sight, "code", f"{book.id}/{found.id}"),
        "may_edit": allowed(request.user, "edit_codebook"),
    }
    return render(request, "coding/code.html", context)


def _ask(request: HttpRequest, book: Codebook, found: Code, *, change: Change) -> HttpResponse:
    """Ask before a merge, a split or a retirement. What is counted is only what may be seen."""
    sight = sight_of(name_of(request))
    closed = any(codebook == book.id for codebook, _ in closed_rounds(all_layers()))
    context = {
        "codebook": book,
        "code": found,
        "change": change,
        "fields": {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "sure")},
        "count": counts_by_code(sight, book.id).get(found.id, 0),
        "blind": closed,
        "act": request.POST.get("act"),
    }
    return render(request, "coding/sure.html", context)


def _memo(request: HttpRequest, codebook_id: str, code_id: str) -> HttpResponse:
    words = request.POST.get("words", "").strip()[:20_000]
    if not words:
        return answer(request, "Write something first.", back=_address(codebook_id, code_id), status=422)
    write_memo(by=doer(request), thought=Thought("code", "code", f"{codebook_id}/{code_id}", words))
    return answer(request, "Memo kept.", back=_address(codebook_id, code_id))


def _address(codebook_id: str, code_id: str) -> str:
    return reverse("coding:code", args=[codebook_id, code_id])


_LABELS = {
    "definition": "What it means",
    "include": "What belongs to it",
    "exclude": "What does not, and where that belongs",
    "example": "A made-up example",
    "reference": "Where it comes from",
}
