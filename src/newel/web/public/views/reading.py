"""What everybody can read: the first page, the report and its files, and the study's own pages."""

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newel.web.public.publication import current_publication
from newel.web.public.site_pages import site_page
from newel.web.study import current_study

_DOCUMENTS = {"report.pdf": "Download as PDF", "report.docx": "Download as a Word file"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the study is and where its report is."""
    context = {"protocol": current_study().protocol, "publication": current_publication()}
    return render(request, "public/home.html", context)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show the published report, or say that there is none yet."""
    publication = current_publication()
    documents = [(name, words) for name, words in _DOCUMENTS.items() if publication and name in publication.files]
    return render(request, "public/report.html", {"publication": publication, "documents": documents})


@require_safe
def report_file(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001 - Django calls it with the request
    """Return one file of the publication: a figure, a table, the PDF or the Word file."""
    publication = current_publication()
    path = publication.files.get(name) if publication else None
    if path is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    shown_in_page = kind == "image/svg+xml"
    return FileResponse(path.open("rb"), content_type=kind, filename=path.name, as_attachment=not shown_in_page)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the study's own pages."""
    found = site_page(name)
    if found is None:
        raise Http404
    return render(request, "public/page.html", {"page": found})
