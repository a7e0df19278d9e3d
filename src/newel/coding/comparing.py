"""What changed between two versions of a codebook, code by code."""

from collections.abc import Iterator
from dataclasses import dataclass

from newel.coding.codebook import Code, Codebook

COMPARED = ("name", "parent", "definition", "include", "exclude", "example", "colour", "reference", "place")


@dataclass(frozen=True)
class Difference:
    """One thing in which two versions of a codebook differ."""

    code: str
    """Id of the code."""
    what: str
    """added, removed, retired, restored, or the attribute that changed: name, parent, definition, include, …"""
    before: str = ""
    after: str = ""


def differences(before: Codebook, after: Codebook) -> tuple[Difference, ...]:
    """Return what changed from one version to another: first what is in the later one, as its tree reads."""
    found = [each for code in after.in_order() for each in _of_code(before, after, code)]
    removed = [code for code in before.in_order() if code.id not in after.by_id]
    return (*found, *(Difference(code.id, "removed", before=code.name) for code in removed))


def _of_code(before: Codebook, after: Codebook, code: Code) -> Iterator[Difference]:
    earlier = before.by_id.get(code.id)
    if earlier is None:
        yield Difference(code.id, "added", after=after.path_name(code.id))
        return
    if code.retired and not earlier.retired:
        taken = after.by_id.get(code.merged_into)
        yield Difference(code.id, "retired", before=earlier.name, after=f"merged into {taken.name}" if taken else "")
    elif earlier.retired and not code.retired:
        yield Difference(code.id, "restored", after=code.name)
    for what in COMPARED:
        was, now = getattr(earlier, what), getattr(code, what)
        if was != now:
            yield Difference(code.id, what, str(was or ""), str(now or ""))
