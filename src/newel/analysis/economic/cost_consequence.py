"""Costs by who bears them, and beside them what changed: no weights, and no sum of what cannot be added."""

from collections.abc import Mapping

from newel.analysis import _cells, _notes, _options
from newel.analysis._comparing import Compared, compared, corrected
from newel.analysis._delivery import RATIOS, Delivery, ratios, read_delivery
from newel.analysis._economics import header_notes, left_out, perspectives
from newel.analysis._incidents import MEASURES
from newel.analysis._outcome_cells import difference, effect_size, label, not_held, p_value, sentence
from newel.analysis._outcome_cells import words as in_words
from newel.analysis._places import places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._prevented import FULL, Prevented, fewer_cell, prevented, rate_cell
from newel.analysis._series import DELIVERY
from newel.analysis._series_changes import change_of
from newel.findings import Answer, Column, Estimate, Row, Table
from newel.protocol import Protocol, Question

ROLE = "primary"
LEVEL = 0.05
NOTES = (
    (
        "Costs and consequences stand side by side and are not traded against each other. Each consequence keeps its "
        "own unit: whoever reads the table decides what it is worth."
    ),
    (
        "The consequences are those of the sections on incidents and on primary outcomes, from the same records. "
        "Differences are between waves, or between months with delivery and without it at the same sites, and not "
        "between settings with the framework and settings without it."
    ),
    (
        "Incidents: what the model of the series expects in the months of delivery without it and with full delivery, "
        "and the difference (delta method, sites' own levels held), which holds both the change when delivery starts "
        "and what each year of it adds."
    ),
    (
        "A cost falls on whoever bears it; a consequence falls on young people and staff, whoever pays. So the "
        "consequences are not divided by perspective."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Set what delivery costs each perspective beside what changed."""
    protocol, delivery = evidence.protocol, read_delivery(evidence)
    measures = _options.some_of(question, "measures", MEASURES)
    outcomes = protocol.outcomes_of(ROLE)
    found = compared(evidence, outcomes)
    series = {measure: prevented(evidence, measure) for measure in measures}
    costs = () if delivery.why_none else (_costs(protocol, delivery),)
    tables = (*costs, _incidents(series), *([_outcomes(protocol, found)] if found else []))
    return Answer(
        population="Sites that deliver the framework, their staff and the young people who live there",
        n=_cells.things(len(protocol.sites), "sites", national=True),
        tables=tables,
        notes=(
            *NOTES,
            *header_notes(protocol),
            *left_out(delivery.left_out),
            *([f"No cost is shown: {delivery.why_none}."] if delivery.why_none else []),
            *not_held(protocol, outcomes, found),
            *_notes.months(protocol),
            *_notes.interrupted(protocol),
        ),
    )


def _costs(protocol: Protocol, delivery: Delivery) -> Table:
    everywhere = places(protocol)[-1]
    rows = tuple(
        Row(name, name_in_words, ratios(delivery.borne_by(name), everywhere))
        for name, name_in_words in perspectives(protocol)
    )
    columns = tuple(Column(name, ratio[0]) for name, ratio in RATIOS.items())
    return Table("costs", "Costs of full delivery, by who bears them", "Perspective", columns, rows)


def _incidents(series: Mapping[str, Prevented]) -> Table:
    columns = (
        Column("without", "Without delivery"),
        Column("with_full", "With full delivery"),
        Column("fewer", "Fewer with full delivery"),
        Column("change", "Change when delivery starts, %"),
        Column("says", "What can be said"),
    )
    rows = tuple(
        Row(
            measure,
            found.label,
            (*_rates(found), fewer_cell(found), change_of(found.series, DELIVERY[0])[0], _incidents_say(found)),
        )
        for measure, found in series.items()
    )
    title = "Consequences: incidents per 100 children and year, in the months of delivery"
    return Table("incidents", title, "Incident", columns, rows)


def _rates(found: Prevented) -> tuple[Estimate, ...]:
    return rate_cell(found, 0.0), rate_cell(found, FULL)


def _incidents_say(found: Prevented) -> Estimate:
    told = found.fewer
    if told is None:
        return in_words(sentence(found.why_none), None)
    low, high = float(told.low[0]), float(told.high[0])
    says = "Fewer" if low > 0 else "More" if high < 0 else "Cannot tell"
    return in_words(says, found.series.people)


def _outcomes(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    adjusted = corrected(protocol, found)
    columns = (
        Column("difference", "Adjusted difference"),
        Column("effect", "Effect size"),
        Column("p_corrected", "p corrected"),
        Column("says", "What can be said"),
    )
    rows = tuple(Row(name, label(each), _outcome(each, adjusted[name])) for name, each in found.items())
    names = {wave.id: wave.label.lower() for wave in protocol.waves}
    impact = protocol.impact
    since = f", {names[impact.reference_wave]} to {names[impact.first_follow_up]}" if impact else ""
    return Table("outcomes", f"Consequences: primary outcomes{since}", "Outcome", columns, rows)


def _outcome(each: Compared, p: float) -> tuple[Estimate, ...]:
    gain = each.gain
    return (
        difference(gain),
        effect_size(each, gain),
        p_value(p, gain.people, why_none=gain.why_none),
        in_words(_outcome_says(each, p), gain.people),
    )


def _outcome_says(each: Compared, p: float) -> str:
    if each.gain.why_none or not p < LEVEL:
        return "Cannot tell"
    return "Better" if each.gain.estimate * each.scores.better > 0 else "Worse"


analysis = Analysis(
    title="Cost-consequence analysis",
    method=(
        "Costs of full delivery by perspective, and beside them, unweighted, the consequences: incidents by the model "
        "of the interrupted series and primary outcomes by the model of change, with their intervals (Coast J, BMJ "
        "2004;329:1233-1236, on why the reader and not a formula should weigh them)."
    ),
    answer=answer,
)
