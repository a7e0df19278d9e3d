"""Counts of codings: by group, site type or wave, how much is coded, and what each further source adds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newel.coding.codebook import Codebook
from newel.coding.passages import covered
from newel.coding.project import Coding, Source

By = str | Callable[[Source], str | None]
"""An attribute of sources (`group`, `site`, `wave`, `kind`, `case`), or a function, as from site to site type."""
Cell = tuple[str, str]


@dataclass(frozen=True)
class Crosstab:
    """Codes by columns of sources. A cell is (code id, column); one that is missing is 0."""

    codes: tuple[str, ...]
    columns: tuple[str, ...]
    codings: Mapping[Cell, int]
    """How many codings."""
    sources: Mapping[Cell, int]
    """In how many sources; print these, not codings, beside a share of people."""
    cases: Mapping[Cell, int]
    """For how many cases, of sources that have one."""
    sources_in: Mapping[str, int]
    """{column: how many sources it has}, coded or not."""
    without: int
    """How many sources belong to no column, so that they are counted in none."""

    def share(self, code: str, column: str) -> float:
        """Return the share of a column's sources in which a code was applied."""
        return self.sources.get((code, column), 0) / self.sources_in[column]


@dataclass(frozen=True)
class Coverage:
    """How much of the text is coded, in code points."""

    length: Mapping[str, int]
    """{source: code points of its units, or of its text where it has none}."""
    coded: Mapping[str, int]
    """{source: code points under any code}."""
    by_code: Mapping[str, int]
    """{code: code points under it, over all sources}."""

    def share(self, source: str) -> float:
        """Return the share of a source that is coded; 0 for an empty one."""
        return self.coded[source] / self.length[source] if self.length[source] else 0.0


@dataclass(frozen=True)
class Arrival:
    """What one more source brought."""

    source: str
    held_on: date | None
    codes: frozenset[str]
    new: frozenset[str]
    """Codes that no source before it had."""


def crosstab(
    codings: Iterable[Coding], sources: Sequence[Source], *, by: By, codebook: Codebook | None = None
) -> Crosstab:
    """Return how often each code was applied in each column of sources.

    Give codings of one layer, or two coders count double. With a codebook, a code also counts what lies below it, each
    coding once; without, every code counts for itself.
    """
    column_of = {source.id: _value(source, by) for source in sources}
    case_of = {source.id: source.case for source in sources}
    counted: Counter[Cell] = Counter()
    in_sources: defaultdict[Cell, set[str]] = defaultdict(set)
    in_cases: defaultdict[Cell, set[str]] = defaultdict(set)
    for coding in codings:
        column = column_of.get(coding.source)
        if column is None:
            continue
        for code in _counts_for(coding.code, codebook):
            counted[code, column] += 1
            in_sources[code, column].add(coding.source)
            in_cases[code, column].add(case_of[coding.source] or "")
    columns = Counter(column for column in column_of.values() if column is not None)
    used = {code for code, _ in counted}
    return Crosstab(
        codes=_in_order(used, codebook),
        columns=tuple(sorted(columns)),
        codings=dict(counted),
        sources={cell: len(found) for cell, found in in_sources.items()},
        cases={cell: len(found - {""}) for cell, found in in_cases.items()},
        sources_in=dict(columns),
        without=sum(column is None for column in column_of.values()),
    )


def coverage(codings: Iterable[Coding], sources: Sequence[Source]) -> Coverage:
    """Return how much of each source is coded, and how much text lies under each code; overlaps count once."""
    by_source: dict[str, list[tuple[int, int]]] = {source.id: [] for source in sources}
    by_code: defaultdict[Cell, list[tuple[int, int]]] = defaultdict(list)
    for coding in codings:
        if coding.source in by_source:
            by_source[coding.source].append((coding.start, coding.end))
            by_code[coding.code, coding.source].append((coding.start, coding.end))
    under: Counter[str] = Counter()
    for (code, _), spans in by_code.items():
        under[code] += covered(spans)
    return Coverage(
        {source.id: _length(source) for source in sources},
        {source: covered(spans) for source, spans in by_source.items()},
        dict(under),
    )


def saturation_order(
    codings: Iterable[Coding], sources: Sequence[Source], *, codebook: Codebook | None = None
) -> tuple[Arrival, ...]:
    """Return the sources in the order they were held, with the codes each brought; those without a day come last.

    With a codebook, themes are counted instead of codes. A source that was not coded is left out: it says nothing about
    saturation.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for coding in codings:
        found[coding.source].add(codebook.theme_of(coding.code).id if codebook else coding.code)
    held = sorted(
        (source for source in sources if source.id in found),
        key=lambda source: (source.held_on or date.max, source.title, source.id),
    )
    seen: set[str] = set()
    arrivals = []
    for source in held:
        codes = frozenset(found[source.id])
        arrivals.append(Arrival(source.id, source.held_on, codes, codes - seen))
        seen |= codes
    return tuple(arrivals)


def _value(source: Source, by: By) -> str | None:
    return by(source) if callable(by) else getattr(source, by)


def _counts_for(code: str, codebook: Codebook | None) -> tuple[str, ...]:
    return (code,) if codebook is None else codebook.line_of(code)


def _in_order(codes: set[str], codebook: Codebook | None) -> tuple[str, ...]:
    if codebook is None:
        return tuple(sorted(codes))
    return tuple(code.id for code in codebook.in_order() if code.id in codes)


def _length(source: Source) -> int:
    return sum(unit.end - unit.start for unit in source.units) if source.units else len(source.text)
