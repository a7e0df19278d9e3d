"""What a reader sets on the decision page: each value with its limits, read from the address of the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from newel.costs.deciding import Assumed
from newel.protocol import Protocol
from newel.web.economics.queries.released import INCIDENTS, DecisionNumbers, ReleasedNumber

Kind = Literal["pounds", "number", "percent", "whole"]
UNIT_COST_STEPS = 4
"""A unit cost may be set to so many times its estimate: what an incident costs is the least certain of all."""
MOST_YEARS = 20
HIGHEST_RATE = 10.0
USUAL_YEARS = 5
_TYPED = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Setting:
    """One value that may be set. `estimate` is the released number it starts from; none where it is an assumption."""

    name: str
    label: str
    says: str
    kind: Kind
    low: float
    high: float
    start: float
    estimate: ReleasedNumber | None = None
    typed: str = ""
    value: float = 0.0
    fault: str = ""

    @property
    def decimals(self) -> int:
        """Decimals that a slider sets."""
        return 1 if self.kind in ("number", "percent") else 0

    @property
    def moved(self) -> bool:
        """Whether it is not what it started from."""
        return self.value != self.start


def settings_of(protocol: Protocol, found: DecisionNumbers, incident: str) -> tuple[Setting, ...]:
    """Return every setting with its limits and what it starts from."""
    return (*_released(found, incident), *_assumptions(protocol))


def _released(found: DecisionNumbers, incident: str) -> tuple[Setting, ...]:
    """Return those that start from a released estimate, within its interval."""
    price, fewer = found.unit_cost, found.prevented
    return (
        Setting(
            "cost",
            "Cost of a place in a year, in pounds",
            "Full delivery: running costs, and the yearly part of what sets it up. Within its interval.",
            "pounds",
            *_ends(found.per_place),
            found.per_place.value,
            found.per_place,
        ),
        Setting(
            "prevented",
            f"Fewer {INCIDENTS[incident]} with full delivery, per 100 children in a year",
            "In the first year. Below 0 there were more of them. Within its interval.",
            "number",
            *_ends(fewer),
            fewer.value,
            fewer,
        ),
        Setting(
            "unit_cost",
            "What one of them costs, in pounds",
            "To whoever pays. Outside of its interval it is your own assumption.",
            "pounds",
            0.0,
            UNIT_COST_STEPS * price.value,
            price.value,
            price,
        ),
    )


def _assumptions(protocol: Protocol) -> tuple[Setting, ...]:
    """Return those that no study can tell."""
    header, places = protocol.economics, sum(site.places for site in protocol.sites)
    rate = 100 * header.discounting[0].costs if header and header.discounting else 0.0
    return (
        Setting(
            "lasts",
            "Share of the effect of one year that is left in the next, per cent",
            "100 means that it lasts as long as delivery goes on, 0 that it is gone after the first year.",
            "percent",
            0.0,
            100.0,
            100.0,
        ),
        Setting("years", "Years of delivery", "How far you look ahead.", "whole", 1, MOST_YEARS, USUAL_YEARS),
        Setting(
            "rate",
            "Discount rate, per cent a year",
            "How much less a later pound, or a later incident, counts. The first year counts in full.",
            "percent",
            0.0,
            HIGHEST_RATE,
            round(rate, 4),
        ),
        Setting(
            "places",
            "Places with full delivery",
            f"The sites of the study have {places:,}. All places begin in the first year.",
            "whole",
            1,
            2 * places,
            places,
        ),
    )


def read_settings(settings: tuple[Setting, ...], sent: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return the settings with the values of an address; what it does not hold stays where it starts."""
    return tuple(_read(setting, sent.get(setting.name)) for setting in settings)


def assumed_of(settings: tuple[Setting, ...], children: float) -> Assumed:
    """Return what is worked with. Per cent become shares here, as in the browser."""
    value = {setting.name: setting.value for setting in settings}
    return Assumed(
        cost=value["cost"],
        prevented=value["prevented"],
        unit_cost=value["unit_cost"],
        children=children,
        lasts=value["lasts"] / 100,
        years=int(value["years"]),
        rate=value["rate"] / 100,
        places=int(value["places"]),
    )


def as_typed(value: float) -> str:
    """Return a number as a field holds it."""
    return f"{value:.15g}"


def _ends(estimate: ReleasedNumber) -> tuple[float, float]:
    """Return the ends of the interval; the estimate alone where it has none."""
    low, high = estimate.low, estimate.high
    return (estimate.value, estimate.value) if low is None or high is None else (low, high)


def _read(setting: Setting, sent: str | None) -> Setting:
    if sent is None:
        return replace(setting, value=setting.start, typed=as_typed(setting.start))
    plain = sent.strip().replace(",", "").replace("£", "").removesuffix("%")
    whole = setting.kind != "whole" or "." not in plain
    if _TYPED.fullmatch(plain) and whole and setting.low <= float(plain) <= setting.high:
        return replace(setting, value=float(plain), typed=plain)
    kind = "a whole number" if setting.kind == "whole" else "a number"
    fault = f"Write {kind} from {_limit(setting.low)} to {_limit(setting.high)}."
    return replace(setting, value=setting.start, typed=sent[:20], fault=fault)


def _limit(value: float) -> str:
    return f"{value:,.15g}"
