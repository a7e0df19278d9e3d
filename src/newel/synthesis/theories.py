"""Programme theories as realists write them: in this context, this resource and response bring about that outcome.

A theory is never overwritten: rewording it or moving its status makes its next version, with the reason, and the older
versions stay. The shape follows the RAMESES II standards (Wong and others, BMC Medicine 2016;14:96).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import groupby
from typing import Any, Literal, get_args

from newel.synthesis.words import typed_numbers

Status = Literal["draft", "proposed", "supported", "refined", "rejected"]
Strength = Literal["not_judged", "weak", "moderate", "strong"]
STATUSES: tuple[Status, ...] = get_args(Status)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
MOVES: Mapping[Status, tuple[Status, ...]] = {
    "draft": ("proposed",),
    "proposed": ("draft", "supported", "refined", "rejected"),
    "supported": ("proposed", "refined", "rejected"),
    "refined": ("proposed", "supported", "rejected"),
    "rejected": ("proposed",),
}
"""From each status, those it may move to."""
STATEMENT = ("title", "context", "resource", "response", "outcome", "looked_against", "because")
"""The words of a theory, none of which may hold a typed number."""
NEEDED: Mapping[str, str] = {
    "title": "a few words to call the theory by",
    "context": "the context",
    "resource": "what is offered",
    "response": "how people respond",
    "outcome": "the outcome",
}
"""The parts that every theory has, in words."""


class UnableToMove(ValueError):
    """A theory cannot take this status: the way there is not open, or what it asks for is not there."""


@dataclass(frozen=True)
class Mechanism:
    """What the programme offers, and how people reason or respond to it."""

    resource: str
    response: str


@dataclass(frozen=True)
class Theory:
    """One context, mechanism and outcome statement as it stood in one version."""

    id: str
    version: int
    title: str
    """A few words to call it by."""
    context: str
    mechanism: Mechanism
    outcome: str
    status: Status
    strength: Strength
    written_by: str
    """The pseudonym of who wrote this version; never a name."""
    written_on: date
    because: str = ""
    """Why this version followed the one before."""
    looked_against: str = ""
    """Where evidence against it was looked for; empty: nobody has said."""
    history: tuple["Theory", ...] = field(default=())
    """The versions before this one, the oldest first, each without a history of its own."""

    @property
    def statement(self) -> str:
        """The theory in one sentence."""
        mechanism = self.mechanism
        return f"Where {self.context}, {mechanism.resource}, so that {mechanism.response}, and {self.outcome}."


@dataclass(frozen=True)
class Step:
    """Who made a next version, on which day, and why."""

    by: str
    on: date
    because: str


def moved(theory: Theory, status: Status, *, step: Step, strength: Strength | None = None, backed: bool) -> Theory:
    """Return the next version with another status, or another strength of the same one.

    `backed`: whether any evidence supports it. Raises UnableToMove with what is missing, in words.
    """
    wanted = strength or theory.strength
    problem = _why_not(theory, (status, wanted), step, backed=backed)
    if problem:
        raise UnableToMove(problem)
    return _next(theory, step, status=status, strength=wanted)


def reworded(theory: Theory, *, step: Step, **words: Any) -> Theory:
    """Return the next version with other words. A theory that was judged goes back to `proposed`, unjudged.

    Raises UnableToMove without a reason for it, once the theory has left the draft.
    """
    if theory.status != "draft" and not step.because.strip():
        raise UnableToMove("Say why the words change: a theory that left its draft keeps its reasons.")
    status: Status = "draft" if theory.status == "draft" else "proposed"
    return _next(theory, step, status=status, strength="not_judged", **words)


def _why_not(theory: Theory, wanted: tuple[Status, Strength], step: Step, *, backed: bool) -> str:
    """Return the first thing that stands in the way, in words; nothing where the way is open."""
    status, strength = wanted
    supported = status == "supported"
    ways = (theory.status, *MOVES[theory.status])
    hindrances = (
        (wanted == (theory.status, theory.strength), f"The theory is {status} already."),
        (status not in ways, f"A theory that is {theory.status} becomes {' or '.join(ways[1:])}, not {status}."),
        (not step.because.strip(), "Give the reason: it is kept with the theory and printed."),
        (supported and not backed, "Nothing supports it yet. Link the evidence first."),
        (supported and strength == "not_judged", "Judge how strong its evidence is."),
        (supported and not theory.looked_against.strip(), _NOBODY_LOOKED),
    )
    return next((words for hinders, words in hindrances if hinders), "")


_NOBODY_LOOKED = (
    "Say first where evidence against it was looked for: a theory that nobody tried to break is not supported."
)


def _next(theory: Theory, step: Step, **changes: Any) -> Theory:
    return replace(
        theory,
        version=theory.version + 1,
        written_by=step.by,
        written_on=step.on,
        because=step.because.strip(),
        history=(*theory.history, replace(theory, history=())),
        **changes,
    )


def theory_problems(theory: Theory) -> Iterator[tuple[str, str]]:
    """Yield (field, what to mend) for words that are missing and numbers that are typed in."""
    row = row_of(theory)
    for name, words in NEEDED.items():
        if not row[name].strip():
            yield name, f"Write {words}: a theory needs all its parts."
    for name in STATEMENT:
        typed = typed_numbers(row[name] or "")
        if typed:
            yield name, f"Write no number here (found: {', '.join(typed)}). Link it as evidence by its address."


def row_of(theory: Theory) -> dict[str, Any]:
    """Return one version as a row of the record kind `theory`; its history is not in it."""
    plain = {each.name: getattr(theory, each.name) for each in fields(theory) if each.name not in _NOT_COLUMNS}
    mechanism = {"resource": theory.mechanism.resource, "response": theory.mechanism.response}
    blank = {name: plain[name] or None for name in ("because", "looked_against")}
    return {"theory_id": theory.id, **plain, **mechanism, **blank}


_NOT_COLUMNS = ("id", "mechanism", "history")


def rows_of(theories: Iterable[Theory]) -> list[dict[str, Any]]:
    """Return a row for every version of every theory."""
    return [row_of(version) for theory in theories for version in (*theory.history, theory)]


def theories_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Theory, ...]:
    """Return the theories that rows hold, each as its latest version with the older ones as its history."""
    ordered = sorted(rows, key=lambda row: (row["theory_id"], row["version"]))
    found = []
    for _, versions in groupby(ordered, key=lambda row: row["theory_id"]):
        *older, latest = map(_theory, versions)
        found.append(replace(latest, history=tuple(older)))
    return tuple(found)


def _theory(row: Mapping[str, Any]) -> Theory:
    names = [each.name for each in fields(Theory) if each.name not in _NOT_COLUMNS]
    plain: dict[str, Any] = {name: row[name] or "" for name in names}
    return Theory(id=row["theory_id"], mechanism=Mechanism(row["resource"], row["response"]), **plain)
