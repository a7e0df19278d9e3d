"""What every economic answer says of itself: whose costs, in which money, compared with what, and what was left out."""

from collections.abc import Iterable, Iterator

from newel.analysis._words import words
from newel.protocol import Protocol

ALL = "all"
SEED = 20201231
"""What draws start from where the question names no other `seed`: the last day of the model study."""
DRAWS = 10_000


def perspectives(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of each perspective of the protocol, and of all of them together."""
    named = protocol.economics.perspectives if protocol.economics else ()
    return (*((name, words(name)) for name in named), (ALL, "All perspectives"))


def header_notes(protocol: Protocol, *, spread: bool = True) -> Iterator[str]:
    """Say in whose money costs are, compared with what, and over which years what was paid once is spread."""
    header = protocol.economics
    if header is None:
        return
    yield f"All amounts are in {header.currency} at the prices of {header.price_year}."
    if header.comparator:
        yield f"Compared with: {header.comparator[:1].lower()}{header.comparator[1:]}."
    if spread and header.lasting is not None and header.discounting:
        rate = header.discounting[0]
        yield (
            f"What sets delivery up is taken to serve {header.lasting.set_up_years:g} years, training "
            f"{header.lasting.training_years:g} ({header.lasting.source}), spread at {rate.costs:.1%} a year "
            f"({rate.source})."
        )


def left_out(rows: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Say which costs could not be counted, and why; nothing where all were."""
    said = "; ".join(f"{why} (rows: {number:,})" for number, why in rows)
    return (f"Left out of all amounts: {said}.",) if said else ()
