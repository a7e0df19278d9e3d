"""Memos: about the study, a source, a code or a coding; each with its kind, and one's own can be taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.web.accounts.doors import not_there, staff_page
from newel.web.coding.actions.write_memo import Thought, remove_memo, write_memo
from newel.web.coding.models.memo import KINDS
from newel.web.coding.presenters.memos import memo_cards
from newel.web.coding.queries.codings import coding_of
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.memos import codings_behind, memo_of, memos_standing
from newel.web.coding.texts import codable_sources
from newel.web.coding.views._door import Desk, answer, desk_page, doer, doer_with_ticket, name_of
from newel.web.coding.views._looking import shown_rows

LONGEST = 20_000


@require_POST
@desk_page
def write(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep a memo about a source, or about a coding on it."""
    words = request.POST.get("words", "").replace("\r\n", "\n").strip()
    kind = request.POST.get("kind", "analytic")
    if not words or len(words) > LONGEST or kind not in KINDS:
        says = "Write something first." if not words else f"A memo has at most {LONGEST} letters."
        return answer(request, says, back=f"{desk.address}#memos", status=422)
    coding = coding_of(desk.layer, desk.source.source_id, request.POST.get("coding", ""))
    about, about_id = ("coding", coding.key) if coding else ("source", desk.source.source_id)
    layer = desk.layer if about == "coding" or desk.layer.blind else None
    thought = Thought(kind, about, about_id, words, layer, desk.source.source_id)
    write_memo(by=doer_with_ticket(request), thought=thought)
    return answer(request, "Memo kept.", back=f"{desk.address}#memos")


@staff_page("code")
def memos(request: HttpRequest) -> HttpResponse:
    """Show every memo this person may read; write one about the study."""
    sight = sight_of(name_of(request))
    if request.method == "POST":
        words, kind = request.POST.get("words", "").strip(), request.POST.get("kind", "")
        if not words or kind not in KINDS:
            return answer(request, "Write something, and say what kind it is.", back=_page(), status=422)
        write_memo(by=doer(request), thought=Thought(kind, "study", "", words[:LONGEST]))
        return answer(request, "Memo kept.", back=_page())
    titles = {row.source_id: row.title for row in codable_sources(request.user)}
    kind = request.GET.get("kind", "")
    found = memos_standing(sight).filter(kind=kind) if kind in KINDS else memos_standing(sight)
    shown_rows(sight, codings_behind(found))
    context = {"memos": memo_cards(found, titles, name=sight.name), "kinds": KINDS, "kind": kind}
    return render(request, "coding/memos.html", context)


@require_POST
@staff_page("code")
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take one's own memo away."""
    memo = memo_of(sight_of(name_of(request)), key)
    if memo is None or memo.by != name_of(request):
        raise not_there(request, "memo")
    remove_memo(by=doer(request), memo=memo)
    return answer(request, "The memo is taken away.", back=_page())


def _page() -> str:
    return reverse("coding:memos")
