"""How alike two coders saw the same words: for each code, on the unit that the protocol fixed before anyone coded."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newel.analysis import _cells
from newel.analysis._coded import Coded, read_coded, row_id
from newel.analysis._plugin import Analysis, Evidence
from newel.coding import Code, Coding, Continuum, Source, continua, unit_code_sets, unit_ratings
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import CodingPlan, Coefficient, Question
from newel.statistics import Numbers
from newel.statistics.measurement import (
    brennan_prediger,
    character_alpha,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    masi_alpha,
    percent_agreement,
    resampled_interval,
    u_alpha,
)

SEED, DRAWS = 5, 1000
"""Of the interval: sources are drawn again so many times."""
NEVER_TWICE = "no source that two coders coded was received"
UNDEFINED = "nobody applied it, or everybody everywhere, so that agreement beyond chance is not defined"
LABELS: dict[Coefficient, str] = {
    "alpha": "Krippendorff's alpha",
    "percent": "Same decision, %",
    "ac1": "Gwet's AC1",
    "kappa": "Cohen's kappa",
    "fleiss": "Fleiss' kappa",
    "brennan_prediger": "Brennan and Prediger",
}
COMPUTED: dict[Coefficient, Callable[[Numbers], float]] = {
    "alpha": lambda ratings: krippendorff_alpha(ratings).value,
    "percent": lambda ratings: percent_agreement(ratings).value,
    "ac1": lambda ratings: gwet_ac1(ratings).value,
    "kappa": lambda ratings: cohen_kappa(ratings[:, 0], ratings[:, 1]).value,
    "fleiss": lambda ratings: fleiss_kappa(ratings).value,
    "brennan_prediger": lambda ratings: brennan_prediger(ratings, categories=2).value,
}
NOTES = (
    (
        "Both coders worked blind: agreement is taken from their own layers, before they spoke about the differences. "
        "A source counts as coded twice where both layers hold any coding of it."
    ),
    (
        "The unit moves agreement more than the coefficient does, so it was fixed in the protocol. Alpha decides. "
        "Where a code is rare, the share of same decisions is high whatever the coders do, and the coefficients part: "
        "so all stand beside the code's prevalence, the share of units that a coder applied it to, on average."
    ),
    (
        "Krippendorff asks for an alpha of .800, and for one of .667 where conclusions are tentative. Trained coders "
        "of long interviews often reach less. What they did not agree on was settled between them; the themes rest on "
        "what they agreed on."
    ),
    (
        "The alpha on characters and u-alpha (nominal, in the form of 2016) also ask where a passage begins and ends. "
        "Characters beside each other are not independent, so they have no interval."
    ),
    "A theme is counted as applied where any code below it is.",
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Compare the two layers of every source that was coded twice, code by code."""
    coded, plan = read_coded(evidence.freeze), evidence.protocol.coding
    pair = _pair(coded, plan.unit if plan else None)
    shown: tuple[Coefficient, ...] = plan.coefficients if plan else ("alpha",)
    return Answer(
        population="Sources that two coders coded apart",
        n=_cells.things(len(pair.sources), "sources", national=True),
        tables=(_by_code(pair, shown), _overall(pair, plan)),
        figures=(FIGURE,),
        notes=(
            *NOTES,
            f"The unit is the {plan.unit}." if plan else "The protocol fixes no unit, so every unit counts.",
            *(() if pair.sources else (f"{NEVER_TWICE.capitalize()}.",)),
        ),
    )


@dataclass(frozen=True)
class Pair:
    """The sources that two coders coded, and what each of them did there."""

    coded: Coded
    sources: tuple[Source, ...]
    layers: tuple[tuple[Coding, ...], tuple[Coding, ...]]
    unit: str | None

    @cached_property
    def used(self) -> tuple[Code, ...]:
        """Return the codes that either of the two applied, and the themes above them, as the tree reads."""
        book = self.coded.codebook
        found = {code.id for layer in self.layers for coding in layer for code in book.path(coding.code)}
        return tuple(code for code in book.in_order() if code.id in found)

    def lines(self, code: Code) -> tuple[Continuum, ...]:
        """Return the sources as lines of characters on which each coder marked a code."""
        return continua(self.sources, self.layers, [code.id], codebook=self.coded.codebook)


def _pair(coded: Coded, unit: str | None) -> Pair:
    """Find the sources with codings of a first and of a second coder; of several rounds with both, the last counts."""
    found: dict[str, tuple[list[Coding], list[Coding]]] = {}
    for number in sorted({layer.round for layer in coded.layers}):
        sides = [_by_source(coded, purpose, number) for purpose in ("first", "second")]
        found |= {source: (sides[0][source], sides[1][source]) for source in sides[0] if source in sides[1]}
    sources = tuple(source for source in coded.sources if source.id in found)
    first, second = (tuple(c for source in sources for c in found[source.id][side]) for side in (0, 1))
    return Pair(coded, sources, (first, second), unit)


def _by_source(coded: Coded, purpose: str, number: int) -> dict[str, list[Coding]]:
    layers = {layer.id for layer in coded.layers if layer.purpose == purpose and layer.round == number}
    found: dict[str, list[Coding]] = {}
    for coding in coded.codings:
        if coding.layer in layers:
            found.setdefault(coding.source, []).append(coding)
    return found


