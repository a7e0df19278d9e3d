"""Series of prices, and the steps from one year's prices to another's. A year that a series lacks is never guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from newel.faults import Refused


@dataclass(frozen=True)
class IndexSeries:
    """One series of prices. Only ratios of levels within a series mean anything.

    A series that ended has a successor that `continues` it. Both have the year `overlap`, which links them.
    """

    id: str
    label: str
    levels: Mapping[int, float]
    source: str
    file: str
    checksum: str
    continues: str | None = None
    overlap: int | None = None

    @property
    def years(self) -> str:
        """The years it has, in words."""
        return f"{min(self.levels)} to {max(self.levels)}" if self.levels else "no year"


@dataclass(frozen=True)
class IndexStep:
    """One step from a year's prices to another's, within one series."""

    series: str
    file: str
    from_year: int
    to_year: int
    from_level: float
    to_level: float

    @property
    def factor(self) -> float:
        """What an amount is multiplied by."""
        return self.to_level / self.from_level

    def __str__(self) -> str:
        return f"{self.series}: {self.from_level:g} in {self.from_year} to {self.to_level:g} in {self.to_year}"


Series = Mapping[str, IndexSeries]


def factor_of(steps: Sequence[IndexStep]) -> float:
    """Return what an amount is multiplied by over all steps."""
    return prod(step.factor for step in steps)


def index_steps(series: Series, name: str, *, from_year: int, to_year: int) -> tuple[IndexStep, ...]:
    """Return the steps from one year's prices to another's; none where the years are the same.

    Where no single series has both years, the way leads over the years that link a series with its successor. Raises
    Refused, naming the file, where a year is in none of them: prices are never extrapolated.
    """
    if from_year == to_year:
        return ()
    chain = chain_of(series, name)
    first, last = _places(chain, name, from_year=from_year, to_year=to_year)
    way, year = [], from_year
    for place in _stops(first, last):
        # Of two neighbours the later one says which year both have.
        until = to_year if place == last else int(chain[place + (first < last)].overlap or 0)
        way.append(_step(chain[place], from_year=year, to_year=until))
        year = until
    return tuple(step for step in way if step.from_year != step.to_year)


def chain_of(series: Series, name: str) -> list[IndexSeries]:
    """Return a series with all that it continues and all that continue it, the oldest first."""
    chain = [series[name]]
    while (before := chain[0].continues) in series and series[str(before)] not in chain:
        chain.insert(0, series[str(before)])
    while after := next((each for each in series.values() if each.continues == chain[-1].id), None):
        if after in chain:
            break
        chain.append(after)
    return chain


def _places(chain: list[IndexSeries], name: str, *, from_year: int, to_year: int) -> tuple[int, int]:
    """Return the places in the chain where the way starts and ends: as few links as can be, the named series first."""
    starts, ends = _having(chain, from_year), _having(chain, to_year)
    if not starts or not ends:
        raise _missing(chain, name, to_year if starts else from_year)
    named = [each.id for each in chain].index(name)
    pairs = [(start, end) for start in starts for end in ends]
    return min(pairs, key=lambda pair: (abs(pair[0] - pair[1]), pair != (named, named), sum(pair)))


def _having(chain: list[IndexSeries], year: int) -> list[int]:
    return [place for place, each in enumerate(chain) if year in each.levels]


def _stops(first: int, last: int) -> Iterator[int]:
    yield from range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _step(series: IndexSeries, *, from_year: int, to_year: int) -> IndexStep:
    levels = series.levels
    return IndexStep(series.id, series.file, from_year, to_year, levels[from_year], levels[to_year])


def _missing(chain: list[IndexSeries], name: str, year: int) -> Refused:
    named = next(each for each in chain if each.id == name)
    return Refused.because(
        named.file,
        f"series {name}, year {year}",
        found="no level for this year",
        expected="; ".join(f"{each.id} has {each.years}" for each in chain),
        remedy="Add the year from the series' own source, or a successor with the year that links them. Prices are "
        "never extrapolated.",
    )
