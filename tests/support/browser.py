"""A real Chromium for the journeys: fixtures, and what every page must pass.

@pytest.mark.browser
def test_...(live_server, page): page.goto(live_server.url); no_axe_violations(page); no_sideways_scroll(page)
"""

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run. Skips, saying so, where the machine has none."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread from here on; Django would refuse its database there, although
    # nothing is async. It is set before the database is made, and for every test after the browser's start.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        _acts_end_with_a_whole_page(patch)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _acts_end_with_a_whole_page(patch: pytest.MonkeyPatch) -> None:
    """Let a click, or a key pressed on an element, end when the page it leads to is there with all that it loads.

    Playwright ends them with the first bytes of that page: what is counted, measured or shown to axe then may be half
    a page. Keys of `page.keyboard` press on at once, as fingers do: after those a test waits for what it expects.
    """
    from playwright.sync_api import Locator

    def with_its_page(act: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(act)
        def act_and_wait(element: Any, *given: Any, **options: Any) -> None:
            act(element, *given, **options)
            element.page.wait_for_load_state()

        return act_and_wait

    for name in ("click", "press"):
        patch.setattr(Locator, name, with_its_page(getattr(Locator, name)))


@pytest.fixture
def new_page(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Return `new_page(**options)`: a page in a context of its own, e.g. new_page(java_script_enabled=False).

    When the test is over, it fails where any of its pages asked another host for anything or wrote to the console.
    """
    contexts: list[Any] = []
    foreign: list[str] = []
    complaints: list[str] = []
    own = urlsplit(live_server.url).netloc

    def make(**options: Any) -> Any:
        context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB"} | options)
        contexts.append(context)
        page = context.new_page()
        context.on("request", lambda request: foreign.append(request.url) if _is_foreign(request.url, own) else None)
        page.on(
            "console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert foreign == [], f"requests to somebody else: {foreign}"
    assert complaints == [], f"the browser complained: {complaints}"


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """One page in a context of its own, 1280 pixels wide."""
    return new_page()


def no_axe_violations(page: Any) -> None:
    """Fail with rule and place of every accessibility fault axe finds on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}  # of what passes, no list
    found = Axe().run(page, options=asked).response["violations"]
    places = [f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes']]}" for rule in found]
    assert places == [], "\n".join(places)


def no_sideways_scroll(page: Any) -> None:
    """Fail where the page is wider than a 320 pixel screen. Leaves the page at the size it had."""
    page.wait_for_load_state()
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert width <= NARROW["width"], f"{page.url} is {width} pixels wide on a screen of {NARROW['width']}"


def passes_everywhere(page: Any) -> None:
    """Check the page as it stands with axe and at 320 pixels."""
    no_axe_violations(page)
    no_sideways_scroll(page)


def _is_foreign(url: str, own: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own


def shows_heading(page, words):
    """Wait until the page that was asked for is there: its first heading says so, and the rest of it has come."""
    from playwright.sync_api import expect

    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.wait_for_load_state()
