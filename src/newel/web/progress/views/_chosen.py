"""Which of the study's returns a page shows: the one its address asks for, else the first."""

from django.http import HttpRequest

from newel.importers.returns import ReturnDefinition
from newel.web.returns.definition import asked_return, study_returns


def chosen_return(request: HttpRequest) -> ReturnDefinition | None:
    """Return it; None where the study asks for no return. Raises Http404 for one it does not know."""
    name = request.GET.get("return", "")
    return asked_return(name) if name else next(iter(study_returns().values()), None)
