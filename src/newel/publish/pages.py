"""The public site's own pages: `site/*.md` of the study folder, for example what the site does with cookies."""

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from newel.faults import Refused

FOLDER = "site"
# Raw HTML is off: a page can be formatted, and can bring neither a script nor a picture from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class Page:
    """One page. `html` is what follows its title."""

    id: str
    title: str
    html: str


def read_pages(study: Path) -> dict[str, Page]:
    """Return {file name without ending: page} in the order of the names. Raises Refused for a page without a title."""
    return {path.stem: _page(path) for path in sorted((study / FOLDER).glob("*.md"))}


def _page(path: Path) -> Page:
    first, _, rest = path.read_text(encoding="utf-8").strip().partition("\n")
    if not first.startswith("# "):
        raise Refused.because(
            f"{FOLDER}/{path.name}",
            "the first line",
            found=f"`{first[:60]}`",
            expected="`# Title`",
            remedy="Begin the page with its title.",
        )
    return Page(path.stem, first.removeprefix("# ").strip(), str(_MARKDOWN.render(rest)))
