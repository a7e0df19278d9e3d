"""How sure a change in cost is: what people and sites leave open, and what unit costs add to it."""

from collections.abc import Iterator

from newel.analysis._delivery import PER_CHILD_YEAR
from newel.analysis._economics import ALL, perspectives
from newel.analysis._joint_change import JointChange
from newel.findings import Column, Estimate, Row, Table
from newel.protocol import Protocol

TITLE = "How sure the change in cost to the first follow-up is: its standard error, and where it is from"
COLUMNS = (
    Column("people", "From people and sites"),
    Column("prices", "From unit costs"),
    Column("both", "Both, as in the intervals"),
)
KNOWN = "No unit cost here has an error of its own, so all are taken as known."
NOT_KNOWN = (
    "A unit cost has an error of its own, as its source says. It is in the intervals of changes in cost, and in net "
    "benefit and its chance: each unit cost adds what its standard error moves the change by, with the covariances of "
    "the model held, and the appendix of methods says how much that is. Each varies by itself, also where several "
    "bodies pay for one contact. How costs go with outcomes is told at the unit costs as they stand, and the other "
    "methods take them as known."
)
DELIVERY = "What sites wrote down of the cost of delivery is taken as what they paid, without an error."


def certainty_tables(protocol: Protocol, joint: JointChange, ends: tuple[str, str]) -> Iterator[Table]:
    """Yield the standard errors of each body's change in cost, where unit costs add to them."""
    if joint.why_none or not joint.prices_vary or not set(ends) <= set(joint.waves):
        return
    rows = tuple(
        Row(name, label, _errors(joint, name, ends))
        for name, label in perspectives(protocol)
        if name == ALL or name in joint.costs
    )
    yield Table("certainty", TITLE, "Perspective", COLUMNS, rows, printed_in="methods")


def _errors(joint: JointChange, perspective: str, ends: tuple[str, str]) -> tuple[Estimate, ...]:
    weights, people = joint.weights(cost=perspective), min(joint.users.people(wave) for wave in ends)
    both, of_people = (joint.difference(weights, *ends, prices_known=known).error for known in (False, True))
    found = (of_people, float(joint.of_prices(weights[None, :], *ends)[0]), both)
    return tuple(Estimate("amount", error, f"GBP {PER_CHILD_YEAR}", people) for error in found)


def certainty_notes(joint: JointChange, *, delivery: bool) -> Iterator[str]:
    """Say what of costs is taken as known, and what is not."""
    if not joint.why_none:
        yield NOT_KNOWN if joint.prices_vary else KNOWN
    if delivery:
        yield DELIVERY
