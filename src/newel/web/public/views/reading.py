"""What everybody can read: the first page, the report and its files, and the study's own pages."""

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newel.publish import read_pages
from newel.web.public.publication import DOCUMENTS, shelf
from newel.web.study import current_study


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the study is and where its report is."""
    return render(request, "public/home.html", {"protocol": current_study().protocol, "shelf": shelf()})


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show the published report, or say that there is none yet."""
    decides = current_study().protocol.economics is not None  # then there is a page that works with its numbers
    return render(request, "public/report.html", {"shelf": shelf(), "decides": decides})


@require_safe
def report_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django calls it with the request
    """Return one file of the publication: a figure, a table, the PDF or the Word file."""
    shown = shelf().shown
    content = shown.file(name) if shown else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    if name in DOCUMENTS or name.endswith(".csv"):
        response["Content-Disposition"] = f'attachment; filename="{name.rpartition("/")[2]}"'
    return response


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the study's own pages."""
    found = read_pages(current_study().folder).get(name)
    if found is None:
        raise Http404
    return render(request, "public/page.html", {"page": found})
