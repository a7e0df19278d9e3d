"""What was seen in observed meetings, how alike two people saw it, and whether one of them came to see it otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
import polars as pl
from scipy.special import stdtrit

from newel.analysis import _cells
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import words
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.observing import same_events
from newel.protocol import ObservedItem, Observing, Question
from newel.statistics import Numbers
from newel.statistics.measurement import intraclass, krippendorff_alpha, resampled_interval

SEED, DRAWS = 11, 500
"""Of the interval of alpha: meetings are drawn again so many times."""
NOT_PLANNED = "The protocol does not say what is looked for in meetings, so nothing of them was received."
FEWEST = 5
"""Meetings that two people rated, below which agreement on an item is not worked out."""
STEPS, YEAR = "steps", 365.25
NONE_RATED = "nobody rated it in a meeting of this kind"
TOO_FEW = "fewer than five meetings were rated by two people"
NOT_DEFINED = "all ratings are the same, so that agreement beyond chance is not defined"
NOTES = (
    (
        "Two people sat in each meeting and could not see each other's sheet until both were closed. Agreement is that "
        "of the two sheets. What was seen is what they agreed on afterwards, or the one sheet where there is one."
    ),
    (
        "Alpha is Krippendorff's for ordered steps, with the interval from drawing meetings again. ICC(2,1) asks "
        "whether two other people would have said the same, ICC(3,k) whether the mean of these two is reliable. Where "
        "nearly all meetings look alike on an item, both are low although the two agree: read them beside the shares."
    ),
    (
        "Meetings were chosen, not drawn, and staff knew that somebody was there. Means describe these meetings and "
        "have no interval."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Describe what was seen by kind of meeting, and compare the two sheets of each."""
    meetings, observing = evidence.freeze.frame("observation"), evidence.protocol.observing
    if observing is None:
        none = _cells.things(0, "meetings", national=True)
        return Answer(population="Observed meetings of staff", n=none, tables=(), notes=(NOT_PLANNED,))
    sheets = Sheets(observing, meetings, evidence.freeze.frame("observation_rating"))
    events = Events(observing, meetings, evidence.freeze.frame("observation_event"))
    return Answer(
        population="Observed meetings of staff, at the sites that were chosen for it",
        n=_cells.things(meetings.height, "meetings", national=True),
        tables=(_seen(sheets), _agreement(sheets), _drift(sheets), _timed(events)),
        figures=FIGURES,
        notes=(
            *NOTES,
            f"The sheet: {observing.title}. Its words: {observing.source}.",
            *_anchors(observing),
            *(() if meetings.height else ("No observation was received.",)),
        ),
    )


@dataclass(frozen=True)
class Sheets:
    """The rated items of every observed meeting."""

    observing: Observing
    meetings: pl.DataFrame
    ratings: pl.DataFrame

    @cached_property
    def settled(self) -> pl.DataFrame:
        """What stands of each meeting: the agreed sheet, or the first one where nobody else was there."""
        order = pl.col("sheet").replace_strict({"agreed": 0, "first": 1, "second": 2}, return_dtype=pl.Int64)
        first = self.ratings.sort(order, maintain_order=True).unique(["observation_id", "item"], keep="first")
        return first.join(self.meetings.select("observation_id", "meeting"), on="observation_id")

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """A row for each meeting and item that both rated: first, second, and the years since the first meeting."""
        sides = (
            self.ratings.filter(pl.col("sheet") == sheet).select("observation_id", "item", value.alias(sheet))
            for sheet, value in (("first", pl.col("value")), ("second", pl.col("value")))
        )
        one, other = sides
        days = self.meetings.select("observation_id", days=pl.col("held_on").dt.epoch("d"))
        both = one.join(other, on=["observation_id", "item"]).drop_nulls().join(days, on="observation_id")
        years = (pl.col("days") - pl.col("days").min()) / YEAR
        return both.with_columns(years=years).sort("observation_id", "item")

    def of_item(self, item: ObservedItem) -> Numbers:
        """Return what both said of one item, shape (meetings, 2)."""
        return self.pairs.filter(item=item.id).select("first", "second").to_numpy().astype(float)


