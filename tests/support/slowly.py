"""A slow connection, to find tests that read a page before it is there: python -m pytest -p tests.support.slowly …

With `--slowly pages` every page starts late and comes in five pieces; with `--slowly rest` all else comes late: styles,
scripts, pictures, and what scripts ask for. A test that waits for what a person would see passes either way.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.servers import basehttp

LATE = 0.3
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--slowly`."""
    parser.addoption("--slowly", choices=["pages", "rest"], default="pages", help="what the server answers slowly")


def pytest_configure(config: pytest.Config) -> None:
    """Slow the server that browsers ask, and no test client: those are answered without it."""
    answer = basehttp.ServerHandler.run
    slow = slow_pages if config.getoption("slowly") == "pages" else slow_rest
    basehttp.ServerHandler.run = lambda handler, application: answer(handler, slow(application))


def slow_pages(application: Application) -> Application:
    """Return the application with every page late and in pieces."""

    def answer(asked: dict[str, Any], start: Any) -> Iterable[bytes]:
        if not _is_page(asked):
            return application(asked, start)
        time.sleep(LATE)
        return _in_pieces(_whole(application(asked, start)))

    return answer


def slow_rest(application: Application) -> Application:
    """Return the application with everything late that is no page, before it is done and after."""

    def answer(asked: dict[str, Any], start: Any) -> Iterable[bytes]:
        if _is_page(asked):
            return application(asked, start)
        time.sleep(LATE)
        body = _whole(application(asked, start))
        time.sleep(LATE)
        return [body]

    return answer


def _is_page(asked: dict[str, Any]) -> bool:
    return bool(asked.get("HTTP_SEC_FETCH_DEST") == "document")


def _whole(answer: Any) -> bytes:
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return body


def _in_pieces(body: bytes) -> Iterator[bytes]:
    """Give what stands before the main part, then the rest in four."""
    at = max(body.find(b"<main"), 0)
    yield body[:at]
    length = (len(body) - at) // 4 + 1
    for start in range(at, len(body), length):
        time.sleep(LATE / 2)
        yield body[start : start + length]
