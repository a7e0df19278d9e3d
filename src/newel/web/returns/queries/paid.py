"""What sites paid by their cost sheets: the version that counts of each month, item by item."""

from collections.abc import Iterable
from dataclasses import dataclass

from newel.records.kinds import COST
from newel.web.returns.figures import Key
from newel.web.returns.queries.current_returns import current_returns


@dataclass(frozen=True)
class Paid:
    """One item of one month as it was recorded, in the prices of its year."""

    item: str
    perspective: str
    category: str
    amount: float
    currency: str
    price_year: int


def paid_by_month(site_ids: Iterable[str]) -> dict[Key, tuple[Paid, ...]]:
    """Return {(site, month): its items} of these sites. A month that came without any item is there and empty."""
    return {
        key: tuple(
            Paid(
                item=row["item"],
                perspective=row["perspective"],
                category=row["category"],
                amount=float(row["amount"]),
                currency=row["currency"],
                price_year=int(row["price_year"]),
            )
            for row in kept.rows
        )
        for key, kept in current_returns(COST.name, site_ids).items()
    }
