"""One month of one return: its versions, its chasers, and what the evaluation team asked about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.progress.presenters import RECIPIENTS
from newel.web.progress.views._about import About, about_of, to_month
from newel.web.returns.actions.ask_query import ask_query
from newel.web.returns.queries.chasers import sent_chasers
from newel.web.returns.queries.open_queries import queries_about
from newel.web.returns.queries.versions import versions_of
from newel.web.returns.query_words import LONGEST, fault_of


@staff_page("see_progress")
def month(request: HttpRequest, *, site_id: str, name: str, month_id: str) -> HttpResponse:
    """Show the month."""
    return _page(request, about_of(request, site_id, name=name, month_id=month_id))


@staff_page("chase")
@require_POST
def ask(request: HttpRequest, *, site_id: str, name: str, month_id: str) -> HttpResponse:
    """Take a question of the evaluation lead about the month."""
    about = about_of(request, site_id, name=name, month_id=month_id)
    question = request.POST.get("words", "")
    if fault := fault_of(question):
        return _page(request, about, fault=fault, words=question)
    ask_query(actor=request.user.get_username(), about=about.subject, question=question.strip(), now=clock.now())
    messages.success(request, "Your question is here for the site to answer. It was not sent by e-mail.")
    return to_month(about.subject)


def _page(request: HttpRequest, about: About, *, fault: str = "", words: str = "") -> HttpResponse:
    context = {
        "site": about.site,
        "definition": about.definition,
        "month": about.month,
        "versions": versions_of(about.subject),
        "chasers": [
            (sent.days_late, RECIPIENTS[sent.to], sent.sent_on)
            for sent in sent_chasers([about.site.id]).get(about.subject, ())
        ],
        "queries": queries_about(about.subject),
        "fault": fault,
        "words": words,
        "longest": LONGEST,
    }
    return render(request, "progress/month.html", context, status=422 if fault else 200)
