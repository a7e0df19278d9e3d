"""The decision by another road: closed formulas of geometric series in exact fractions, nothing year by year."""

from fractions import Fraction

from newel.costs.deciding import Assumed


def exact(value):
    """Return a number of a page as the fraction that somebody wrote down: 0.035 is 35 thousandths."""
    return Fraction(str(value))


def geometric(ratio, terms):
    """Return 1 + r + ... + r^(n - 1)."""
    return Fraction(terms) if ratio == 1 else (1 - ratio**terms) / (1 - ratio)


class NaiveOutlook:
    """Cost, saving, net and break-even of one place, as fractions."""

    def __init__(self, assumed: Assumed) -> None:
        discount = 1 / (1 + exact(assumed.rate))
        self.weight = geometric(discount, assumed.years)
        self.lasting = geometric(discount * exact(assumed.lasts), assumed.years)
        self.cost = exact(assumed.cost) * self.weight
        self.prevented = exact(assumed.children) * exact(assumed.prevented) / 100 * self.lasting
        self.saved = self.prevented * exact(assumed.unit_cost)
        self.net = self.cost - self.saved
        worth = exact(assumed.children) * exact(assumed.unit_cost) / 100 * self.lasting
        self.needed = self.cost / worth if worth else None

    def prevented_in(self, assumed: Assumed, number: int):
        """Return incidents prevented in all places in a year, counted from 1."""
        each = exact(assumed.children) * exact(assumed.prevented) / 100
        return assumed.places * each * exact(assumed.lasts) ** (number - 1)
