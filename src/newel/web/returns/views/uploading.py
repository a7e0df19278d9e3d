"""Send a return: the months that are waited for, and a file that is taken whole or not at all."""

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.importers.returns import ReturnDefinition
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.actions.accept_return import OvertakenError, accept_return
from newel.web.returns.actions.note_file import note_file
from newel.web.returns.checking import Checked, check_file
from newel.web.returns.comparing import Comparison, compare
from newel.web.returns.definition import monthly_return
from newel.web.returns.parcels import Waiting, seal
from newel.web.returns.presenters import corrected_months, fault_rows, months_words, site_standings
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study

_LARGEST = f"{settings.FILE_UPLOAD_MAX_MEMORY_SIZE / 1e6:.0f} MB"


@staff_page("send_return")
def upload(request: HttpRequest) -> HttpResponse:
    """Show the months of the sender's sites; take in a file."""
    definition = monthly_return()
    if request.method != "POST" or definition is None:
        return _months_page(request, definition)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _months_page(request, definition, fault=_why_no_file(request))
    checked = check_file(definition, file.name or "", file.read(), site_ids=sites_of(request.user), today=clock.today())
    if checked.faults:
        return _refused_page(request, checked)
    return follow(request, definition, compare(checked.figures), notes=checked.notes)


def follow(
    request: HttpRequest, definition: ReturnDefinition, comparison: Comparison, *, notes: tuple[str, ...] = ()
) -> HttpResponse:
    """Do what a file without faults asks for: keep new months, ask about corrections, say what we have already."""
    if comparison.corrections:
        return ask_page(request, definition, comparison, notes=notes)
    for note in notes:
        messages.info(request, f"Please note: {note}.")
    _tell_repeated(request, comparison)
    if not comparison.new:
        note_file(
            actor=_name(request),
            outcome="repeat",
            thing="return",
            body={"months": len(comparison.repeated)},
            now=clock.now(),
        )
        return HttpResponseRedirect(reverse("returns:upload"))
    return keep(request, definition, Waiting(comparison.acceptable, comparison.seen))


def keep(request: HttpRequest, definition: ReturnDefinition, waiting: Waiting) -> HttpResponse:
    """Accept the figures; where another file was faster, show how things stand now and ask again."""
    try:
        versions = accept_return(
            actor=_name(request), figures=waiting.figures, seen=waiting.seen, now=clock.now(), today=clock.today()
        )
    except OvertakenError:
        note_file(actor=_name(request), outcome="overtake", thing="return", body={}, now=clock.now())
        messages.warning(request, "While you were sending, another file for the same month was accepted.")
        return follow(request, definition, compare(waiting.figures))
    corrected = [row for row in waiting.figures if versions[row.key] > 1]
    new = [row for row in waiting.figures if versions[row.key] == 1]
    if new:
        messages.success(request, f"We have your return for {months_words(new)}. Thank you.")
    if corrected:
        messages.success(
            request, f"Your correction for {months_words(corrected)} is kept. The earlier version stays on record."
        )
    return HttpResponseRedirect(reverse("returns:upload"))


def ask_page(
    request: HttpRequest, definition: ReturnDefinition, comparison: Comparison, *, notes: tuple[str, ...] = ()
) -> HttpResponse:
    """Show what would change, and keep nothing until the sender says yes."""
    note_file(
        actor=_name(request),
        outcome="ask",
        thing="return",
        body={"months": len(comparison.corrections)},
        now=clock.now(),
    )
    names = {site.id: site.pseudonym for site in current_study().protocol.sites}
    context = {
        "months": corrected_months(definition, comparison, names),
        "new": months_words(comparison.new),
        "notes": notes,
        "parcel": Waiting(comparison.acceptable, comparison.seen).sealed(_name(request)),
    }
    return render(request, "returns/confirm.html", context)


def _months_page(request: HttpRequest, definition: ReturnDefinition | None, *, fault: str = "") -> HttpResponse:
    protocol = current_study().protocol
    sites = sites_of(request.user)
    months = standing(protocol, sites, clock.today())
    context = {
        "definition": definition,
        "standings": site_standings([protocol.site(site) for site in sites], months),
        "fault": fault,
        "largest": _LARGEST,
    }
    return render(request, "returns/months.html", context, status=422 if fault else 200)


def _refused_page(request: HttpRequest, checked: Checked) -> HttpResponse:
    codes = sorted({fault.code for fault in checked.faults})
    note_file(
        actor=_name(request),
        outcome="refuse",
        thing="return",
        body={"faults": len(checked.faults), "codes": codes},
        now=clock.now(),
    )
    rows = fault_rows(checked.faults)
    context = {
        "rows": rows,
        "more": len(checked.faults) - len(rows),
        "notes": checked.notes,
        "parcel": seal("faults", _name(request), rows),
    }
    return render(request, "returns/refused.html", context, status=422)


def _tell_repeated(request: HttpRequest, comparison: Comparison) -> None:
    for figures, received_on in comparison.repeated:
        month = months_words([figures])
        messages.info(request, f"You have sent {month} already, on {received_on:%-d %B %Y}. Nothing changed.")


def _why_no_file(request: HttpRequest) -> str:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if sent.isdecimal() and int(sent) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return f"The file is larger than {_LARGEST}. A return is much smaller: check that it is the right file."
    return "Choose a file first, then send it."


def _name(request: HttpRequest) -> str:
    return str(request.user.get_username())
