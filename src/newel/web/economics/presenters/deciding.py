"""What follows from the settings of the decision page, as the words and bars that it prints.

`values` are numbers as text and `holds` are sentences that stand or do not; the page's script fills in the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from newel.costs.deciding import Assumed, Outlook, net_between, outlook
from newel.web.economics.forms.deciding import Setting
from newel.web.economics.presenters.numbers import pounds, written
from newel.web.economics.queries.released import DecisionNumbers, ReleasedNumber

NONE = "none"
HALF = 50
"""Where the zero of a bar is: what is paid goes to the right of it, what is saved beyond it to the left."""


@dataclass(frozen=True)
class YearRow:
    """One year of the budget as text, and its bar from `x`, `width` wide, of 100."""

    number: int
    prevented: str
    cost: str
    saved: str
    net: str
    x: str
    width: str


@dataclass(frozen=True)
class Answer:
    """What the page says."""

    values: Mapping[str, str]
    holds: Mapping[str, bool]
    rows: tuple[YearRow, ...]


def answer_of(assumed: Assumed, found: DecisionNumbers) -> Answer:
    """Work the settings out and put the result into words."""
    result, ends = outlook(assumed), (found.prevented.low or 0.0, found.prevented.high or 0.0)
    low, high = net_between(assumed, *ends)
    values = _per_place(result) | {
        "net_low": pounds(low),
        "net_high": pounds(high),
        "years": written(assumed.years),
        "places": written(assumed.places),
    }
    return Answer(values | _totals(result), _holds(result, assumed, found), _rows(result))


def _per_place(result: Outlook) -> dict[str, str]:
    return {
        "net": pounds(abs(result.net)),
        "net_cost": pounds(result.net),
        "cost": pounds(result.cost),
        "saved": pounds(result.saved),
        "needed": NONE if result.needed is None else written(result.needed, 1),
        "per_incident": NONE if result.per_incident is None else pounds(result.per_incident),
    }


def _totals(result: Outlook) -> dict[str, str]:
    """Return the sums of the budget, year added to year."""
    prevented = cost = saved = 0.0
    for year in result.years:
        prevented, cost, saved = prevented + year.prevented, cost + year.cost, saved + year.saved
    return {
        "all_prevented": written(prevented, 1),
        "all_cost": pounds(cost),
        "all_saved": pounds(saved),
        "all_net": pounds(cost - saved),
    }


def _holds(result: Outlook, assumed: Assumed, found: DecisionNumbers) -> dict[str, bool]:
    happening = found.happening.value if found.happening else None
    needed = result.needed
    return {
        "pays": result.verdict == "pays",
        "even": result.verdict == "even",
        "costs": result.verdict == "costs",
        "has_needed": needed is not None,
        "no_needed": needed is None,
        "beyond": needed is not None and happening is not None and needed > happening,
        "within": needed is not None and happening is not None and needed <= happening,
        "has_per_incident": result.per_incident is not None,
        "no_per_incident": result.per_incident is None,
        "one_year": assumed.years == 1,
        "several_years": assumed.years > 1,
    }


def _rows(result: Outlook) -> tuple[YearRow, ...]:
    most = max((abs(year.net) for year in result.years), default=0.0) or 1.0
    rows = []
    for year in result.years:
        width = HALF * abs(year.net) / most
        x = HALF - width if year.net < 0 else HALF
        texts = (written(year.prevented, 1), pounds(year.cost), pounds(year.saved), pounds(year.net))
        rows.append(YearRow(year.number, *texts, written(x, 1), written(width, 1)))
    return tuple(rows)


def sources_of(settings: tuple[Setting, ...], found: DecisionNumbers) -> list[tuple[str, ReleasedNumber]]:
    """Return what each released number is, and the number with its address."""
    rows = [(setting.label, setting.estimate) for setting in settings if setting.estimate is not None]
    rows.append(("Cost of a child in a year: a place's cost over it gives the children in a place", found.per_child))
    if found.happening is not None:
        rows.append(("Incidents without delivery, per 100 children in a year", found.happening))
    return rows
