"""Write down what the people of a source say now about its use."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from newel.web import clock
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions.record_consent import record_consent
from newel.web.sessions.forms.source import LONGEST_AGO
from newel.web.sessions.kinds import PURPOSE_NAMES
from newel.web.sessions.presenters.board import consent_rows
from newel.web.sessions.queries.sources import SourceRow
from newel.web.sessions.views._door import go, name_of, source_page
from newel.web.study import current_study

STATES = {"given": "agreed", "refused": "refused", "withdrawn": "taken back"}


@require_POST
@source_page("add_source")
def consent(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Keep one word on one purpose."""
    read = Reading(request.POST.dict())
    known = dict(consent_rows(current_study().protocol, row, PURPOSE_NAMES))
    purpose = read.choice("purpose", known, says="Choose what it is about.")
    state = read.choice("state", STATES, says="Choose what they said.")
    said_on = read.day("said_on", since=clock.today() - LONGEST_AGO, until=clock.today())
    if read.faults:
        messages.warning(request, f"Nothing was kept. {' '.join(read.faults.values())}")
        return go(request, "source", row)
    said = {purpose: state}
    gone = record_consent(actor=name_of(request), source_id=row.source_id, said=said, said_on=said_on, now=clock.now())
    says = f"It is kept: {known[purpose]} was {STATES[state]}. It counts from now on. {gone}"
    return go(request, "source", row, says=says.strip())
