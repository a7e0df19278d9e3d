"""Joint displays of the study's folder, filled with the numbers of the publication that is shown."""

from django.http import Http404, HttpRequest, HttpResponse

from newel.web.accounts.doors import staff_page
from newel.web.study import current_study
from newel.web.synthesis.presenters import grid
from newel.web.synthesis.queries.numbers import released_numbers
from newel.web.synthesis.queries.study_displays import displays_of
from newel.web.synthesis.views._door import show


@staff_page("write_theory")
def displays(request: HttpRequest) -> HttpResponse:
    """List the displays of the study."""
    found = displays_of(current_study().folder)
    return show(request, "displays", displays=found.items(), freeze=released_numbers().freeze, here="displays")


@staff_page("write_theory")
def display(request: HttpRequest, name: str) -> HttpResponse:
    """Show one display, every cell as it was released."""
    found = displays_of(current_study().folder).get(name)
    if found is None:
        raise Http404
    numbers = released_numbers()
    rows, freeze = grid(found, numbers), numbers.freeze
    return show(request, "display", here="displays", name=name, display=found, rows=rows, freeze=freeze)
