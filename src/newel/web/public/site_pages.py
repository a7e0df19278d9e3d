"""The study's own public pages: every `site/<name>.md` of its folder."""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from newel.web.study import current_study

_NAME = re.compile(r"[a-z][a-z-]*")
_TITLE = re.compile(r"\A# +(.+?) *$", re.MULTILINE)
# Raw HTML and pictures are off: a page can be formatted, and can bring nothing from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class SitePage:
    """One page: its title, which is its first heading, and the rest as HTML."""

    name: str
    title: str
    html: str


def page_names() -> tuple[str, ...]:
    """Return the names of the pages the study has, in the order of a site's foot: about first, then by name."""
    names = sorted(path.stem for path in _folder().glob("*.md") if _NAME.fullmatch(path.stem))
    return tuple(sorted(names, key=lambda name: name != "about"))


def site_page(name: str) -> SitePage | None:
    """Return a page, or None where the study has none of this name."""
    if name not in page_names():
        return None
    text = (_folder() / f"{name}.md").read_text(encoding="utf-8").strip()
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    return SitePage(name, title[1] if title else name.replace("-", " ").capitalize(), str(_MARKDOWN.render(body)))


def _folder() -> Path:
    return current_study().folder / "site"
