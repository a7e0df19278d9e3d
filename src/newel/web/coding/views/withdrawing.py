"""What was noted about words that were taken back: the lead deletes what a withdrawal in a form has left."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.web.accounts.doors import staff_page
from newel.web.coding.actions.delete_thoughts import delete_all_taken_back
from newel.web.coding.views._door import answer, doer


@require_POST
@staff_page("open_round")
def delete(request: HttpRequest) -> HttpResponse:
    """Delete it, and say how much there was."""
    deleted = delete_all_taken_back(by=doer(request))
    says = deleted.in_words("Deleted") or "Nothing was left of words that were taken back."
    return answer(request, says, back=reverse("coding:board"))
