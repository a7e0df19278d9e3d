"""A form says where it goes: one that does not keeps `#main` of the skip link, and that takes the focus from the page.

A browser hands the fragment of an address on to what a form without an action leads to, and then leaves `autofocus`
alone. Whoever skipped to the main part by keyboard would not be put on the faults, or on the next thing to decide.
"""

import re
from pathlib import Path

import pytest

import newel.web

WEB = Path(newel.web.__file__).parent
POSTS = {path: re.findall(r"<form\b[^>]*method=\"post\"[^>]*>", path.read_text(encoding="utf-8"))
         for path in sorted(WEB.rglob("*.html"))}  # fmt: skip
WITH_FORMS = [path for path, forms in POSTS.items() if forms]


@pytest.mark.parametrize("path", WITH_FORMS, ids=lambda path: path.name)
def test_every_form_says_where_it_goes(path):
    assert [form for form in POSTS[path] if " action=" not in form] == []


def test_there_are_forms_to_look_at():
    assert len(WITH_FORMS) > 40
