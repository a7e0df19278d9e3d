"""Theories as they stand, with the evidence that bears on them and what was taken back."""

from dataclasses import dataclass
from datetime import date

from newel.synthesis import Balance, Evidence, Theory, balance_of, evidence_of, theories_of
from newel.web.synthesis.models import LinkedEvidence, TheoryVersion


@dataclass(frozen=True)
class TakenBack:
    """Evidence that no longer bears on its theory."""

    evidence: Evidence
    on: date
    because: str


def all_balances() -> list[Balance]:
    """Return every theory with its evidence, in the order of their ids."""
    evidence = live_evidence()
    return [balance_of(theory, evidence) for theory in theories_of(TheoryVersion.objects.values())]


def balance_of_one(theory_id: str) -> Balance | None:
    """Return one theory with its evidence; None where there is none of this id."""
    found = theories_of(TheoryVersion.objects.filter(theory_id=theory_id).values())
    return balance_of(found[0], live_evidence()) if found else None


def taken_back(theory_id: str) -> list[TakenBack]:
    """Return what was taken back of a theory's evidence, the latest first."""
    rows = LinkedEvidence.objects.filter(theory_id=theory_id, taken_back_on__isnull=False).order_by("-taken_back_on")
    return [
        TakenBack(evidence_of([row])[0], row["taken_back_on"], row["taken_back_because"])
        for row in rows.values()
        if row["taken_back_on"]
    ]


def every_theory() -> tuple[Theory, ...]:
    """Return every theory with its history."""
    return theories_of(TheoryVersion.objects.values())


def live_evidence() -> tuple[Evidence, ...]:
    """Return all evidence that was not taken back."""
    return evidence_of(LinkedEvidence.objects.filter(taken_back_on__isnull=True).values())
