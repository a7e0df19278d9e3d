"""The study's own pages of the public site."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.publish import read_pages
from tests.support.readability import flesch_kincaid, sentences_of
from tests.support.shared import REPOSITORY

EXAMPLE = REPOSITORY / "studies" / "secure_stairs"


def write_page(study: Path, text: str) -> Path:
    (study / "site").mkdir()
    (study / "site" / "about.md").write_text(text, encoding="utf-8")
    return study


def test_a_page_is_its_title_and_what_follows(tmp_path: Path) -> None:
    page = read_pages(write_page(tmp_path, "# About us\n\nWe *ask*.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"))["about"]
    assert (page.id, page.title) == ("about", "About us")
    assert "<p>We <em>ask</em>.</p>" in page.html
    assert "<table>" in page.html


def test_html_and_pictures_in_a_page_are_text_and_nothing_more(tmp_path: Path) -> None:
    html = read_pages(write_page(tmp_path, "# A\n\n<script>alert(1)</script>\n\n![x](https://example.org/x.png)\n"))[
        "about"
    ].html
    assert "<script" not in html
    assert "<img" not in html


def test_a_page_without_a_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"site/about\.md: the first line\n  found     `Hello`"):
        read_pages(write_page(tmp_path, "Hello\n"))


def test_a_study_without_pages_has_none(tmp_path: Path) -> None:
    assert read_pages(tmp_path) == {}


def test_the_example_study_has_the_pages_a_public_site_needs() -> None:
    assert list(read_pages(EXAMPLE)) == ["about", "accessibility", "cookies", "privacy"]


@pytest.mark.parametrize("name", ["about", "accessibility", "cookies", "privacy"])
def test_the_pages_are_written_in_plain_words(name: str) -> None:
    sentences = sentences_of((EXAMPLE / "site" / f"{name}.md").read_text(encoding="utf-8"))
    assert flesch_kincaid(sentences) <= 8  # read by most at thirteen


def test_the_cookie_page_says_what_is_optional_and_that_the_choice_is_kept() -> None:
    words = read_pages(EXAMPLE)["cookies"].html
    assert "We use necessary cookies" in words
    assert "Counting is optional" in words
    assert "one cookie is set on your device to remember what you chose" in words
