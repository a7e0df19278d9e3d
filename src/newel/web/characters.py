"""What comes in holds no NUL: no text does, it cannot be seen, and PostgreSQL keeps none."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError

_NUL = "\0"


def leave_out_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take NUL out of what was typed or asked for, so that the rest is kept. An address with one is of no page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _NUL in request.path_info:
            raise Http404
        for name, value in list(request.COOKIES.items()):
            if _NUL in value:
                del request.COOKIES[name]
        request.GET = _without(request.GET)
        return get_response(request)

    def process_view(request: HttpRequest, *_view: Any) -> None:
        if request.method == "POST":
            with suppress(UnreadablePostError):  # who sent it is gone; what comes next finds out as well
                request.POST = _without(request.POST)

    middleware.process_view = process_view  # type: ignore[attr-defined] # where Django looks for it
    return middleware


def _without(fields: QueryDict) -> Any:
    if not any(_NUL in text for name, values in fields.lists() for text in (name, *values)):
        return fields
    clean = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        clean.setlist(name.replace(_NUL, ""), [value.replace(_NUL, "") for value in values])
    clean._mutable = False  # noqa: SLF001 - as Django hands them out
    return clean
