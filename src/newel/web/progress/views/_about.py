"""One month of one return at one site, as an address names it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from newel.importers.returns import ReturnDefinition
from newel.protocol import Site
from newel.web import clock
from newel.web.accounts.doors import site_of
from newel.web.returns.definition import asked_return, study_returns
from newel.web.returns.queries.standing import SiteMonth, standing
from newel.web.returns.subjects import Subject
from newel.web.study import current_study


@dataclass(frozen=True)
class About:
    """What a page of one month is about."""

    site: Site
    definition: ReturnDefinition
    month: SiteMonth

    @property
    def subject(self) -> Subject:
        """The same, as queries and chasers name it."""
        return Subject(self.definition.kind, self.site.id, self.month.month)


def about_of(request: HttpRequest, site_id: str, *, name: str, month_id: str) -> About:
    """Return what the address names. Raises Http404 for another's site, and for what is not or not yet expected."""
    site, definition = site_of(request, site_id), asked_return(name)
    months = standing(current_study().protocol, [site.id], clock.today())[definition.name][site.id]
    for month in months:
        if month.month == month_id:
            return About(site, definition, month)
    raise Http404


def to_month(subject: Subject) -> HttpResponseRedirect:
    """Return the way to the page of a month; to the board where the study does not ask for this return any more."""
    names = {definition.kind: definition.name for definition in study_returns().values()}
    if subject.kind not in names:
        return HttpResponseRedirect(reverse("progress:board"))
    return HttpResponseRedirect(reverse("progress:month", args=[subject.site_id, names[subject.kind], subject.month]))
