"""Where this very report says what a checklist asks for: in its sections, the protocol's facts, its authors' words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from newel.disclosure import Released
from newel.protocol import Part, Protocol
from newel.report.checklists.model import Answer, Checklist, Item, Places
from newel.report.document import Link
from newel.report.sections import SectionText

Status = Literal["reported", "does not apply", "missing"]


@dataclass(frozen=True)
class Placed:
    """One item and where the report says it."""

    item: Item
    status: Status
    links: tuple[Link, ...]
    """The report's own sections, in its order."""
    facts: tuple[str, ...]
    """What the protocol says, in words."""
    says: str
    """What the authors say."""


@dataclass(frozen=True)
class Written:
    """What a report has that items can be found in."""

    protocol: Protocol
    sections: tuple[SectionText, ...]
    released: Mapping[str, Released]
    anchors: Mapping[str, str]
    """The ids of headings: of each section's title by its file, of headings that Newel writes by their text."""


def placed(checklist: Checklist, answers: Mapping[str, Answer], written: Written) -> tuple[Placed, ...]:
    """Return every item of the checklist, in its order, with where the report says it; what is missing is missing."""
    return tuple(_placed(item, answers.get(item.number), written) for item in checklist.items)


def _placed(item: Item, answer: Answer | None, written: Written) -> Placed:
    says = answer.says.strip() if answer else ""
    if answer is not None and not answer.applies:
        return Placed(item, "does not apply", (), (), says)
    links = tuple(_links(item.reported_by, answer.sections if answer else (), written))
    facts = tuple(_facts(item.reported_by.facts, written.protocol))
    return Placed(item, "reported" if links or facts or says else "missing", links, facts, says)


def _links(places: Places, answered: Iterable[str], written: Written) -> Iterator[Link]:
    """Yield the headings in the report's order: sections first, then what is generated behind them."""
    answering = [
        question.id
        for question in written.protocol.questions
        if question.analysis in places.analyses and _answers(written.released.get(question.id))
    ]
    files = {*places.sections, *answered}
    for section in written.sections:
        if section.file in files or any(section.prints(finding) for finding in answering):
            yield Link(section.title, written.anchors[section.file])
    yield from (Link(title, written.anchors[title]) for title in places.generated if title in written.anchors)


def _answers(finding: Released | None) -> bool:
    """Return whether a finding holds an answer, and not only the reason why there is none."""
    return finding is not None and bool(finding.tables)


def _facts(keys: Iterable[str], protocol: Protocol) -> Iterator[str]:
    for key in keys:
        if said := _in_words(_value(protocol, key)).rstrip("."):
            yield f"{key.rsplit('.', 1)[-1].replace('_', ' ').capitalize()}: {said}"


def _value(protocol: Protocol, key: str) -> object:
    """Return what stands at a dotted key of the protocol; nothing where a part of the way is not there."""
    here: object = protocol
    for name in key.split("."):
        here = getattr(here, name, None)
    return here


def _in_words(value: object) -> str:
    """Say what a key holds: a block by its label, its name or its keys, a list by its entries."""
    if isinstance(value, tuple):
        return ", ".join(_in_words(each) for each in value)
    if isinstance(value, Part):
        named = getattr(value, "label", "") or getattr(value, "name", "")
        return str(named) or ", ".join(f"{key} {_in_words(said)}" for key, said in value if key != "id")
    if isinstance(value, date):
        return f"{value:%d %B %Y}".removeprefix("0")
    return "" if value is None else str(value).strip().replace("_", " ")
