"""Send a return: the months that are waited for, and a file that is taken whole or not at all."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.importers.returns import CellFault, ReturnDefinition, check_file
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.actions.accept_return import OvertakenError, accept_return
from newel.web.returns.comparing import Comparison, compare
from newel.web.returns.contexts import context_of
from newel.web.returns.definition import EVENTS, NOTHING, asked_return
from newel.web.returns.figures import by_month
from newel.web.returns.parcels import Waiting
from newel.web.returns.presenters import corrected_months, fault_rows, months_words, open_places, site_standings
from newel.web.returns.queries.standing import standing
from newel.web.returns.typed import can_be_typed
from newel.web.returns.views._answering import name_of, note, uploaded
from newel.web.returns.views.refusing import refused_page
from newel.web.study import current_study

_LARGEST = f"{settings.FILE_UPLOAD_MAX_MEMORY_SIZE / 1e6:.0f} MB"


@staff_page("send_return")
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Show the months of the sender's sites; take in a file."""
    definition = asked_return(name)
    if request.method != "POST":
        return months_page(request, definition)
    file = uploaded(request)
    if file is None:
        return months_page(request, definition, fault=_why_no_file(request))
    context = context_of(definition, sites_of(request.user), clock.today())
    checked = check_file(definition, file.name, file.content, context=context)
    if checked.faults:
        return refused_page(request, definition, checked)
    for said in checked.notes:
        messages.info(request, f"Please note: {said}.")
    figures = by_month(definition.kind, checked.frame.iter_rows(named=True))
    return follow(request, definition, compare(definition.kind, figures), warnings=checked.warnings)


def follow(
    request: HttpRequest, definition: ReturnDefinition, comparison: Comparison, *, warnings: tuple[CellFault, ...] = ()
) -> HttpResponse:
    """Do what a file without faults asks for: keep new months, ask about doubts, say what we have already."""
    _tell_repeated(request, comparison)
    if not comparison.acceptable:
        note(request, "repeat", {"kind": definition.kind, "months": len(comparison.repeated)})
        return HttpResponseRedirect(reverse("returns:upload", args=[definition.name]))
    if comparison.corrections or warnings:
        return ask_page(request, definition, comparison, warnings=warnings)
    return keep(request, definition, Waiting(comparison.acceptable, comparison.seen))


def keep(request: HttpRequest, definition: ReturnDefinition, waiting: Waiting) -> HttpResponse:
    """Accept the figures; where another file was faster, show how things stand now and ask again."""
    try:
        versions = accept_return(
            actor=name_of(request), kind=definition.kind, waiting=waiting, now=clock.now(), today=clock.today()
        )
    except OvertakenError:
        note(request, "overtake", {"kind": definition.kind})
        messages.warning(request, "While you were sending, another file for the same month was accepted.")
        return follow(request, definition, compare(definition.kind, waiting.figures))
    corrected = [row for row in waiting.figures if versions[row.key] > 1]
    new = [row for row in waiting.figures if versions[row.key] == 1]
    if new:
        messages.success(request, f"We have your return for {months_words(new)}. Thank you.")
    if corrected:
        messages.success(
            request, f"Your correction for {months_words(corrected)} is kept. The earlier version stays on record."
        )
    return HttpResponseRedirect(reverse("returns:upload", args=[definition.name]))


def ask_page(
    request: HttpRequest, definition: ReturnDefinition, comparison: Comparison, *, warnings: tuple[CellFault, ...] = ()
) -> HttpResponse:
    """Show what would change and what is in doubt, and keep nothing until the sender says yes."""
    codes = sorted({warning.code for warning in warnings})
    said = {"kind": definition.kind, "months": len(comparison.corrections), "warnings": codes}
    note(request, "ask", said)
    names = {site.id: site.pseudonym for site in current_study().protocol.sites}
    context = {
        "definition": definition,
        "months": corrected_months(definition, comparison, names),
        "new": months_words(comparison.new),
        "warnings": fault_rows(warnings),
        "parcel": Waiting(comparison.acceptable, comparison.seen).sealed(definition.kind, name_of(request)),
    }
    return render(request, "returns/confirm.html", context)


def months_page(request: HttpRequest, definition: ReturnDefinition, *, fault: str = "") -> HttpResponse:
    """Show the months of one return, and the form that takes a file."""
    protocol = current_study().protocol
    sites, today = [protocol.site(site) for site in sites_of(request.user)], clock.today()
    months = standing(protocol, [site.id for site in sites], today)[definition.name]
    places = open_places(sites, months, today)
    context = {
        "definition": definition,
        "standings": site_standings(sites, months),
        "places": places if definition.kind in EVENTS else None,
        "nothing": NOTHING.get(definition.kind, "nothing happened"),
        "to_type": places if can_be_typed(definition) else (),
        "fault": fault,
        "largest": _LARGEST,
    }
    return render(request, "returns/months.html", context, status=422 if fault else 200)


def _tell_repeated(request: HttpRequest, comparison: Comparison) -> None:
    for figures, received_on in comparison.repeated:
        month = months_words([figures])
        messages.info(request, f"You have sent {month} already, on {received_on:%-d %B %Y}. Nothing changed.")


def _why_no_file(request: HttpRequest) -> str:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if sent.isdecimal() and int(sent) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return f"The file is larger than {_LARGEST}. A return is much smaller: check that it is the right file."
    return "Choose a file first, then send it."
