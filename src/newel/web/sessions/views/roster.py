"""The roster: names, places and units around the sites, to be looked for in every text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.care.forms.reading import Reading
from newel.web.sessions.forms.desk import read_roster
from newel.web.sessions.views._door import name_of, show
from newel.web.vault.actions.save_roster import read_roster as read_kept
from newel.web.vault.actions.save_roster import save_roster


@staff_page("redact")
def roster(request: HttpRequest) -> HttpResponse:
    """Show the lists; keep them as they were changed. Both are written down."""
    if request.method != "POST":
        kept = read_kept(actor=name_of(request), now=clock.now())
        return show(request, "roster", read=Reading({name: "\n".join(words) for name, words in vars(kept).items()}))
    read = Reading(request.POST.dict())
    listed = read_roster(read)
    if read.faults:
        return show(request, "roster", read=read)
    save_roster(actor=name_of(request), listed=listed, now=clock.now())
    total = len(listed.names) + len(listed.places) + len(listed.units)
    messages.success(request, f"The roster is kept in the vault: {total} entries. Look again at texts on the desk.")
    return HttpResponseRedirect(reverse("sources:roster"))
