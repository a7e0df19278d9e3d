"""Statistics by themes: scales and incidents at sites where a theme is heard more often, and where it is heard less."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median

import polars as pl

from newel.analysis import _cells, _notes, _options
from newel.analysis._answers import of_scale, scale_scores, sent_responses
from newel.analysis._coded import Coded, read_coded, row_id
from newel.analysis._incidents import MEASURES, UNIT, counted_months, pooled_rate
from newel.analysis._places import Place
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._positions import UNIT as RANGE
from newel.analysis._positions import position
from newel.coding import Code
from newel.faults import Refused
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.instruments import Instrument, Scale
from newel.protocol import Question

FEWEST = 2
"""Sites on each side; the numbers of one site by itself are nobody's to print here."""
TOO_FEW = "fewer than two sites on this side"
NOTHING = "No coded source was received, so no theme can be laid beside the numbers."
NOTES = (
    (
        "Sites in which anything was coded are put into two groups for each theme: those in which the theme comes up "
        "in a larger share of their sources than in the site in the middle, and the others. The rates and positions "
        "are of all months and waves of these sites, and of everybody who answered there, not only of who was "
        "interviewed."
    ),
    (
        "This is a display and no test. Few sites were visited, they were chosen, and they differ in much else: that "
        "numbers differ where a theme is heard more does not say that one comes from the other. For the same reason no "
        "interval is given."
    ),
    "Position on a scale runs from 0, the worse end, to 100, the better end, whatever the scale's own numbers are.",
)


@dataclass(frozen=True)
class Statistic:
    """One number that is laid beside the themes: its name, and how it is computed for some sites."""

    id: str
    label: str
    frame: pl.DataFrame
    scale: Scale | None = None

    def at(self, sites: tuple[str, ...]) -> Estimate:
        """Return the number over these sites."""
        place = Place("some", "Some sites", sites)
        if len(sites) < FEWEST:
            return _cells.empty("mean" if self.scale else "rate", RANGE if self.scale else UNIT, TOO_FEW)
        scale = self.scale
        found = pooled_rate(self.frame, place) if scale is None else position(place.rows(self.frame), scale, place)
        return replace(found, low=None, high=None)  # over two or three sites an interval says only how few they are


