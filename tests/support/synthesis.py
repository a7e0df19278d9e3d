"""Theories, evidence and topics as small as a test needs."""

from datetime import date
from typing import Any

from newel.synthesis import Evidence, Mechanism, Said, Step, Theory

DAY = date(2020, 6, 1)
STEP = Step("CAAAAAA", date(2020, 7, 1), "The interviews of the second wave say so.")


def a_theory(**parts: Any) -> Theory:
    """Return a draft, with other parts where they are given."""
    plain: dict[str, Any] = {
        "id": "t1",
        "version": 1,
        "title": "A seat at the table",
        "context": "young people stay long enough",
        "mechanism": Mechanism("a seat at the meeting is offered", "they bring their own words"),
        "outcome": "the plan is theirs",
        "status": "draft",
        "strength": "not_judged",
        "written_by": "CAAAAAA",
        "written_on": DAY,
    }
    return Theory(**plain | parts)


def evidence(**parts: Any) -> Evidence:
    """Return a number that supports the theory, with other parts where they are given."""
    plain: dict[str, Any] = {
        "id": "t1-e1",
        "theory": "t1",
        "strand": "quantitative",
        "kind": "finding",
        "thing": "incidents.rates_by_type.all.assaults",
        "bearing": "supports",
        "says": "It goes the way the theory says.",
        "written_by": "CAAAAAA",
        "written_on": DAY,
    }
    return Evidence(**plain | parts)


def said(**parts: Any) -> Said:
    """Return what the numbers say of safety, with other parts where they are given."""
    plain: dict[str, Any] = {
        "topic": "safety",
        "title": "Safety",
        "part": "quantitative",
        "judgement": "agreement",
        "says": "It goes the same way.",
        "address": "",
        "written_by": "CAAAAAA",
        "written_on": DAY,
    }
    return Said(**plain | parts)
