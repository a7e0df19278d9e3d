"""The pathway's measures of the small study in plain Python: loops, dictionaries and dates, and nothing else."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.support.rehearsed import small_study
from tests.support.twins import groups_of_sites, rows, share

STUDY = small_study()
STARTS, ENDS = STUDY.study.starts, STUDY.study.ends
ASSESSMENT, FORMULATION, FIRST_REVIEW, GRACE = 10, 42, 42 + 6 * 7, 7
"""The small study's times, in days."""
HAPPENED = (
    ("admission", "admitted_on"),
    ("admission", "left_on"),
    ("assessment", "assessed_on"),
    ("formulation", "held_on"),
    ("target", "rated_on"),
    ("intervention", "started_on"),
    ("intervention", "ended_on"),
    ("review", "held_on"),
    ("transition", "planned_on"),
)
PLACES = groups_of_sites()
Case = tuple[str, str, str, bool]
"""Site, month, child, kept."""


@cache
def until() -> date:
    """Return the last day that any record of the pathway speaks of, at most the study's last."""
    days = [row[day] for kind, day in HAPPENED for row in rows(kind) if row[day]]
    return min(max(days), ENDS)


@cache
def stays() -> dict[str, dict[str, Any]]:
    """Return every stay by its young person."""
    return {row["child_id"]: row for row in rows("admission")}


@cache
def by_child(kind: str) -> dict[str, list[dict[str, Any]]]:
    """Return the records of a kind by young person."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(kind):
        found[row["child_id"]].append(row)
    return found


def case(child: str, due: date, *, timed: bool = True) -> tuple[str, str, str] | None:
    """Return site, month and child of a case that counts, or nothing."""
    stay = stays()[child]
    gone = timed and stay["left_on"] is not None and stay["left_on"] < due
    if gone or not STARTS <= due <= until():
        return None
    return stay["site_id"], f"{due:%Y-%m}", child


def of_everyone(days: int, kept: Callable[[str, date], list[bool]]) -> list[Case]:
    """Return the cases due so many days after admission; `kept` says for each child which of its cases were kept."""
    found = []
    for child, stay in stays().items():
        due = stay["admitted_on"] + timedelta(days=days)
        about = case(child, due)
        if about:
            found.extend((*about, each) for each in kept(child, due))
    return found


def _whole(child: str, last: date | None) -> list[bool]:
    done = {
        row["domain"]
        for row in by_child("assessment")[child]
        if row["need"] != "not_assessed" and (last is None or (row["assessed_on"] and row["assessed_on"] <= last))
    }
    return [done == set(STUDY.needs)]


def _formulated(child: str, due: date) -> list[bool]:
    return [any(row["held_on"] <= due for row in by_child("formulation")[child])]


def _answered(child: str, due: date) -> list[bool]:
    needs = [row["domain"] for row in by_child("assessment")[child] if row["need"] == "identified"]
    begun = [row for row in by_child("intervention")[child] if row["started_on"] <= due]
    return [any(row["domain"] == need for row in begun) for need in needs]


def _reviewed() -> list[Case]:
    found = []
    for row in rows("review"):
        due = row["due_on"] + timedelta(days=GRACE)
        about = case(row["child_id"], due)
        if about:
            found.append((*about, row["held_on"] is not None and row["held_on"] <= due))
    return found


def _planned() -> list[Case]:
    found = []
    for child, stay in stays().items():
        about = case(child, stay["left_on"]) if stay["left_on"] else None
        if about:
            found.append((*about, any(row["planned_on"] <= stay["left_on"] for row in by_child("transition")[child])))
    return found


def _held(column: str) -> list[Case]:
    meetings = [(case(row["child_id"], row["held_on"], timed=False), bool(row[column])) for row in rows("formulation")]
    return [(*about, kept) for about, kept in meetings if about]


def _targets() -> list[Case]:
    first: dict[tuple[str, int], dict[str, Any]] = {}
    for row in sorted(rows("target"), key=lambda row: str(row["rated_on"])):
        first.setdefault((row["child_id"], row["target"]), row)
    targets = [(case(row["child_id"], row["rated_on"], timed=False), row["set_by_child"]) for row in first.values()]
    return [(*about, kept) for about, kept in targets if about]


TWINS: dict[str, Callable[[], list[Case]]] = {
    "every_domain_assessed": lambda: of_everyone(ASSESSMENT, lambda child, _: _whole(child, None)),
    "assessed_in_time": lambda: of_everyone(ASSESSMENT, _whole),
    "formulated_in_time": lambda: of_everyone(FORMULATION, _formulated),
    "reviewed_in_time": _reviewed,
    "needs_answered": lambda: of_everyone(FIRST_REVIEW, _answered),
    "transition_planned": _planned,
    "child_present": lambda: _held("child_present"),
    "child_agrees": lambda: _held("agreed_by_child"),
    "targets_set_together": _targets,
}
ASKED_OF_SITES = tuple(TWINS)[:6]


@cache
def cases(measure: str) -> list[Case]:
    """Return the cases of a measure."""
    return TWINS[measure]()


def shared(found: list[Case]) -> float | None:
    """Return the share of these cases that were kept."""
    return share(sum(kept for *_, kept in found), len(found))


def at(place: str, measure: str) -> list[Case]:
    """Return the cases of a measure at a type of site, or at all."""
    return [each for each in cases(measure) if each[0] in PLACES[place]]
