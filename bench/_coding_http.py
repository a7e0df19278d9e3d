"""A browser of a few lines for bench/coding.py: one connection that is kept open, cookies, forms and JSON."""

import json
import re
import urllib.parse
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any


class Browser:
    """Talks to one local server, as a person's browser would: the connection stays open from page to page."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=600)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> bytes:
        """Return a page; a redirect is followed."""
        return self._asked("GET", path)

    def form(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> bytes:
        """Send a form."""
        body = urllib.parse.urlencode(fields).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asked("POST", path, body, headers=kind | dict(headers or {}))

    def json(self, path: str, values: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        """Send JSON and return the JSON of the answer."""
        body = json.dumps(values).encode()
        kind = {"Content-Type": "application/json"}
        return json.loads(self._asked("POST", path, body, headers=kind | dict(headers or {})))

    def _asked(
        self, method: str, path: str, body: bytes = b"", *, headers: Mapping[str, str] | None = None
    ) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies} | dict(headers or {})
        self._connection.request(method, path, body or None, sent)
        answer = self._connection.getresponse()
        self._keep(answer)
        content = answer.read()
        if answer.status in (301, 302, 303):
            return self._asked("GET", answer.headers["Location"])
        if answer.status >= 400:
            said = re.sub(r"\s+", " ", content[:400].decode(errors="replace"))
            raise SystemExit(f"{method} {path} was answered {answer.status}: {said}")
        return content

    def _keep(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
