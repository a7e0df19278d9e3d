"""Fields of the pages of synthesis. What cannot be used becomes words about how to mend it, beside its field."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from newel.synthesis import (
    BEARINGS,
    JUDGEMENTS,
    STATUSES,
    STRENGTHS,
    Evidence,
    Mechanism,
    Said,
    Theory,
    evidence_problems,
    said_problems,
    theory_problems,
    typed_numbers,
)
from newel.synthesis.convergence import Judgement, Part
from newel.synthesis.evidence import Bearing, Strand, Thing
from newel.synthesis.theories import Status, Strength
from newel.web.care.forms.reading import Reading

T = TypeVar("T", bound=str)
_NOWHERE = date.min
NO_NUMBER = "No number stands at this address in the publication. Copy one from its appendix, or look it up below."
"""What is said of an address that was not released."""


@dataclass(frozen=True)
class TheoryWords:
    """The words of a theory as they were typed, with the reason for changing them."""

    title: str
    context: str
    resource: str
    response: str
    outcome: str
    looked_against: str
    because: str


@dataclass(frozen=True)
class Move:
    """Where a theory is to stand, as it was chosen."""

    status: Status
    strength: Strength
    because: str


@dataclass(frozen=True)
class Link:
    """Evidence as it was chosen."""

    strand: Strand
    kind: Thing
    thing: str
    bearing: Bearing
    says: str


@dataclass(frozen=True)
class Judged:
    """What was said of one part of a topic."""

    title: str
    part: Part
    judgement: Judgement
    says: str
    address: str


def read_theory(read: Reading, *, needs_reason: bool) -> TheoryWords:
    """Read the words of a theory."""
    words = TheoryWords(**{name: read.words(name) for name in TheoryWords.__dataclass_fields__})
    theory = Theory(
        id="",
        version=1,
        title=words.title,
        context=words.context,
        mechanism=Mechanism(words.resource, words.response),
        outcome=words.outcome,
        status="draft",
        strength="not_judged",
        written_by="",
        written_on=_NOWHERE,
        because=words.because,
        looked_against=words.looked_against,
    )
    _note(read, theory_problems(theory))
    if needs_reason and not words.because:
        read.faults["because"] = "Say why the words change."
    return words


def read_move(read: Reading) -> Move:
    """Read a status, a strength and the reason."""
    move = Move(
        _one_of(read, "status", STATUSES, says="Choose where the theory stands."),
        _one_of(read, "strength", STRENGTHS, says="Choose how strong its evidence is."),
        read.words("because", says="Give the reason: it is kept with the theory and printed."),
    )
    _no_numbers(read, "because", move.because)
    return move


def read_link(read: Reading, kind: Thing, *, known: Collection[str]) -> Link:
    """Read evidence of one kind. `known` are the things of that kind that there are."""
    link = Link(
        strand := _strand(kind, read.fields.get("strand", "")),
        kind,
        read.fields.get("thing", "").strip(),
        _one_of(read, "bearing", BEARINGS, says="Choose which way it bears on the theory."),
        read.words("says"),
    )
    _note(read, evidence_problems(Evidence("", "", strand, kind, link.thing, link.bearing, link.says, "", _NOWHERE)))
    if "thing" not in read.faults and link.thing not in known:
        read.faults["thing"] = NO_NUMBER if kind == "finding" else "Choose one of those that are listed."
    return link


def _strand(kind: Thing, chosen: str) -> Strand:
    """Return the strand of a kind of evidence; a number may be of two, so for it the person chooses."""
    if kind != "finding":
        return "economic" if kind == "cost" else "qualitative"
    return "economic" if chosen == "economic" else "quantitative"


def read_judged(read: Reading, part: Part, *, title: str, numbers: Collection[str]) -> Judged:
    """Read what one strand says of a topic. `numbers` are the addresses that were released."""
    judgement = _one_of(read, "judgement", JUDGEMENTS, says="Choose how it stands to the others.")
    judged = Judged(title, part, judgement, read.words("says"), read.fields.get("address", "").strip())
    _note(read, said_problems(Said("", title, part, judgement, judged.says, judged.address, "", _NOWHERE)))
    if judged.address and "address" not in read.faults and judged.address not in numbers:
        read.faults["address"] = NO_NUMBER
    return judged


def read_reason(read: Reading) -> str:
    """Read why something is taken back."""
    because = read.words("because", says="Give the reason: it stays to be read.")
    _no_numbers(read, "because", because)
    return because


def typed(theory: Theory) -> Mapping[str, str]:
    """Return the words of a theory as a page's fields, to be changed."""
    mechanism = theory.mechanism
    fields = {name: getattr(theory, name) for name in ("title", "context", "outcome", "looked_against")}
    return fields | {"resource": mechanism.resource, "response": mechanism.response, "because": ""}


def _one_of(read: Reading, name: str, known: tuple[T, ...], *, says: str) -> T:
    """Return what was chosen; something usable where nothing was, with the fault beside its field."""
    found = read.choice(name, known, says=says)
    return next((each for each in known if each == found), known[0])


def _note(read: Reading, problems: Iterator[tuple[str, str]]) -> None:
    for name, says in problems:
        read.faults.setdefault(name, says)


def _no_numbers(read: Reading, name: str, text: str) -> None:
    found = typed_numbers(text)
    if found:
        read.faults[name] = f"Write no number here (found: {', '.join(found)})."
