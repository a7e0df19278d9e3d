"""Behind a proxy of our own, who asks is the address the proxy saw and not the proxy's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def take_the_address_the_proxy_saw(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the last address of X-Forwarded-For: ours added it. Those before it are whatever the sender wrote."""

    def middleware(request: HttpRequest) -> HttpResponse:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if seen:
            request.META["REMOTE_ADDR"] = seen
        return get_response(request)

    return middleware