def _by_code(pair: Pair, shown: Sequence[Coefficient]) -> Table:
    columns = (
        Column("prevalence", "Prevalence, %"),
        *(Column(name, LABELS[name]) for name in shown),
        Column("characters", "Alpha on characters"),
        Column("u_alpha", "u-alpha"),
    )
    rows = tuple(Row(row_id(code), pair.coded.label(code), tuple(_cells_of(pair, code, shown))) for code in pair.used)
    return Table("codes", "Agreement of two coders, code by code", "Code", columns, rows)


def _cells_of(pair: Pair, code: Code, shown: Sequence[Coefficient]) -> Iterator[Estimate]:
    rated = unit_ratings(pair.sources, pair.layers, code.id, unit=pair.unit, codebook=pair.coded.codebook)
    ratings = rated.ratings
    yield Estimate("mean", 100 * float(ratings.mean()), "% of units", people=None, national=True)
    for name in shown:
        yield _alpha(ratings, rated.clusters) if name == "alpha" else _coefficient(name, ratings)
    lines = [(line.length, line.coders) for line in pair.lines(code)]
    yield from (_defined(lambda: character_alpha(lines).value), _defined(lambda: u_alpha(lines).value))


def _coefficient(name: Coefficient, ratings: Numbers) -> Estimate:
    if name == "percent":
        return Estimate("mean", 100 * COMPUTED[name](ratings), "% of units", people=None, national=True)
    return _defined(lambda: COMPUTED[name](ratings))


def _defined(coefficient: Callable[[], float]) -> Estimate:
    """Return a coefficient, or say why there is none: coders who never applied a code cannot disagree on it."""
    try:
        value = coefficient()
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        return _cells.empty("coefficient", "", UNDEFINED, national=True)
    return Estimate("coefficient", value, "", people=None, national=True)


def _alpha(ratings: Numbers, clusters: Sequence[str]) -> Estimate:
    """Return alpha with its interval; sources are drawn again, so their counts are enough to know it in each draw."""
    found = _defined(lambda: COMPUTED["alpha"](ratings))
    if found.value is None:
        return found
    names = list(dict.fromkeys(clusters))
    of = np.array(clusters)
    counts = np.array([_counts(ratings[of == name]) for name in names])
    try:
        drawn = resampled_interval(
            lambda rows: alpha_of_counts(counts[rows].sum(axis=0)), names, seed=SEED, draws=DRAWS
        )
    except ValueError:
        return found
    low, high = min(drawn.low, found.value), max(drawn.high, found.value)
    return Estimate("coefficient", found.value, "", people=None, low=low, high=high, national=True)


def _counts(ratings: Numbers) -> Numbers:
    """Return units, units with different decisions, and decisions to apply the code."""
    return np.array([len(ratings), (ratings[:, 0] != ratings[:, 1]).sum(), ratings.sum()], dtype=float)


def alpha_of_counts(counts: Numbers) -> float:
    """Return Krippendorff's alpha of two coders and a yes or no, without gaps, from counts as `_counts` returns them.

    Raises ValueError where one answer was never given.
    """
    units, different, applied = (float(count) for count in counts)
    decisions = 2 * units
    by_chance = 2 * applied * (decisions - applied) / (decisions * (decisions - 1))
    if not by_chance:
        raise ValueError("All decisions are the same.")
    return 1 - different / units / by_chance


def _overall(pair: Pair, plan: CodingPlan | None) -> Table:
    found = unit_code_sets(pair.sources, pair.layers, unit=pair.unit)
    coded = len(pair.coded.coded)
    planned = f", {100 * plan.coded_twice:g}% planned" if plan else ""
    cells = (
        _cells.things(len(pair.sources), "sources", national=True),
        _cells.part_of(
            len(pair.sources), coded, why_missing="no coded source was received", about_people=False, national=True
        ),
        _cells.things(len(found.units), "units", national=True),
        _defined(lambda: masi_alpha(found.sets).value),
    )
    columns = (
        Column("sources", "Sources coded twice"),
        Column("share", f"Share of coded sources{planned}"),
        Column("units", "Units compared"),
        Column("masi", "Alpha on sets of codes (MASI)"),
    )
    title = "How much was coded twice, and agreement on all codes of a unit at once"
    return Table("overall", title, "All codes", columns, (Row("all", "All codes", cells),))


FIGURE = Figure(
    "codes",
    "Krippendorff's alpha of two coders, code by code",
    "intervals",
    "codes",
    ("alpha",),
    "Krippendorff's alpha",
    "For each code a point for the alpha of two coders on the protocol's unit, with its interval.",
)

analysis = Analysis(
    title="Agreement of coders",
    method=(
        "Two coders code a share of the sources apart. For each code, Krippendorff's alpha (Content Analysis, 4th "
        "edition, 2018) is taken over the units of the protocol, applied or not, with an interval from drawing whole "
        "sources again; beside it the share of same decisions, Gwet's AC1 (Br J Math Stat Psychol 2008;61:29-48) or "
        "what else the protocol names, the alpha on characters and u-alpha, and over all codes at once alpha with the "
        "MASI distance (Passonneau, LREC 2006)."
    ),
    answer=answer,
)
