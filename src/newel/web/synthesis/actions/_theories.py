"""Keeping versions of theories, and finding the one that an act is about for this act alone."""

from typing import Any

from newel.synthesis import Theory, row_of, theories_of
from newel.web.synthesis.actions._recording import OvertakenError
from newel.web.synthesis.models import TheoryVersion


def next_id() -> str:
    """Return the id of the next theory: t1, t2, in the order they are written."""
    taken = set(TheoryVersion.objects.values_list("theory_id", flat=True))
    number = 1
    while f"t{number}" in taken:
        number += 1
    return f"t{number}"


def keep(theory: Theory) -> None:
    """Keep a version as it is. The table takes each version once, so of two people at once one is refused."""
    row: dict[str, Any] = row_of(theory)
    TheoryVersion.objects.create(**{name: "" if value is None else value for name, value in row.items()})


def standing(theory_id: str, *, seen: int) -> Theory:
    """Return a theory for this act alone, until its transaction ends. `seen` is the version the person saw.

    Raises OvertakenError where there is a later one.
    """
    rows = TheoryVersion.objects.select_for_update().filter(theory_id=theory_id).values()
    theory = theories_of(rows)[0]
    if theory.version != seen:
        raise OvertakenError
    return theory
