"""What a group's questionnaires say: mean scale scores by site type and wave."""

import polars as pl

from newel.analysis import _cells, _notes, _options
from newel.analysis._answers import asked_instruments, better, of_scale, scale_names, scale_scores, sent_responses
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.instruments import Instrument, Scale
from newel.protocol import Protocol, Question, Wave
from newel.statistics import clustered_mean

NOBODY = "nobody answered"
NOTES = (
    (
        "A mean is of everyone who sent their answers and answered enough items for the scale to be scored; the "
        "table of scored responses says how many that is."
    ),
    "The first table has all scales over all sites; the others have one scale each, by type of site.",
    "People chose to answer, and those who did not may feel differently. No weight corrects for that.",
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Score every scale the question names, and average it by site type and wave."""
    protocol = evidence.protocol
    group = protocol.group(_options.one(question, "group", [group.id for group in protocol.groups]))
    named = _options.several(question, "instruments")
    instruments = asked_instruments(evidence, group.id, named)
    sent = sent_responses(evidence, group.id)
    scores = scale_scores(evidence, sent, instruments)
    tables = tuple(_scale_table(protocol, scores, which) for which in scale_names(instruments))
    return Answer(
        population=f"{group.plural} who sent a questionnaire",
        n=_cells.of_people(sent["participant_id"].n_unique(), national=True),
        tables=(_overview(protocol, scores, instruments), *tables, _completeness(instruments, scores)),
        figures=tuple(_figure(table) for table in tables),
        notes=(
            *NOTES,
            *_absent(instruments, scores),
            *_notes.instruments(evidence, named),
            *_notes.intervals(protocol, tables),
            *_notes.waves(protocol, group),
            *_notes.site_types(protocol),
        ),
    )


def _absent(instruments: list[Instrument], scores: pl.DataFrame) -> list[str]:
    answered = set(scores["instrument"])
    return [
        f"{instrument.title}: no answer was received." for instrument in instruments if instrument.id not in answered
    ]


def _overview(protocol: Protocol, scores: pl.DataFrame, instruments: list[Instrument]) -> Table:
    """Lay all scales below each other, over all sites, before each is broken down by type of site."""
    whole, rows = places(protocol)[-1], []
    for instrument, scale in scale_names(instruments):
        mine = of_scale(scores, instrument, scale).drop_nulls("score")
        waves = (mine.filter(pl.col("wave") == wave.id) for wave in protocol.waves)
        cells = tuple(_cells_of(here, scale, whole)[1] for here in waves)
        rows.append(Row(f"{instrument.id}_{scale.id}", _title(instrument, scale), cells))
    columns = tuple(Column(wave.id, wave.label) for wave in protocol.waves)
    return Table("overview", "Mean scores of all sites together, wave by wave", "Scale", columns, tuple(rows))


def _title(instrument: Instrument, scale: Scale) -> str:
    return f"{instrument.title}: {scale.label} ({scale.lowest:g} to {scale.highest:g}, {better(scale)})"


def _scale_table(protocol: Protocol, scores: pl.DataFrame, which: tuple[Instrument, Scale]) -> Table:
    instrument, scale = which
    mine, rows = of_scale(scores, instrument, scale).drop_nulls("score"), []
    for place in places(protocol):
        for wave in protocol.waves:
            here = place.rows(mine).filter(pl.col("wave") == wave.id)
            rows.append(Row(f"{place.id}_{wave.id}", _label(place, wave), _cells_of(here, scale, place)))
    columns = (Column("people", "People"), Column("mean", "Mean score"))
    return Table(f"{instrument.id}_{scale.id}", _title(instrument, scale), "Site type and wave", columns, tuple(rows))


def _label(place: Place, wave: Wave) -> str:
    return f"{place.label}, {wave.label.lower()}"


def _cells_of(here: pl.DataFrame, scale: Scale, place: Place) -> tuple[Estimate, ...]:
    number = here["participant_id"].n_unique()
    people = _cells.of_people(number, national=place.whole_study)
    if not number:
        return people, _cells.empty("mean", "points", NOBODY, national=place.whole_study)
    found = clustered_mean(_cells.numbers(here, "score"), here["site_id"].to_numpy())
    possible = _cells.within(found, scale.lowest, scale.highest)
    return people, _cells.mean(possible, "points", number, national=place.whole_study)


def _completeness(instruments: list[Instrument], scores: pl.DataFrame) -> Table:
    columns = (
        Column("sent", "Sent answers"),
        Column("scored", "Could be scored"),
        Column("share_scored", "Share scored"),
    )
    rows = tuple(
        Row(
            f"{instrument.id}_{scale.id}",
            f"{instrument.title}: {scale.label}",
            _scored(of_scale(scores, instrument, scale)),
        )
        for instrument, scale in scale_names(instruments)
    )
    return Table("completeness", "Responses that could be scored, over all waves", "Scale", columns, rows)


def _scored(scores: pl.DataFrame) -> tuple[Estimate, ...]:
    scored = scores.drop_nulls("score")
    return (
        _cells.of_people(scores.height, "responses", national=True),
        _cells.of_people(scored.height, "responses", national=True),
        _cells.part_of(scored.height, scores.height, why_missing=NOBODY, national=True),
    )


def _figure(table: Table) -> Figure:
    alt = "For each site type in each wave, and for all sites, a point for the mean score with its interval."
    return Figure(table.id, table.title, "intervals", table.id, ("mean",), "Mean score", alt)


analysis = Analysis(
    title="Scale scores",
    method=(
        "Scales are scored by the instrument's own key, with its rule for items left out. Means are given by "
        "site type and wave with intervals that take sites as the sampling unit (bias-reduced cluster-robust "
        "variance CR2 with Satterthwaite degrees of freedom; Bell and McCaffrey 2002; Pustejovsky and Tipton "
        "2018), cut to the range of the scale."
    ),
    answer=answer,
)
