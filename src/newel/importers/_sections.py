"""The words of an imported study's report and site: enough to run at once, and honest about what is not known."""

import re
from collections.abc import Iterator
from pathlib import Path

from newel.importers._plugin import ImportedProject
from newel.protocol import Protocol

_TEMPLATE = Path(__file__).parent / "imported_study"
_ANSWERS = "report/20-answers.md"


def words_of_study(project: ImportedProject, protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Yield (file, text) of the report's sections and the site's pages: what every study has, then its own sections."""
    titles = {f"answers_{instrument.id}": instrument.title for instrument in project.instruments}
    for path in sorted(_TEMPLATE.rglob("*.md")):
        name, text = path.relative_to(_TEMPLATE).as_posix(), path.read_text(encoding="utf-8")
        if name != _ANSWERS:
            yield name, text.replace("@system@", project.system)
    answers = (_TEMPLATE / _ANSWERS).read_text(encoding="utf-8")
    for question in protocol.questions:
        if question.id in titles:
            text = answers.replace("@title@", _as_heading(titles[question.id])).replace("@question@", question.id)
            yield f"report/{question.section}", text


def _as_heading(title: str) -> str:
    """Return a title that may hold digits as code, because a section's prose may hold none."""
    words = title.replace("`", "").strip()
    return f"`{words}`" if re.search(r"[0-9{}]", words) else words
