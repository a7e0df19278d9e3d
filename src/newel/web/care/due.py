"""When things on a pathway are due, by the times of the protocol. Plain dates in, plain dates out."""

from dataclasses import dataclass
from datetime import date, timedelta

from newel.protocol import Care


@dataclass(frozen=True)
class Due:
    """A day something is due, and whether that day is over."""

    on: date
    overdue: bool


def assessment_due(care: Care, admitted_on: date, today: date) -> Due:
    """Return when every domain is to have been assessed."""
    return _due(admitted_on + timedelta(days=care.assessment_days), today)


def formulation_due(care: Care, admitted_on: date, today: date) -> Due:
    """Return when the first formulation is to have been made."""
    return _due(admitted_on + timedelta(days=care.formulation_days), today)


def review_due(care: Care, first_formulation: date | None, last_review: date | None, *, today: date) -> Due | None:
    """Return when the next review is due: so many weeks after the last one, or else after the first formulation.

    Without a formulation there is nothing to review: that the formulation is overdue is told instead.
    """
    if first_formulation is None:
        return None
    return _due((last_review or first_formulation) + timedelta(weeks=care.review_weeks), today)


def _due(on: date, today: date) -> Due:
    return Due(on, today > on)
