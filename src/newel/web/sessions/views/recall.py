"""Recall: how many identifiers that were planted in this study's own texts the suggestions find."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.transcripts.redaction import WITHOUT_FINDER, name_finder
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import allowed, check
from newel.web.sessions.actions.measure_recall import Sample, measure_recall
from newel.web.sessions.presenters.recall import measure_rows
from newel.web.sessions.queries.measures import measures, texts_to_measure_on
from newel.web.sessions.views._door import name_of, show


@staff_page("see_sources")
def recall(request: HttpRequest) -> HttpResponse:
    """Show what was measured; measure again, where one may redact."""
    if request.method == "POST":
        check(request.user, "redact")
        return _measure(request)
    kept = measures()
    context: dict[str, Any] = {
        "rows": measure_rows(kept),
        "texts": len(texts_to_measure_on()),
        "may_measure": allowed(request.user, "redact"),
        "without_names_model": "" if name_finder() else WITHOUT_FINDER,
    }
    return show(request, "recall", **context)


def _measure(request: HttpRequest) -> HttpResponse:
    texts = texts_to_measure_on()
    if not texts:
        messages.warning(request, "There is no signed text to measure on yet.")
        return HttpResponseRedirect(reverse("sources:recall"))
    seed = len(measures()) // 2 + 1
    for roster_known in (False, True):
        sample = Sample(texts, seed, roster_known)
        measure_recall(actor=name_of(request), sample=sample, finder=name_finder(), now=clock.now())
    messages.success(request, f"Measured on {len(texts)} texts, without a roster and with one.")
    return HttpResponseRedirect(reverse("sources:recall"))
