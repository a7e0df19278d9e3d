"""The queries that wait for somebody: a site answers its own, the evaluation lead closes what is settled."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from newel.importers.returns import ReturnDefinition
from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.progress.presenters import named_queries
from newel.web.progress.views._about import to_month
from newel.web.returns.actions.answer_query import answer_query
from newel.web.returns.actions.close_query import close_query
from newel.web.returns.definition import study_returns
from newel.web.returns.queries.open_queries import Asked, answered, query_with, unanswered
from newel.web.returns.query_words import LONGEST, fault_of
from newel.web.study import current_study


@staff_page("see_progress")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show every open query of the sites this person may see."""
    return _page(request)


@staff_page("answer_query")
@require_POST
def answer(request: HttpRequest, query_id: int) -> HttpResponse:
    """Take a site's answer to a query about its own return."""
    query, words = _query(request, query_id), request.POST.get("words", "")
    if fault := fault_of(words):
        return _page(request, fault=fault, at=query.id, words=words)
    kept = answer_query(actor=_name(request), query_id=query.id, answer=words.strip(), now=clock.now())
    if kept:
        messages.success(request, "Your answer is kept. Thank you.")
    else:
        messages.warning(request, "This question was answered or closed meanwhile. Nothing changed.")
    return to_month(query.about)


@staff_page("chase")
@require_POST
def close(request: HttpRequest, query_id: int) -> HttpResponse:
    """Close a query for good."""
    query = _query(request, query_id)
    if close_query(actor=_name(request), query_id=query.id, now=clock.now()):
        messages.success(request, "The question is closed.")
    else:
        messages.warning(request, "It was closed before. Nothing changed.")
    return to_month(query.about)


def _page(request: HttpRequest, *, fault: str = "", at: int = 0, words: str = "") -> HttpResponse:
    sites, protocol = sites_of(request.user), current_study().protocol
    definitions: dict[str, ReturnDefinition] = {found.kind: found for found in study_returns().values()}
    context = {
        "unanswered": named_queries(protocol, definitions, unanswered(sites)),
        "answered": named_queries(protocol, definitions, answered(sites)),
        "fault": fault,
        "at": at,
        "words": words,
        "longest": LONGEST,
    }
    return render(request, "progress/queries.html", context, status=422 if fault else 200)


def _query(request: HttpRequest, query_id: int) -> Asked:
    """Return a query about a site this person may see. Another's is not there."""
    query = query_with(query_id)
    if query is None:
        raise Http404
    site_of(request, query.about.site_id)
    return query


def _name(request: HttpRequest) -> str:
    return str(request.user.get_username())
