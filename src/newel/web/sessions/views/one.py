"""One source: what it is, what its people agreed to, its versions, and its text where it may be read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from newel.web import clock
from newel.web.accounts.permissions import allowed
from newel.web.sessions.dividing import units_in
from newel.web.sessions.kinds import KINDS, PURPOSE_NAMES
from newel.web.sessions.presenters.board import board_rows, consent_rows
from newel.web.sessions.presenters.texts import blocks
from newel.web.sessions.queries.desks import desk_of
from newel.web.sessions.queries.history import consent_words, versions_of
from newel.web.sessions.queries.sources import SourceRow, text_of_version
from newel.web.sessions.views._door import show, source_page
from newel.web.study import current_study


@source_page()
def one(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Show how a source stands."""
    protocol, desk = current_study().protocol, desk_of(row.source_id)
    context: dict[str, Any] = {
        "told": board_rows(protocol, [row])[0],
        "kind": KINDS[row.kind],
        "desk": desk,
        "handed_to_other": bool(desk and desk.handed_at and name_is_free(request, desk.deciders)),
        "versions": versions_of(row.source_id),
        "words_said": consent_words(row.source_id, PURPOSE_NAMES),
        "purposes": consent_rows(protocol, row, PURPOSE_NAMES),
        "may_redact": allowed(request.user, "redact"),
        "may_add": allowed(request.user, "add_source"),
        "today": clock.today(),
    }
    return show(request, "source", row=row, **context)


@source_page()
def text(request: HttpRequest, row: SourceRow, number: int) -> HttpResponse:
    """Show a signed text, the newest or an earlier one, to read and to print."""
    version = text_of_version(row.source_id, number) if row.may_be_coded else None
    if version is None:
        raise Http404
    context: dict[str, Any] = {
        "version": version,
        "blocks": blocks(version.text, units_in(row.kind, version.text)),
        "told": board_rows(current_study().protocol, [row])[0],
    }
    return show(request, "text", row=row, **context)


def name_is_free(request: HttpRequest, deciders: frozenset[str]) -> bool:
    """Whether whoever is signed in has decided nothing in a round, and so can be its second reader."""
    return request.user.get_username() not in deciders
