"""What every page prints around its own content."""

from typing import Any

from django.http import HttpRequest

from newel.publish import read_pages
from newel.web.accounts.permissions import PERMISSIONS, allowed
from newel.web.public.consent import choice_of
from newel.web.study import current_study


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Give every page the study's short title and, for those that ask, the foot, the choice about cookies and the menu.

    `may` and `foot` are functions: a page that does not print them never looks up who is signed in, nor reads a file.
    """
    study = current_study().protocol.study
    return {
        "site_title": study.short_title,
        "site_contact": study.contact,
        "cookie_choice": choice_of(request),
        "foot": _foot,
        "may": lambda: {act: True for act in PERMISSIONS if allowed(request.user, act)},
    }


def _foot() -> list[tuple[str, str]]:
    """Return (id, title) of the study's own pages; the cookies page has an address of its own."""
    return [(page.id, page.title) for page in read_pages(current_study().folder).values() if page.id != "cookies"]
