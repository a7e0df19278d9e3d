"""Nothing asks a third party for anything, and the project names no machine it was made or installed on."""

import re

import pytest

from tests.support.shared import REPOSITORY
from tests.support.tree import project_files, text_of

# Names of formats, which no program ever fetches.
_NAMES_NOT_ADDRESSES = re.compile(r"https?://(www\.w3\.org|schemas\.openxmlformats\.org|purl\.org|datapackage\.org)/")
_FETCHED = re.compile(
    r"""(?:src|href|action|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import"""
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")
_MACHINES = (
    ".".join(("pypi", "org")),
    ".".join(("pythonhosted", "org")),
    ".".join(("npmjs", "org")),
    "/" + "work" + "/",
)


def test_no_page_template_names_another_host() -> None:
    pages = [path for path in project_files(".html", ".css", ".js", ".typ", ".svg") if "src" in path.parts]
    named = {
        f"{path.relative_to(REPOSITORY)}: {address}"
        for path in pages
        for address in _ADDRESS.findall(text_of(path))
        if not _NAMES_NOT_ADDRESSES.match(address)
    }
    assert pages, "the templates have moved"
    assert named == set()


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/x.js">',
        "<link href=//fonts.example>",
        "a{background:url(http://x.example/i.png)}",
    ],
)
def test_a_page_that_asks_another_host_is_seen(page: str) -> None:
    assert _FETCHED.search(page)


def test_the_written_report_asks_nobody() -> None:
    """Reads what `make evaluate` wrote, where it was run before."""
    built = REPOSITORY / "build" / "secure_stairs"
    pages = [*built.glob("report/**/*.html"), *built.glob("report/**/*.svg"), *built.glob("public/**/*.html")]
    if not pages:
        pytest.skip("needs a report: make evaluate")
    assert [str(path) for path in pages if _FETCHED.search(text_of(path))] == []


def test_no_file_names_a_package_host_or_a_folder_of_one_machine() -> None:
    named = [
        f"{path.relative_to(REPOSITORY)}: {machine}"
        for path in project_files()
        for machine in _MACHINES
        if machine in text_of(path)
    ]
    assert named == []
