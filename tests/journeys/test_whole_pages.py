"""What every journey stands on: a click or a key is over when the page it leads to is there whole, however slow."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

pytestmark = pytest.mark.browser


class Slow(BaseHTTPRequestHandler):
    """A link to a page whose second half is sent when the picture in its first half has been sent on 15 times."""

    shown = Event()

    def do_GET(self) -> None:
        """Answer."""
        _, page, left = self.path.split("/")
        further = page == "picture" and left != "0"
        self.send_response(302 if further else 200)
        if further:
            self.send_header("Location", f"/picture/{int(left) - 1}")
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if page == "start":
            self.wfile.write(b"<title>Start</title><a href='/slow/'>On</a>")
        elif page == "slow":
            self.wfile.write(b"<title>Slow</title><p>The first half</p><img src='/picture/15' alt=''>")
            self.shown.wait(10)
            self.wfile.write(b"<p>The second half</p>")
        elif not further:
            self.shown.set()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def start(chromium):
    """Open the page with the link."""
    Slow.shown.clear()
    with ThreadingHTTPServer(("localhost", 0), Slow) as server:
        Thread(target=server.serve_forever).start()
        page = chromium.new_page()
        page.goto(f"http://localhost:{server.server_port}/start/")
        yield page
        page.close()
        server.shutdown()


def test_after_a_click_both_halves_are_there(start):
    start.get_by_role("link").click()

    assert start.locator("p").all_inner_texts() == ["The first half", "The second half"]


def test_after_a_key_on_a_link_both_halves_are_there(start):
    start.get_by_role("link").press("Enter")

    assert start.locator("p").all_inner_texts() == ["The first half", "The second half"]
