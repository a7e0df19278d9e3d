"""Add a source: a file or a text, what it is, and what its people have agreed to."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from newel.protocol import Protocol
from newel.transcripts.redaction import name_finder
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import allowed, sites_of
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions.add_source import add_source
from newel.web.sessions.actions.suggest_redactions import suggest_redactions
from newel.web.sessions.forms.source import CONSENT_FIELDS, MEETINGS, read_consents, read_described, read_text
from newel.web.sessions.kinds import KINDS, QUOTES
from newel.web.sessions.queries.sources import source
from newel.web.sessions.views._door import go, name_of, show
from newel.web.study import current_study

_LARGEST = f"{settings.FILE_UPLOAD_MAX_MEMORY_SIZE / 1e6:.0f} MB"


@staff_page("add_source")
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a source; keep it, look for identifiers in it, and go to its desk."""
    if request.method != "POST":
        return _ask(request, Reading({"held_on": clock.today().isoformat()}))
    protocol, read, now = current_study().protocol, Reading(request.POST.dict()), clock.now()
    described = read_described(read, protocol, sites=sites_of(request.user), today=clock.today())
    consents = read_consents(read, protocol, described.kind)
    received, notes = read_text(read, _file(request, read))
    if read.faults:
        return _ask(request, read)
    received = replace(received, consents=consents)
    added = add_source(actor=name_of(request), described=described, received=received, now=now)
    found = suggest_redactions(actor=name_of(request), source_id=added.source_id, finder=name_finder(), now=now)
    for said in notes:
        messages.info(request, f"Please note: {said}.")
    row = source(request.user, added.source_id)
    assert row is not None  # noqa: S101 - for the types: its site is one of the person's own
    page = "desk" if allowed(request.user, "redact") else "source"
    return go(request, page, row, says=f"{row.title} is kept in the vault. {found} places wait for your decision.")


def _file(request: HttpRequest, read: Reading) -> tuple[str, bytes] | None:
    sent = request.FILES.get("file")
    if sent is not None:
        return sent.name or "", sent.read()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        read.faults["file"] = f"The file is larger than {_LARGEST}. Send the transcript without pictures or sound."
    return None


def _ask(request: HttpRequest, read: Reading) -> HttpResponse:
    protocol = current_study().protocol
    context: dict[str, Any] = {
        "kinds": KINDS.items(),
        "meetings": [KINDS[kind] for kind in MEETINGS],
        "sites": [protocol.site(site) for site in sites_of(request.user)],
        "waves": protocol.waves,
        "groups": protocol.groups,
        "consents": [
            {"field": field, "label": label, "value": read.fields.get(field, ""), "fault": read.faults.get(field, "")}
            for field, label in zip(CONSENT_FIELDS, _labels(protocol), strict=False)
        ],
        "largest": _LARGEST,
        "today": clock.today(),
    }
    return show(request, "add", read=read, **context)


def _labels(protocol: Protocol) -> list[str]:
    """Return what is asked about consent; not about quotes, where the study never asks people for them."""
    asked = ["Have they agreed that it is used in this study?"]
    return [*asked, "Have they agreed to be quoted?"] if QUOTES in protocol.consent.purposes else asked
