"""For staff: read what a young person said in their own words, and sit down with them to fill in their page."""

from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime

from newel.web import clock
from newel.web.care.actions.begin_sitting import begin_sitting
from newel.web.care.actions.mark_words_read import mark_words_read
from newel.web.care.presenters.pathway import own_words
from newel.web.care.queries.pathways import Pathway
from newel.web.care.study_words import wording
from newel.web.care.views._door import done, name_of, pathway_page, show
from newel.web.care.views.saying import first_page
from newel.web.study import current_study


@pathway_page(after_stay=True)
def words(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show the words; take note that they were read."""
    if request.method == "POST":
        mark_words_read(
            actor=name_of(request),
            admission=pathway.admission,
            shown_at=_shown_at(request, clock.now()),
            now=clock.now(),
        )
        return done(request, "words", pathway, says="Thank you. The board does not ask for these words any more.")
    rows = own_words(current_study().protocol, wording(), pathway)
    context: dict[str, Any] = {"rows": rows, "unread": pathway.unread, "shown_at": clock.now().isoformat()}
    return show(request, "words", pathway, **context)


@pathway_page()
def hand_over(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Explain the sitting; begin it, sign the member of staff out, and show the young person's first page."""
    if request.method != "POST":
        return show(request, "hand_over", pathway)
    sitting = begin_sitting(actor=name_of(request), admission=pathway.admission, now=clock.now())
    logout(request)  # whoever holds the tablet now must not reach the pages of staff
    return first_page(request, sitting)


def _shown_at(request: HttpRequest, now: datetime) -> datetime:
    """Return when the page of words was made; a moment that cannot be read, or is to come, is now."""
    try:
        shown = parse_datetime(request.POST.get("shown_at", ""))
    except ValueError:
        shown = None
    return min(shown, now) if shown and shown.tzinfo else now
