"""Evidence for and against a theory: what it is, where it stands, and which way it bears, in a person's words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

from newel.synthesis.addresses import address_of
from newel.synthesis.theories import Theory
from newel.synthesis.words import typed_numbers

Strand = Literal["qualitative", "quantitative", "economic"]
Bearing = Literal["supports", "contradicts", "qualifies"]
Thing = Literal["code", "quote", "coding", "finding", "cost"]
STRANDS: tuple[Strand, ...] = get_args(Strand)
BEARINGS: tuple[Bearing, ...] = get_args(Bearing)
THINGS: Mapping[Strand, tuple[Thing, ...]] = {
    "qualitative": ("code", "quote", "coding"),
    "quantitative": ("finding",),
    "economic": ("finding", "cost"),
}
"""What evidence of each strand may point at: `thing` is an id in records, or the address of a number."""


@dataclass(frozen=True)
class Evidence:
    """One thing that bears on one theory."""

    id: str
    theory: str
    strand: Strand
    kind: Thing
    thing: str
    """The id of a code, quote, coding or item of cost; for a finding, the address of its number."""
    bearing: Bearing
    says: str
    """What it says about the theory, in a person's words."""
    written_by: str
    written_on: date


@dataclass(frozen=True)
class Balance:
    """What speaks for a theory, what against it, and what limits it."""

    theory: Theory
    supports: tuple[Evidence, ...]
    contradicts: tuple[Evidence, ...]
    qualifies: tuple[Evidence, ...]

    @property
    def contrary(self) -> str:
        """Whether evidence against it was looked for, in words."""
        if self.contradicts:
            return "Found and linked"
        if self.theory.looked_against:
            return f"Looked for and not found: {self.theory.looked_against}"
        return "Nobody has said that any was looked for"


def balance_of(theory: Theory, evidence: Iterable[Evidence]) -> Balance:
    """Return the evidence of one theory by how it bears, in the order it came."""
    own = [each for each in evidence if each.theory == theory.id]
    return Balance(theory, *(tuple(each for each in own if each.bearing == bearing) for bearing in BEARINGS))


def evidence_problems(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield (field, what to mend) for what is missing, does not fit its strand, or types a number in."""
    if evidence.kind not in THINGS[evidence.strand]:
        yield "kind", f"Evidence of the {evidence.strand} strand is a {' or a '.join(THINGS[evidence.strand])}."
    if not evidence.thing.strip():
        yield "thing", "Say what the evidence is."
    elif evidence.kind == "finding" and address_of(evidence.thing) is None:
        yield "thing", "Write the address of one number: finding.table.row.column, as the report's appendix lists it."
    if not evidence.says.strip():
        yield "says", "Say in words how it bears on the theory."
    typed = typed_numbers(evidence.says)
    if typed:
        yield "says", f"Write no number here (found: {', '.join(typed)}). The address prints it."


def evidence_row(evidence: Evidence) -> dict[str, Any]:
    """Return a row of the record kind `theory_evidence`."""
    row = asdict(evidence)
    return {"evidence_id": row.pop("id"), "theory_id": row.pop("theory"), **row}


def evidence_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Return the evidence that rows hold, in the order of their ids."""
    ordered = sorted(rows, key=lambda row: str(row["evidence_id"]))
    names = {"id": "evidence_id", "theory": "theory_id"}
    return tuple(
        Evidence(**{name: row[names.get(name, name)] for name in Evidence.__dataclass_fields__}) for row in ordered
    )