def _seen(sheets: Sheets) -> Table:
    kinds = {kind: words(kind) for kind in sheets.observing.meetings}
    columns = (Column("all", "All meetings"), *(Column(kind, label) for kind, label in kinds.items()))
    rows = []
    for item in sheets.observing.rated:
        of_item = sheets.settled.filter(item=item.id)
        parts = (of_item, *(of_item.filter(meeting=kind) for kind in kinds))
        rows.append(Row(item.id, f"{item.label} (1 to {len(item.anchors)})", tuple(map(_step, parts))))
    return Table("seen", "What was seen, as the mean step", "Item", columns, tuple(rows))


def _step(rated: pl.DataFrame) -> Estimate:
    values = rated["value"].drop_nulls()
    if values.is_empty():
        return _cells.empty("mean", STEPS, NONE_RATED, national=True)
    return Estimate("mean", float(values.to_numpy().mean()), STEPS, people=None, national=True)


def _agreement(sheets: Sheets) -> Table:
    columns = (
        Column("meetings", "Meetings rated by two"),
        Column("exact", "Same step, %"),
        Column("near", "Within one step, %"),
        Column("alpha", "Alpha (ordered steps)"),
        Column("icc", "ICC(2,1)"),
        Column("icc_mean", "ICC(3,k)"),
    )
    rows = tuple(Row(item.id, item.label, _alike(sheets.of_item(item))) for item in sheets.observing.rated)
    return Table("agreement", "How alike two people rated the same meeting", "Item", columns, rows)


def _alike(rated: Numbers) -> tuple[Estimate, ...]:
    apart = np.abs(rated[:, 0] - rated[:, 1])
    counted = _cells.things(len(rated), "meetings", national=True)
    shares = tuple(
        _cells.part_of(int((apart <= most).sum()), len(rated), why_missing=TOO_FEW, about_people=False, national=True)
        for most in (0, 1)
    )
    return (counted, *shares, _alpha(rated), _intraclass(rated, "ICC2"), _intraclass(rated, "ICC3k"))


def _alpha(rated: Numbers) -> Estimate:
    if len(rated) < FEWEST or np.ptp(rated) == 0:
        return _not_defined(rated)
    found = resampled_interval(
        lambda rows: krippendorff_alpha(rated[rows], level="ordinal").value, range(len(rated)), seed=SEED, draws=DRAWS
    )
    low, high = min(found.low, found.value), max(found.high, found.value)
    return Estimate("coefficient", found.value, "", people=None, low=low, high=high, national=True)


def _intraclass(rated: Numbers, form: str) -> Estimate:
    if len(rated) < FEWEST or np.ptp(rated) == 0:
        return _not_defined(rated)
    found = intraclass(rated)[form]
    if not np.isfinite([found.value, found.low, found.high]).all():
        return _not_defined(rated)
    return Estimate("coefficient", found.value, "", people=None, low=found.low, high=found.high, national=True)


def _not_defined(rated: Numbers) -> Estimate:
    return _cells.empty("coefficient", "", TOO_FEW if len(rated) < FEWEST else NOT_DEFINED, national=True)


def _drift(sheets: Sheets) -> Table:
    columns = (Column("higher", "Second higher by, steps"), Column("a_year", "More each year by, steps"))
    by_meeting = sheets.pairs.group_by("observation_id").agg(pl.col("first", "second", "years").mean())
    whole = by_meeting.sort("observation_id")
    parts = [(item.id, item.label, sheets.pairs.filter(item=item.id)) for item in sheets.observing.rated]
    rows = tuple(Row(name, label, _moved(pairs)) for name, label, pairs in [*parts, ("all", "All items", whole)])
    return Table("drift", "Whether the second of the two came to rate otherwise than the first", "Item", columns, rows)


def _moved(pairs: pl.DataFrame) -> tuple[Estimate, ...]:
    """Return the mean difference of two people, second less first, and how it changed with time, by least squares."""
    apart, years = _cells.numbers(pairs, "second") - _cells.numbers(pairs, "first"), _cells.numbers(pairs, "years")
    level = np.ones((len(apart), 1))
    return _slope(apart, level), _slope(apart, np.column_stack([level, years]))


