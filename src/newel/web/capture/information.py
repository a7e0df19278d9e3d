"""The study's own words to the people it asks: `information/<group>.md` and `information/<group>.consent.md`.

The first is the information sheet. The second has one `## <purpose>` part for each purpose of the protocol, and for
young people also `## age`, and `## staff_confirms` or `## parent_agreed`, whichever rule the protocol states.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from newel.faults import Refused
from newel.protocol import Protocol

_PART = re.compile(r"^## +([a-z_]+) *$", re.MULTILINE)
# Raw HTML is off: a sheet can be formatted, and can bring neither a script nor a picture from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


def information_sheet(study: Path, group: str) -> str:
    """Return the information sheet of a group as HTML. Raises Refused where the study has none."""
    return str(_MARKDOWN.render(_read(study, f"{group}.md")))


@dataclass(frozen=True)
class Words:
    """What one part says, as HTML: the question itself, which is its first paragraph, and what explains it."""

    title: str
    rest: str


def consent_words(study: Path, group: str, needed: tuple[str, ...]) -> dict[str, Words]:
    """Return {part: its words}. Raises Refused naming a part that is needed and not there."""
    file = f"{group}.consent.md"
    pieces = _PART.split(_read(study, file))
    words = {name: _words(text) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    missing = [name for name in needed if name not in words or not words[name].title]
    if missing:
        raise Refused.because(
            f"information/{file}",
            ", ".join(missing),
            found="no such part",
            expected="one part for every purpose of the protocol",
            remedy=f"Add a heading `## {missing[0]}` and its words.",
        )
    return words


def _words(text: str) -> Words:
    title, _, rest = text.strip().partition("\n\n")
    return Words(str(_MARKDOWN.renderInline(title)), str(_MARKDOWN.render(rest)))


def needed_parts(protocol: Protocol, *, young: bool) -> tuple[str, ...]:
    """Return the parts a group's consent file must have."""
    if not young:
        return protocol.consent.purposes
    confirmed = "staff_confirms" if protocol.consent.younger_rule == "gillick_competence" else "parent_agreed"
    return (*protocol.consent.purposes, "age", confirmed)


def _read(study: Path, name: str) -> str:
    path = study / "information" / name
    if not path.is_file():
        raise Refused.because(
            f"information/{name}",
            study.name,
            found="no such file",
            expected="the words this group is shown",
            remedy=f"Write information/{name}; the example study has one for each of its groups.",
        )
    return path.read_text(encoding="utf-8")
