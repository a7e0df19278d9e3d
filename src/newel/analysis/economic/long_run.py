"""What would have to follow after the study for delivery to pay for itself: a model, and no forecast."""

from collections.abc import Iterator, Mapping

from newel.analysis import _cells, _options
from newel.analysis._delivery import Delivery, read_delivery
from newel.analysis._economics import DRAWS, SEED, header_notes, left_out, perspectives
from newel.analysis._item_prices import ItemPrice
from newel.analysis._long_run_draws import drawn, unit_prices, used
from newel.analysis._long_run_tables import (
    COUNTED_AT,
    break_even_table,
    by_ratio_table,
    costs_table,
    horizon,
    move_label,
    moves_table,
    stands_on_table,
    state_label,
    uses_table,
    where_table,
)
from newel.analysis._places import places
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Figure, Table
from newel.protocol import LongRun, Protocol, Question

NO_LONG_RUN = "the protocol declares no long run"
NOTES = (
    (
        "This is a calculation, and no finding: of all that goes in, this study found only what delivery costs. How "
        "children move and what a state costs is stated by the protocol with its sources. By how much delivery lowers "
        "a move nobody has shown; each row says what would follow if it were so."
    ),
    (
        "The answer stands and falls with the moves. Their chances are the same in every cycle and for every child, "
        "wherever a child was before and however long it has been in a state. Who does not make the move that delivery "
        "may lower stays in the state and is met by the same chances in the next cycle."
    ),
    (
        "A state is paid for at its average cost. A place that stays empty saves less than that as long as the "
        "building and its staff remain, so what is paid less afterwards is told rather too high than too low."
    ),
    (
        "Intervals hold the middle 95 per cent of draws: of what delivery costs by how sites differ, of unit costs by "
        "the distribution their source is given, and of moves by how many people were seen to move. Whether these "
        "people are like the children of this study is in no interval."
    ),
    "That delivery does not pay for itself is no reason against it: what young people gain is not in these pounds.",
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Follow a child cycle by cycle with and without delivery, and say what would have to change."""
    protocol, delivery = evidence.protocol, read_delivery(evidence)
    plan = protocol.economics.long_run if protocol.economics else None
    seed, number = _options.whole_number(question, "seed", SEED), _options.whole_number(question, "draws", DRAWS)
    prices = unit_prices(evidence, plan, number=number, seed=seed) if plan else {}
    why = [f"Nothing is shown: {reason}." for reason in _why_nothing(evidence, delivery, prices)]
    tables: tuple[Table, ...] = ()
    if not why:
        found = drawn(evidence, delivery, prices, number=number, seed=seed)
        named, rates = perspectives(protocol), protocol.economics.discounting if protocol.economics else ()
        tables = (
            by_ratio_table(found),
            break_even_table(found, named),
            where_table(found),
            costs_table(found, named),
            stands_on_table(found.base, rates),
            moves_table(found),
            uses_table(found),
        )
    return Answer(
        population="A child who begins and moves as the protocol says; nobody of the study is followed",
        n=_cells.things(delivery.sites.height, "sites", national=True),
        tables=tables,
        figures=tuple(_figures(plan, tables)) if plan else (),
        notes=(*(why or NOTES), *_about(protocol, plan), *header_notes(protocol), *left_out(delivery.left_out)),
    )


def _why_nothing(evidence: Evidence, delivery: Delivery, prices: Mapping[str, ItemPrice]) -> Iterator[str]:
    header = evidence.protocol.economics
    if header is None or header.long_run is None:
        yield NO_LONG_RUN
    else:
        for item in used(header.long_run):
            if item not in prices:
                yield f"`{item}` has no unit cost that holds at every site on the study's last day"
    if delivery.why_none:
        yield delivery.why_none
        return
    cost = delivery.per("accrued", "full_child_years", places(evidence.protocol)[-1], unit="")
    if cost.value is None:
        yield cost.why_missing


def _about(protocol: Protocol, plan: LongRun | None) -> Iterator[str]:
    """Say whose model it is, how time is counted, and on what the move that delivery may lower rests."""
    if plan is None:
        return
    yield (
        f"{plan.label}. The model: {plan.source}. {horizon(plan).capitalize()} are followed in cycles of "
        f"{plan.months:g} months, children counted {COUNTED_AT[plan.counting]}. Delivery is paid for in this state: "
        f"{state_label(plan, plan.delivered_in).lower()}."
    )
    move = move_label(plan, plan.changes.out_of, plan.changes.to).lower()
    yield f"The move that delivery may lower: {move}. Why it may, and by how much: {plan.changes.source}."
    header = protocol.economics
    if header is None or not header.discounting:
        yield "Later costs and months count in full: the protocol names no rate of discount."
    else:
        pair = header.discounting[0]
        yield (
            f"Later cycles count for less, costs at {pair.costs:.1%} and months at {pair.effects:.1%} a year "
            f"({pair.source}); the first cycle counts in full."
        )


def _figures(plan: LongRun, tables: tuple[Table, ...]) -> Iterator[Figure]:
    if not tables:
        return
    yield Figure(
        "by_ratio",
        f"Extra cost of delivery for a child over {horizon(plan)}",
        "differences",
        "by_ratio",
        ("extra",),
        "Extra cost, pounds per child",
        "For each share of the move that might be left, a point for the extra cost of delivery with its interval, and "
        "a line at nothing: to the left of it delivery pays for itself.",
    )
    yield Figure(
        "where",
        "Where children are expected to be, without delivery",
        "lines",
        "where",
        tuple(state.id for state in plan.states),
        "Children in a hundred",
        "One line for each state along the months after the beginning: the share of children who are in it.",
    )


analysis = Analysis(
    title="The long run",
    method=(
        "A cohort moves between the states that the protocol declares, cycle by cycle, by chances that are drawn for "
        "each state from a Dirichlet distribution of the people seen to move (Briggs, Claxton and Sculpher 2006). Full "
        "delivery is paid for in one state, at this study's cost, and multiplies the chance of one move by each ratio "
        "of the protocol; the highest ratio at which it costs nothing more is found in each draw by halving. Costs and "
        "months are discounted. Estimates are at the estimate of every figure, intervals are percentiles of draws from "
        "a stated seed."
    ),
    answer=answer,
)