def _slope(apart: Numbers, columns: Numbers) -> Estimate:
    """Return the last coefficient of a least-squares fit with its 95 % interval."""
    freedom = len(apart) - columns.shape[1]
    if len(apart) < FEWEST or np.linalg.matrix_rank(columns) < columns.shape[1]:
        return _cells.empty("difference", STEPS, TOO_FEW, national=True)
    found, *_ = np.linalg.lstsq(columns, apart, rcond=None)
    rest = apart - columns @ found
    variance = float(rest @ rest) / freedom * np.linalg.inv(columns.T @ columns)[-1, -1]
    margin = float(stdtrit(freedom, 0.975) * np.sqrt(variance))
    value = float(found[-1])
    return Estimate("difference", value, STEPS, people=None, low=value - margin, high=value + margin, national=True)


@dataclass(frozen=True)
class Events:
    """The timed items of every observed meeting."""

    observing: Observing
    meetings: pl.DataFrame
    events: pl.DataFrame

    def moments(self, item: ObservedItem, sheet: str) -> dict[str, list[int]]:
        """Return the moments of one item on one kind of sheet, by meeting."""
        rows = self.events.filter(item=item.id, sheet=sheet).sort("observation_id", "second")
        pairs = rows.select("observation_id", "second").rows()
        return {name: [second for _, second in group] for name, group in groupby(pairs, key=lambda pair: pair[0])}

    @property
    def hours(self) -> float:
        """The length of all meetings together."""
        return _cells.total(self.meetings, "minutes") / 60


def _timed(events: Events) -> Table:
    columns = (
        Column("an_hour", "An hour, by the first person"),
        Column("both", "Timed by both, %"),
        Column("apart", "Seconds apart"),
    )
    rows = tuple(Row(item.id, item.label, tuple(_timing(events, item))) for item in events.observing.timed)
    seconds = events.observing.seconds_apart
    title = f"Events that were timed; two people's are one where they lie within {seconds} seconds"
    return Table("timed", title, "Event", columns, rows)


def _timing(events: Events, item: ObservedItem) -> Iterator[Estimate]:
    first, second = (events.moments(item, sheet) for sheet in ("first", "second"))
    timed = sum(map(len, first.values()))
    if events.hours:
        yield Estimate("mean", timed / events.hours, "an hour", people=None, national=True)
    else:
        yield _cells.empty("mean", "an hour", "no meeting was observed", national=True)
    twice = [name for name in first if name in second]
    pairs = [
        pair for name in twice for pair in same_events(first[name], second[name], apart=events.observing.seconds_apart)
    ]
    all_of_them = sum(len(first[name]) + len(second[name]) for name in twice) - len(pairs)
    why = "two people timed it in no meeting"
    yield _cells.part_of(len(pairs), all_of_them, why_missing=why, about_people=False, national=True)
    if pairs:
        apart = float(np.mean([abs(one - other) for one, other in pairs]))
        yield Estimate("mean", apart, "seconds", people=None, national=True)
    else:
        yield _cells.empty("mean", "seconds", why, national=True)


def _anchors(observing: Observing) -> Iterator[str]:
    """Say what the steps are, item by item: a mean step means nothing without them."""
    for item in observing.rated:
        steps = (f"{step}, {anchor[:1].lower()}{anchor[1:]}" for step, anchor in enumerate(item.anchors, start=1))
        yield f"{item.label}: {'; '.join(steps)}."


FIGURES = (
    Figure(
        "agreement",
        "Agreement of two people on each item",
        "intervals",
        "agreement",
        ("alpha", "icc"),
        "Agreement beyond chance, 1 is complete",
        "For each item, a point for alpha and one for the intraclass correlation, with their intervals.",
    ),
)

analysis = Analysis(
    title="Observed meetings",
    method=(
        "Two people rate each observed meeting blind to each other, on the anchored steps of the protocol, and time "
        "events. Agreement is Krippendorff's alpha for ordered steps with an interval from drawing meetings again, the "
        "intraclass correlations ICC(2,1) and ICC(3,k) (Shrout and Fleiss 1979), and the shares of the same step and "
        "of steps next to each other. Whether the two drift apart is the slope of their difference on time."
    ),
    answer=answer,
)
