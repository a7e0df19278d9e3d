"""What it would be worth to know before deciding, everything or some figures; and what every choice may lose."""

from collections.abc import Mapping

import numpy as np

from newel.analysis._accepted import COST, HAPPENING, LABELS, RATIO, SAVING, WORDS, Options
from newel.analysis._delivery import PER_CHILD_YEAR
from newel.findings import Column, Estimate, Row, Table
from newel.statistics.arrays import Numbers
from newel.statistics.decision import decide, partial_information

UNIT = f"GBP {PER_CHILD_YEAR}"
TOGETHER: Mapping[str, tuple[str, tuple[str, str]]] = {
    "incidents": ("Both figures of incidents", (HAPPENING, RATIO)),
    "money": ("Both figures of money", (COST, SAVING)),
}
"""Figures that one study could tell together."""
SAME = 0.999
"""Two figures that correlate more than this tell the same: the worth of both is that of either."""


def information(each: Options, thresholds: Numbers) -> Table:
    """Return what knowing would be worth: everything, each figure that varies alone, and those of a kind together."""
    drawn = {part.name: each.parameters[part.name] for part in each.ranges()}
    groups: dict[str, tuple[str, tuple[str, ...]]] = {name: (WORDS[name], (name,)) for name in drawn}
    groups |= {name: told for name, told in TOGETHER.items() if _tell_more(drawn, told[1])}
    everything = decide(each.costs, each.effects, thresholds).perfect_information
    worth = [everything]
    for _, members in groups.values():
        parameters = _apart(np.column_stack([drawn[name] for name in members]))
        found = partial_information(each.costs, each.effects, thresholds, parameters=parameters).value
        worth.append(np.minimum(found, everything))  # the error of a regression can take a part past the whole
    columns = (Column("all", "Everything"), *(Column(name, label) for name, (label, _) in groups.items()))
    title = f"{each.effect.label}: what knowing would be worth, for a child and year"
    return Table(
        f"{each.effect.id}_information", title, "If one may cost", columns, _rows(each, thresholds, np.array(worth).T)
    )


def _tell_more(drawn: Mapping[str, Numbers], members: tuple[str, str]) -> bool:
    """Return whether both figures of a pair vary, and not as one."""
    pair = [drawn[name] for name in members if name in drawn]
    return len(pair) == len(members) and bool(abs(np.asarray(np.corrcoef(np.array(pair)))[0, 1]) < SAME)


def _apart(parameters: Numbers) -> Numbers:
    """Return uncorrelated figures that tell the same as several: the regression needs draws all over their plane."""
    if parameters.shape[1] == 1:
        return parameters
    root = np.linalg.cholesky(np.cov(parameters, rowvar=False))
    return np.asarray(np.linalg.solve(root, (parameters - parameters.mean(axis=0)).T).T)


def losses(each: Options, thresholds: Numbers) -> Table:
    """Return what choosing each option would lose on average against knowing the truth."""
    lost = decide(each.costs, each.effects, thresholds).expected_loss
    columns = tuple(Column(name, LABELS[name]) for name in each.names)
    title = f"{each.effect.label}: expected loss of every choice, for a child and year"
    return Table(f"{each.effect.id}_losses", title, "If one may cost", columns, _rows(each, thresholds, lost))


def _rows(each: Options, thresholds: Numbers, amounts: Numbers) -> tuple[Row, ...]:
    """Return one row a threshold, of amounts (K, columns)."""
    return tuple(
        Row(f"at_{at:.0f}", f"£{at:,.0f}", tuple(Estimate("amount", float(one), UNIT, each.people) for one in here))
        for at, here in zip(thresholds, amounts, strict=True)
    )
