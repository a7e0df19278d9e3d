"""What a sender downloads to fill in: the blank return of their sites."""

from django.http import HttpRequest, HttpResponse

from newel.importers.returns import template
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.contexts import context_of
from newel.web.returns.definition import asked_return
from newel.web.returns.views._answering import XLSX, a_file


@staff_page("send_return")
def blank(request: HttpRequest, name: str) -> HttpResponse:
    """Return the blank workbook for the open months of the sender's sites."""
    definition = asked_return(name)
    context = context_of(definition, sites_of(request.user), clock.today())
    return a_file(request, template(definition, context), f"{definition.name}-return.xlsx", type_=XLSX)