def answer(question: Question, evidence: Evidence) -> Answer:
    """For each theme, split the sites that were listened to, and lay the chosen numbers of both sides beside it."""
    coded = read_coded(evidence.freeze)
    statistics = [*_rates(question, evidence), *_scales(question, evidence)]
    themes = [theme for theme in coded.codebook.themes() if theme.id in coded.where]
    splits = [(theme, _split(coded, theme)) for theme in themes]
    tables = tuple(_table(statistic, splits) for statistic in statistics) if themes else ()
    return Answer(
        population="Sites in which interviews, groups or other sources were coded, by how often a theme comes up there",
        n=_cells.things(len({source.site for source in coded.coded}), "sites", national=True),
        tables=(_prevalence(coded, splits), *tables) if themes else (),
        figures=tuple(_figure(statistic) for statistic in statistics) if themes else (),
        notes=(
            *NOTES,
            *(() if themes else (NOTHING,)),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _rates(question: Question, evidence: Evidence) -> Iterator[Statistic]:
    returns = evidence.freeze.frame("monthly_return")
    for measure in _options.some_of(question, "measures", MEASURES):
        yield Statistic(measure, f"{MEASURES[measure][0]} {UNIT}", counted_months(returns, measure))


def _scales(question: Question, evidence: Evidence) -> Iterator[Statistic]:
    """Yield the scales the question names as group.instrument.scale; none where it names none."""
    for name in _options.several(question, "scales") if "scales" in question.options else ():
        group, instrument, scale = _named(question, name, evidence)
        scores = scale_scores(evidence, sent_responses(evidence, group), [instrument])
        mine = of_scale(scores, instrument, scale).drop_nulls("score")
        plural = evidence.protocol.group(group).plural
        yield Statistic(f"{group}_{instrument.id}_{scale.id}", f"{plural}: {scale.label}", mine, scale)


def _named(question: Question, name: str, evidence: Evidence) -> tuple[str, Instrument, Scale]:
    groups = {group.id for group in evidence.protocol.groups}
    known = {
        f"{group}.{instrument.id}.{scale.id}": (group, instrument.asked_of(group), scale)
        for group in sorted(groups)
        for instrument in evidence.instruments.values()
        for scale in instrument.asked_of(group).scales
    }
    if name not in known:
        raise Refused.because(
            "protocol.toml",
            f"questions, {question.id}, options, scales",
            found=f"`{name}`",
            expected="group.instrument.scale of this study",
            remedy="Write for example young_person.newel_young_person.being_heard.",
        )
    return known[name]


Split = tuple[tuple[str, ...], tuple[str, ...]]


def _split(coded: Coded, theme: Code) -> Split:
    """Return the sites in which the theme comes up in more of the sources than in the middle site, and the others."""
    shares = dict(_shares(coded, theme))
    middle = median(shares.values())
    more = tuple(site for site, share in shares.items() if share > middle)
    return more, tuple(site for site in shares if site not in more)


def _shares(coded: Coded, theme: Code) -> Iterator[tuple[str, float]]:
    """Yield (site, share of its coded sources in which the theme comes up), in the order of the sites."""
    for site in sorted({str(source.site) for source in coded.coded if source.site}):
        own = [source for source in coded.coded if source.site == site]
        yield site, sum(source.id in coded.where[theme.id] for source in own) / len(own)


def _prevalence(coded: Coded, splits: Iterable[tuple[Code, Split]]) -> Table:
    columns = (Column("more", "Where it is heard more"), Column("less", "Where it is heard less"))
    rows = []
    for theme, split in splits:
        cells = tuple(_share_at(coded, theme, sites) for sites in split)
        rows.append(Row(row_id(theme), theme.name, cells))
    title = "Share of sources in which each theme comes up, at the two groups of sites"
    return Table("themes", title, "Theme", columns, tuple(rows))


def _share_at(coded: Coded, theme: Code, sites: tuple[str, ...]) -> Estimate:
    own = [source for source in coded.coded if source.site in sites]
    within = [source for source in own if source.id in coded.where[theme.id]]
    if len(sites) < FEWEST or not own:
        return _cells.empty("percentage", "%", TOO_FEW)
    value = 100 * len(within) / len(own)
    return Estimate("percentage", value, "%", coded.heard(own), len(within), len(own))


def _table(statistic: Statistic, splits: Iterable[tuple[Code, Split]]) -> Table:
    columns = (Column("more", "Where it is heard more"), Column("less", "Where it is heard less"))
    rows = tuple(
        Row(row_id(theme), theme.name, tuple(statistic.at(sites) for sites in split)) for theme, split in splits
    )
    return Table(statistic.id, f"{statistic.label}, by how often a theme is heard", "Theme", columns, rows)


def _figure(statistic: Statistic) -> Figure:
    return Figure(
        statistic.id,
        f"{statistic.label}, by how often a theme is heard",
        "bars",
        statistic.id,
        ("more", "less"),
        "Position on the scale, 100 is the better end" if statistic.scale else UNIT.capitalize(),
        f"For each theme two bars: {statistic.label.split(' per ')[0].lower()} at sites where the theme is heard more "
        "often and at the others.",
    )


analysis = Analysis(
    title="Statistics by themes",
    method=(
        "A statistics-by-themes joint display (Guetterman, Fetters and Creswell, Annals of Family Medicine "
        "2015;13:554-561): rates and mean positions of the sites of two groups, formed for each theme by the median of "
        "the sites' shares of sources in which it comes up. Each number is computed as in its own analysis."
    ),
    answer=answer,
)
