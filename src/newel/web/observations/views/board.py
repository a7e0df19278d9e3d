"""The board: every observed meeting, and what is to be done next."""

from django.http import HttpRequest, HttpResponse

from newel.protocol import Protocol
from newel.web.accounts.doors import staff_page
from newel.web.observations.queries.meetings import Standing, meetings_for
from newel.web.observations.views._door import name_of, show
from newel.web.study import current_study

KINDS = {
    "handover": "Handover",
    "formulation": "Formulation meeting",
    "reflective": "Reflective practice",
    "multi_agency": "Multi-agency meeting",
}
STATES = {
    "observed": "Being observed",
    "one_sheet": "One sheet closed",
    "to_settle": "To settle",
    "settled": "Settled",
}


@staff_page("observe")
def board(request: HttpRequest) -> HttpResponse:
    """Show all meetings, the latest first."""
    protocol = current_study().protocol
    found = meetings_for(request.user, name_of(request))
    rows = [_told(protocol, each) for each in found]
    return show(request, "board", rows=rows, planned=protocol.observing is not None)


def _told(protocol: Protocol, found: Standing) -> dict[str, object]:
    meeting = found.meeting
    waves = {wave.id: wave.label for wave in protocol.waves}
    return {
        "id": meeting.observation_id,
        "kind": KINDS.get(meeting.kind, meeting.kind),
        "held_on": meeting.held_on,
        "site": protocol.site(meeting.site_id).pseudonym,
        "wave": waves.get(meeting.wave, meeting.wave),
        "state": found.state,
        "state_name": STATES[found.state],
        "own": "closed" if found.own and found.own.closed_at else "open" if found.own else "",
    }
