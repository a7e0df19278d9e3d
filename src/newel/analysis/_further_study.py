"""What a further study would be worth before deciding: for a child and year, and for all against what it costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from newel.analysis._accepted import WORDS, Options
from newel.analysis._delivery import PER_CHILD_YEAR
from newel.costs import discount_factor
from newel.findings import Column, Estimate, Figure, Row, Table
from newel.protocol import Discounting, FurtherStudy, Protocol, thresholds_of
from newel.statistics.arrays import Numbers
from newel.statistics.decision import NewStudy, decide, partial_information, sample_information

POINTS = 20
"""Sizes along the curve, at most, beside none."""
NONE_NAMED = "The protocol names no further study, so it is not worked out what one would be worth."
NOTES = (
    (
        "A further study would resolve that share of the variance of its figure which its sites would be of all sites, "
        "its own and those on which the present estimate stands; what is expected of every option moves with it (Jalal "
        "and Alarid-Escudero 2018). Where that bends with the figure the worth is told too high, but it is never more "
        "than that of knowing for sure."
    ),
    (
        "Sites are counted because the people of one site are alike. As long as sites hold as many people the share is "
        "the same in people; more people in the same sites would teach less than this says. The study is taken to be "
        "as long as this one, at sites like these, and nothing it teaches of other figures is counted. What is wrong "
        "with the way the figure is found out, a second study of the same kind would repeat."
    ),
)


@dataclass(frozen=True)
class Weighed:
    """A further study, the options it would help to choose between, and what it would be worth at K thresholds."""

    study: FurtherStudy
    options: Options
    thresholds: Numbers
    worth: Numbers
    """For a child and year, shape (sizes, K)."""
    knowing: Numbers
    """The same, were the figure known for sure, shape (K,)."""
    grid: Numbers
    """Sizes of equal distance, from 0 on; `along` is what each would be worth, shape (sizes, K)."""
    along: Numbers
    rates: Discounting | None

    @property
    def present(self) -> int:
        """Sites on which the present estimate stands."""
        return self.options.sites[self.study.learns]

    @property
    def telling(self) -> int:
        """The threshold at which knowing the figure is worth most."""
        return int(self.knowing.argmax())

    @property
    def changes_nothing(self) -> bool:
        """Whether knowing the figure for sure is worth less than half a penny at every threshold."""
        return bool(self.knowing.max() < 0.005)

    @property
    def child_years(self) -> float:
        """Children times years, later years counted for less and the first in full; 0 where nobody says how many."""
        rate = self.rates.costs if self.rates else 0.0
        years = range(self.study.years or 0)
        return (self.study.children or 0) * fsum(discount_factor(year, rate) for year in years)


def weighed(protocol: Protocol, worked_out: Sequence[Options]) -> Iterator[Weighed]:
    """Weigh every further study whose decision could be worked out and whose figure varies."""
    header = protocol.economics
    options = {each.effect.id: each for each in worked_out}
    for study in header.further_studies if header else ():
        each = options.get(study.effect)
        if header is None or each is None or study.learns not in [part.name for part in each.ranges()]:
            continue
        thresholds, drawn = np.array(thresholds_of(protocol, each.effect)), each.parameters[study.learns]
        sizes, grid, draws = np.array(study.sites, dtype=np.float64), _grid(study), (each.costs, each.effects)
        new = NewStudy(drawn, np.append(sizes, grid), each.sites[study.learns])
        everything = decide(*draws, thresholds).perfect_information
        knowing = np.minimum(partial_information(*draws, thresholds, parameters=drawn[:, None]).value, everything)
        told = np.minimum(sample_information(*draws, thresholds, study=new), knowing)
        worth, along = np.split(told, [len(sizes)])
        yield Weighed(study, each, thresholds, worth, knowing, grid, along, next(iter(header.discounting), None))


def _grid(study: FurtherStudy) -> Numbers:
    """Return whole sizes of equal distance, from none up to the largest of the study."""
    step = -(-study.sites[-1] // POINTS)
    return np.arange(0, study.sites[-1] + step, step, dtype=np.float64)


def worth_tables(each: Weighed) -> Iterator[Table]:
    """Return what the study is worth by its size, and, where the protocol says for whom is decided, for all of them."""
    yield _for_one(each)
    if not each.changes_nothing:
        yield _along_sizes(each)
    if each.child_years:
        yield _for_all(each)


def _for_one(each: Weighed) -> Table:
    unit, people = f"GBP {PER_CHILD_YEAR}", each.options.people
    sizes = [(f"sites_{number}", _sites(number), _resolved(number, each.present)) for number in each.study.sites]
    sizes.append(("knowing", "Known for sure", _resolved(1, 0)))
    rows = []
    for (name, label, resolved), worth in zip(sizes, [*each.worth, each.knowing], strict=True):
        cells = (Estimate("amount", float(amount), unit, people) for amount in worth)
        rows.append(Row(name, label, (resolved, *cells)))
    columns = [Column("resolved", "Of its variance, resolved")]
    columns += [Column(f"at_{amount:.0f}", f"Worth, if one may cost £{amount:,.0f}") for amount in each.thresholds]
    title = f"{each.study.label}: what it would be worth, for a child and year"
    return Table(f"{each.study.id}_worth", title, "Size", tuple(columns), tuple(rows))


def _resolved(new: int, present: int) -> Estimate:
    """Return the share that the new sites are of all sites."""
    return Estimate("percentage", 100 * new / (new + present), "%", None, new, new + present)


def _for_all(each: Weighed) -> Table:
    """Multiply by children and years, and take off what the study costs."""
    study, people, costs = each.study, each.options.people, _costs(each.study)
    rows = []
    for place, number in enumerate(study.sites):
        worth = each.child_years * each.worth[place]
        cells = [Estimate("amount", float(amount), "GBP", people) for amount in worth]
        if costs:
            cells.insert(0, Estimate("amount", costs[place], "GBP", None))
            cells += [Estimate("amount", float(amount) - costs[place], "GBP", people) for amount in worth]
        rows.append(Row(f"sites_{number}", _sites(number), tuple(cells)))
    at = [(f"{amount:.0f}", f"if one may cost £{amount:,.0f}") for amount in each.thresholds]
    columns = [Column("cost", "Cost of the study")] if costs else []
    columns += [Column(f"worth_{name}", f"Worth, {label}") for name, label in at]
    columns += [Column(f"net_{name}", f"Net of its cost, {label}") for name, label in at] if costs else []
    title = f"{study.label}: what it would be worth for all children"
    return Table(f"{study.id}_for_all", title, "Size", tuple(columns), tuple(rows))


def _costs(study: FurtherStudy) -> tuple[float, ...]:
    """Return what the study costs at each size, or nothing where the protocol names no cost."""
    if not (study.fixed_cost or study.cost_per_site):
        return ()
    return tuple(study.fixed_cost + study.cost_per_site * number for number in study.sites)


def _sites(number: int) -> str:
    return "1 site" if number == 1 else f"{number:,} sites"


def _along_sizes(each: Weighed) -> Table:
    """Follow the worth along sizes of equal distance from none on, beside that of knowing for sure."""
    unit, people, at = f"GBP {PER_CHILD_YEAR}", each.options.people, each.telling
    pairs = [(float(worth), float(each.knowing[at])) for worth in each.along[:, at]]
    rows = tuple(
        Row(f"sites_{size:.0f}", _sites(int(size)), tuple(Estimate("amount", one, unit, people) for one in pair))
        for size, pair in zip(each.grid, pairs, strict=True)
    )
    columns = (Column("worth", "The study"), Column("knowing", "Knowing for sure"))
    return Table(f"{each.study.id}_by_size", _by_size(each), "Size", columns, rows)


def _by_size(each: Weighed) -> str:
    amount = each.thresholds[each.telling]
    return f"{each.study.label}: what it would be worth by its size, if one may cost £{amount:,.0f}"


def worth_figure(each: Weighed) -> Iterator[Figure]:
    """Draw the worth along the size, below that of knowing for sure; nothing where that is nothing."""
    if each.changes_nothing:
        return
    yield Figure(
        f"{each.study.id}_by_size",
        _by_size(each),
        "lines",
        f"{each.study.id}_by_size",
        ("worth", "knowing"),
        "Worth, pounds per child and year",
        "A line of what the study would be worth along its number of sites, which starts at nothing and rises towards "
        "a level line: what it would be worth to know the figure for sure.",
    )


def further_notes(protocol: Protocol, told: Iterable[Options], found: Sequence[Weighed]) -> Iterator[str]:
    """Say by which rule further studies are weighed, whose plans they are, and which could not be weighed."""
    header, effects = protocol.economics, {each.effect.id for each in told}
    if header is None or not effects:
        return
    if not header.further_studies:
        yield NONE_NAMED
        return
    yield from NOTES if found else ()
    done = {each.study.id: each for each in found}
    for study in header.further_studies:
        if study.id in done:
            yield _about(done[study.id])
        else:
            why = "figure does not vary over draws" if study.effect in effects else "decision was not worked out"
            yield f"{study.label}: not weighed, because its {why}."


def _about(each: Weighed) -> str:
    """Say what the study would measure, who plans it, and for whom is decided."""
    study, figure = each.study, WORDS[each.study.learns]
    said = f"{study.label} ({study.source}): it would measure this figure: {figure[:1].lower()}{figure[1:]}."
    if each.changes_nothing:
        said += " To know it for sure would change no choice, at any of these amounts."
    if not each.child_years:
        return said
    discounted = f"discounted at {each.rates.costs:.1%} a year with the first in full" if each.rates else "undiscounted"
    for_all = f"{study.children:,} children at any one time and {study.years} years, {discounted}"
    return f"{said} Its worth for all is for {for_all}."
