"""Tables of a long run: what is assumed, where children are, what follows at each ratio, and what would be enough."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from newel.analysis import _cells
from newel.analysis._economics import ALL
from newel.analysis._long_run import Model
from newel.analysis._long_run_draws import Drawn
from newel.findings import Column, Estimate, Row, Table
from newel.findings.model import Kind
from newel.protocol import Discounting, LongRun
from newel.statistics.arrays import Numbers

SURE = 97.5
"""Per cent of the draws that must agree before anything is said."""
ENOUGH, BEARS_NOTHING = "Could pay for itself, if the move fell so far", "Bears nothing of delivery"
CANNOT, CANNOT_TELL = "Cannot pay for itself by this", "Cannot tell"
NO_FALL = "No fall is enough: it never saves what delivery costs."
GBP = "GBP per child"
IF_MADE = "If the move is made"
COUNTED_AT = {
    "beginning": "at the beginning of a cycle",
    "end": "at the end of a cycle",
    "life_table": "as the mean of the beginning and the end of a cycle",
}
LINES = 12
"""Times at which it is told where children are, at most, beside the beginning."""


def state_label(plan: LongRun, state: str) -> str:
    """Return the name of a state in words."""
    return {each.id: each.label for each in plan.states}[state]


def move_label(plan: LongRun, out_of: str, to: str) -> str:
    """Return a move in words."""
    if out_of == to:
        return f"{state_label(plan, out_of)}: stays"
    label = state_label(plan, to)
    return f"{state_label(plan, out_of)}, then {label[:1].lower()}{label[1:]}"


def often(ratio: float) -> str:
    """Return a ratio in words."""
    return {1.0: "As often as without delivery", 0.0: "Never"}.get(ratio, f"{100 * ratio:g}% as often")


def ratio_id(ratio: float) -> str:
    """Return a ratio as an id."""
    return f"at_{ratio:g}".replace(".", "_")


def drawn_cell(base: Numbers, draws: Numbers, *, kind: Kind = "amount", unit: str = GBP) -> Estimate:
    """Return a number at the estimates with the middle 95 per cent of its draws; none where nothing varies."""
    low, high = (float(end) for end in np.percentile(draws, [2.5, 97.5]))
    if np.isclose(low, high):
        return Estimate(kind, float(base[0]), unit, None)
    return Estimate(kind, float(base[0]), unit, None, low=low, high=high)


def share_cell(base: Numbers, draws: Numbers) -> Estimate:
    """Return an expected share of a child as a percentage; nobody is counted."""
    plain = drawn_cell(100 * base, 100 * draws, kind="percentage", unit="%")
    return replace(plain, numerator=float(base[0]), denominator=1.0)


def moves_table(drawn: Drawn) -> Table:
    """List the moves that are assumed, and the source of each."""
    plan, base, draws = drawn.base.plan, drawn.base.chances, drawn.draws.chances
    rows = []
    for moves in plan.moves:
        for to, people in moves.to.items():
            at = (slice(None), drawn.base.place(moves.out_of), drawn.base.place(to))
            seen = Estimate("count", people, "people in the source", None)
            cells = (seen, share_cell(base[at], draws[at]), _cells.says(moves.source))
            rows.append(Row(f"{moves.out_of}_to_{to}", move_label(plan, moves.out_of, to), cells))
    columns = (Column("seen", "People seen in the source"), Column("chance", "Chance"), Column("source", "Source"))
    title = f"{plan.label}: how children are taken to move within {plan.months:g} months, without delivery"
    return Table("moves", title, "Move", columns, tuple(rows))


def uses_table(drawn: Drawn) -> Table:
    """List what is used in each state, at which price, and what delivery costs in the state that it is paid in."""
    plan = drawn.base.plan
    rows = []
    for state in plan.states:
        for cost in state.costs:
            price = drawn.prices[cost.of]
            base, draws = np.array([price.amount(ALL)]), price.of(ALL).draws
            cells = (
                Estimate("count", cost.times, cost.unit, None),
                drawn_cell(base, draws, unit=f"GBP per {cost.unit}"),
                drawn_cell(cost.times * base, cost.times * draws, unit="GBP per cycle"),
                _cells.says(f"{price.source(ALL)}. {price.certainty(ALL)}."),
            )
            label = f"{state.label}: {price.rows[0].unit_cost.label[:1].lower()}{price.rows[0].unit_cost.label[1:]}"
            rows.append(Row(f"{state.id}_{cost.of}", label, cells))
    rows.append(_delivery_row(drawn))
    columns = (
        Column("times", "Times in a cycle"),
        Column("price", "One of it"),
        Column("cycle", "A cycle"),
        Column("source", "Source"),
    )
    title = f"{plan.label}: what a child uses in a cycle of {plan.months:g} months, all perspectives"
    return Table("uses", title, "State and what is used", columns, tuple(rows))


def _delivery_row(drawn: Drawn) -> Row:
    plan = drawn.base.plan
    base, draws = drawn.base.delivery[ALL], drawn.draws.delivery[ALL]
    cells = (
        Estimate("count", plan.months, "month", None),
        drawn_cell(base / plan.months, draws / plan.months, unit="GBP per month"),
        drawn_cell(base, draws, unit="GBP per cycle"),
        _cells.says("What it cost the sites of this study. Drawn from how sites differ."),
    )
    return Row("delivery", f"{state_label(plan, plan.delivered_in)}: month of full delivery", cells)


def where_table(drawn: Drawn) -> Table:
    """Say which share of children is in each state, time by time, without delivery."""
    plan, base, draws = drawn.base.plan, drawn.base.trace(), drawn.draws.trace()
    step = -(-plan.cycles // LINES)
    rows = []
    for cycle in sorted({*range(0, plan.cycles, step), plan.cycles}):
        cells = (share_cell(base[:, cycle, state], draws[:, cycle, state]) for state in range(len(plan.states)))
        rows.append(Row(f"cycle_{cycle}", f"{cycle * plan.months:g}", tuple(cells)))
    columns = tuple(Column(state.id, state.label) for state in plan.states)
    title = f"{plan.label}: where children are expected to be, without delivery"
    return Table("where", title, "Months after the beginning", columns, tuple(rows))


def by_ratio_table(drawn: Drawn) -> Table:
    """Say what follows, all perspectives together, at each ratio by which delivery might lower the move."""
    base, draws, plan = drawn.base, drawn.draws, drawn.base.plan
    rows = []
    for ratio in base.steps:
        extra = draws.extra_cost(ratio, ALL)
        pays = extra <= 0
        cells = (
            drawn_cell(base.delivering(ratio, ALL), draws.delivering(ratio, ALL)),
            drawn_cell(base.saved(ratio, ALL), draws.saved(ratio, ALL)),
            drawn_cell(base.extra_cost(ratio, ALL), extra),
            drawn_cell(base.months_gained(ratio), draws.months_gained(ratio), kind="difference", unit="months"),
            Estimate("percentage", 100 * float(pays.mean()), "%", None, float(pays.sum()), len(pays)),
        )
        rows.append(Row(ratio_id(ratio), often(ratio), cells))
    columns = (
        Column("delivery", "Cost of delivery"),
        Column("saved", "Paid less afterwards"),
        Column("extra", "Extra cost"),
        Column("months", f"More months: {state_label(plan, plan.counts_months_in).lower()}"),
        Column("chance", "Chance that it pays for itself"),
    )
    move = move_label(plan, plan.changes.out_of, plan.changes.to).lower()
    title = f"What would follow over {horizon(plan)} for a child, by how often this move is made: {move}"
    return Table("by_ratio", title, IF_MADE, columns, tuple(rows))


def horizon(plan: LongRun) -> str:
    """Return in words how long is followed."""
    return f"{plan.months * plan.cycles:g} months"


def costs_table(drawn: Drawn, named: tuple[tuple[str, str], ...]) -> Table:
    """Say what each perspective pays without delivery, and how much more with it at each ratio."""
    base, draws = drawn.base, drawn.draws
    paid = (drawn_cell(base.without(name), draws.without(name)) for name, _ in named)
    rows = [Row("without", "All costs without delivery", tuple(paid))]
    for at in base.steps:
        more = (drawn_cell(base.extra_cost(at, name), draws.extra_cost(at, name)) for name, _ in named)
        rows.append(Row(ratio_id(at), f"Extra: {often(at).lower()}", tuple(more)))
    title = f"What each pays for a child over {horizon(base.plan)}, by how often the move is made"
    columns = tuple(Column(name, label) for name, label in named)
    return Table("costs", title, IF_MADE, columns, tuple(rows))


def break_even_table(drawn: Drawn, named: tuple[tuple[str, str], ...]) -> Table:
    """Say by how much the move would have to fall for delivery to pay for itself."""
    plan = drawn.base.plan
    rows = tuple(Row(name, label, _enough(drawn, name)) for name, label in named)
    columns = (
        Column("fall", "It would have to fall by"),
        Column("chance", "Chance that some fall is enough"),
        Column("verdict", "What can be said"),
    )
    move = move_label(plan, plan.changes.out_of, plan.changes.to).lower()
    title = f"How far the move would have to fall for delivery to pay for itself over {horizon(plan)}: {move}"
    return Table("break_even", title, "Perspective", columns, rows)


def _enough(drawn: Drawn, name: str) -> tuple[Estimate, ...]:
    """A draw in which no fall is enough counts as one that needs more than all; with too many there is no interval."""
    base, draws = 1 - drawn.base.break_even(name), 1 - drawn.draws.break_even(name)
    can = ~np.isnan(draws)
    chance = 100 * float(can.mean())
    share = Estimate("percentage", chance, "%", None, float(can.sum()), len(can))
    if np.isnan(base[0]):
        return _cells.empty("percentage", "%", NO_FALL), share, _cells.says(_verdict(drawn, name, chance))
    fall = share_cell(base, np.where(can, draws, 1.0))
    if chance < SURE:
        fall = replace(fall, low=None, high=None)
    return fall, share, _cells.says(_verdict(drawn, name, chance))


def _verdict(drawn: Drawn, name: str, chance: float) -> str:
    if not drawn.base.delivery[name][0]:
        return BEARS_NOTHING
    if chance >= SURE:
        return ENOUGH
    return CANNOT if chance <= 100 - SURE else CANNOT_TELL


def stands_on_table(base: Model, rates: tuple[Discounting, ...]) -> Table:
    """Say what becomes of the result where rates, horizon or counting are others, everything else at its estimate."""
    lowest = base.steps[-1]
    rows = tuple(Row(name, label, _other(model, lowest)) for name, label, model in _others(base, rates))
    columns = (
        Column("delivery", "Cost of delivery, nothing changed"),
        Column("saved", f"Paid less afterwards: {often(lowest).lower()}"),
        Column("extra", f"Extra cost: {often(lowest).lower()}"),
        Column("fall", "The move would have to fall by"),
    )
    title = "What the result hangs on, for a child and all perspectives"
    return Table("stands_on", title, "If", columns, rows)


def _other(model: Model, ratio: float) -> tuple[Estimate, ...]:
    fall = 1 - model.break_even(ALL)
    return (
        Estimate("amount", float(model.delivering(1.0, ALL)[0]), GBP, None),
        Estimate("amount", float(model.saved(ratio, ALL)[0]), GBP, None),
        Estimate("amount", float(model.extra_cost(ratio, ALL)[0]), GBP, None),
        _cells.empty("percentage", "%", NO_FALL) if np.isnan(fall[0]) else share_cell(fall, fall),
    )


def _others(base: Model, rates: tuple[Discounting, ...]) -> Iterator[tuple[str, str, Model]]:
    plan = base.plan
    yield "stated", "As the protocol states it", base
    for pair in rates[1:]:
        other = replace(base, cost_rate=pair.costs, effect_rate=pair.effects)
        yield f"rates_{pair.id}", f"Costs are discounted at {pair.costs:.1%} a year", other
    if base.cost_rate:
        yield "undiscounted", "Nothing is discounted", replace(base, cost_rate=0.0, effect_rate=0.0)
    for name, cycles in (("half", plan.cycles // 2), ("twice", plan.cycles * 2)):
        if cycles:
            followed = plan.model_copy(update={"cycles": cycles})
            yield name, f"It is followed for {horizon(followed)}", replace(base, plan=followed)
    for counting, words in COUNTED_AT.items():
        if counting != plan.counting:
            counted = plan.model_copy(update={"counting": counting})
            yield counting, f"Children are counted {words}", replace(base, plan=counted)
