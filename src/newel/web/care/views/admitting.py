"""Admit a young person under the site's own label."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.care.actions.admit import LabelInUseError, admit
from newel.web.care.forms.reading import Reading
from newel.web.care.forms.stay import read_admission
from newel.web.care.views._door import name_of
from newel.web.study import current_study


@staff_page("work_on_care")
def admit_page(request: HttpRequest) -> HttpResponse:
    """Ask for label, day and, where there are several, the site; begin the pathway."""
    if request.method != "POST":
        return _ask(request, Reading({"admitted_on": clock.today().isoformat()}))
    read = Reading(request.POST.dict())
    site, label, admitted_on = read_admission(read, sites_of(request.user), clock.today())
    if read.faults:
        return _ask(request, read)
    try:
        admission = admit(actor=name_of(request), site_id=site, label=label, admitted_on=admitted_on, now=clock.now())
    except LabelInUseError:
        read.faults["label"] = f"A young person who is here now has the label {label}. Choose another."
        return _ask(request, read)
    return HttpResponseRedirect(reverse("care:pathway", args=[admission.key]))


def _ask(request: HttpRequest, read: Reading) -> HttpResponse:
    sites = [current_study().protocol.site(site) for site in sites_of(request.user)]
    context = {"sites": sites, "fields": read.fields, "faults": read.faults, "today": clock.today()}
    return render(request, "care/admit.html", context, status=422 if read.faults else 200)
