"""Looking at a page in a journey: what it says, whether it passes, and a picture for whoever wants to see it.

Set NEWEL_SCREENSHOTS to a folder to keep a picture of every page that is looked at, wide and narrow.
"""

import os
from pathlib import Path

from tests.support.browser import NARROW, passes_everywhere


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def told(page):
    return page.get_by_role("status").inner_text()


def look(page, name):
    """Check the page as it stands, and keep a picture of it where somebody wants to look."""
    passes_everywhere(page)
    folder = os.environ.get("NEWEL_SCREENSHOTS")
    if folder:
        before = page.viewport_size
        page.screenshot(path=Path(folder) / f"{name}-wide.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=Path(folder) / f"{name}-narrow.png", full_page=True)
        page.set_viewport_size(before)


def choose(page, group, answer):
    page.get_by_role("group", name=group).get_by_text(answer, exact=True).click()
