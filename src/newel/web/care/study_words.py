"""The words of the study that is served: stages named by its elements, domains and factors by its care folder."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from markdown_it import MarkdownIt

from newel.care.wording import FOLDER, Wording, read_wording
from newel.protocol import Protocol
from newel.web.study import current_study

PLAIN = {
    "assessment": "Shared needs assessment",
    "targets": "Targets",
    "formulation": "Formulation",
    "interventions": "Interventions",
    "reviews": "Reviews",
    "transition": "Transition and what carries on",
}
"""The stages of a pathway in their order. The study's pathway elements, in theirs, give them their headings."""

YOUNG_PERSON = "young_person.md"
# Raw HTML is off: the words can be formatted, and can bring neither a script nor a picture from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


@dataclass(frozen=True)
class Stage:
    """One stage of the pathway. Where the study has no element for it, `heading` is the plain name."""

    id: str
    plain: str
    heading: str
    letter: str = ""


def stages(protocol: Protocol) -> dict[str, Stage]:
    """Return the stages by id."""
    elements = [element for element in protocol.elements if element.about == "pathway"][: len(PLAIN)]
    return {
        name: Stage(name, plain, element.label, element.letter) if element else Stage(name, plain, plain)
        for (name, plain), element in zip_longest(PLAIN.items(), elements)
    }


def wording() -> Wording:
    """Return the words of the study that is served. Raises Refused where its file cannot be used."""
    return _wording(current_study().folder)


@lru_cache(maxsize=8)
def _wording(folder: Path) -> Wording:
    return read_wording(folder, current_study().protocol)


def young_persons_introduction() -> str:
    """Return what the study tells a young person before the first question, as HTML; empty where it says nothing."""
    path = current_study().folder / FOLDER / YOUNG_PERSON
    return str(_MARKDOWN.render(path.read_text(encoding="utf-8"))) if path.is_file() else ""
