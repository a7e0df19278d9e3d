"""What help people used, what that and delivery cost, and how costs and outcomes of the same people changed."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from newel.analysis import _cells, _options
from newel.analysis._change import Difference
from newel.analysis._costs_and_outcomes import CostsAndOutcomes
from newel.analysis._delivery import PER_CHILD_YEAR
from newel.analysis._economics import ALL, SEED, header_notes, left_out, perspectives
from newel.analysis._joint_certainty import certainty_notes, certainty_tables
from newel.analysis._joint_checks import Way, joint_way
from newel.analysis._joint_decision import decision_figures, decision_notes, decision_tables
from newel.analysis._outcome_cells import POINTS, coefficient, difference
from newel.analysis._outcomes import Scores
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._service_use import read_service_users, why_no_users
from newel.costs import registry_of
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Impact, Protocol, Question
from newel.statistics.arrays import Numbers

GBP = f"GBP {PER_CHILD_YEAR}"
NOT_APART = "The costs of single bodies do not vary between people, or only together, so their sum alone is modelled."
NORMAL = 1.959963984540054
"""97.5 % point of the normal distribution."""
MIN_FREEDOM = 4
_WEEKS_OF_A_MONTH = 365.25 / 7 / 12
TOGETHER = (
    "How an outcome goes with cost is a correlation among young people of one site and wave, from -1 to 1. At 0 the "
    "two have nothing to do with each other; below 0 those who score higher cost less, and above 0 they cost more."
)
NOTES = (
    (
        "A person's cost is what they said of the help they had, at unit costs, brought to a year; and as much of the "
        "cost of delivery of a child and year as their site delivered in that wave. Delivery's part is the same for "
        "everyone at a site, so it says how sites differ and not how people do."
    ),
    (
        "Costs and outcomes are in one model: each may differ by wave, each site is held at its own level, sites may "
        "change unlike each other, and costs and outcomes of a person, and of a site, may go together (Nixon and "
        "Thompson 2005). Intervals are by t with as many degrees of freedom as pairs of site and wave leave over."
    ),
    (
        "Who answers in several waves counts anew in each, and the intervals bear it: what is alike in two answers of "
        "a person is alike in the means of their site, and how these move is what the model measures. In studies drawn "
        "with 18 sites, where half answered the next wave again and half of how people differ was lasting, 93 to 98 of "
        "100 intervals held the truth; where nobody answered again, 94 to 98."
    ),
    (
        "It is a change at the same sites over time, and what people remember of some weeks; neither what the "
        "framework caused, nor what files would count."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Set costs beside outcomes, person by person, or say why that cannot be done."""
    protocol, why = evidence.protocol, why_no_users(evidence)
    seed = _options.whole_number(question, "seed", SEED)
    if why or protocol.impact is None:
        return Answer("Nobody", _cells.things(0, "answers"), (), notes=(f"Nothing is shown: {why}.",))
    found = CostsAndOutcomes(evidence, read_service_users(evidence), protocol.impact, seed)
    users, costs = found.users, _costs(found)
    return Answer(
        population=f"{protocol.group(users.header.group).plural} who sent answers in the waves compared",
        n=_cells.of_people(users.people(*_waves(protocol)), national=True),
        tables=(
            _use(found),
            costs,
            *([] if users.why_no_delivery else [_parts(found)]),
            *([_outcomes(found)] if users.outcomes else []),
            *decision_tables(protocol, found.joint, found.ends),
            *certainty_tables(protocol, found.joint, found.ends),
            _ways(found),
        ),
        figures=(_figure(costs), *decision_figures(protocol, found.joint)),
        notes=(
            *NOTES,
            *([TOGETHER] if users.outcomes else []),
            *_about(found),
            *certainty_notes(found.joint, delivery=not users.why_no_delivery),
            *decision_notes(protocol, found.joint),
            *header_notes(protocol),
            *left_out(users.left_out),
        ),
    )


def _waves(protocol: Protocol) -> tuple[str, ...]:
    return tuple(wave.id for wave in protocol.waves)


def _compared(impact: Impact) -> tuple[str, ...]:
    return tuple(dict.fromkeys((impact.reference_wave, impact.first_follow_up, impact.last_wave)))


def _wave_columns(found: CostsAndOutcomes) -> tuple[Column, ...]:
    names = {wave.id: wave.label for wave in found.evidence.protocol.waves}
    return tuple(Column(wave, names[wave]) for wave in _compared(found.impact))


def _use(found: CostsAndOutcomes) -> Table:
    """Say how often people had each kind of help, in each wave."""
    users = found.users
    labels = {cost.item: cost.label for cost in registry_of(found.evidence.freeze.frame).unit_costs}
    rows = tuple(
        Row(each.of, labels.get(each.of, each.of), _means(found, users.counts[:, place], f"{each.unit}s"))
        for place, each in enumerate(users.header.counts)
    )
    title = f"How often people said they had help, in the {_time(users.header.months)} they were asked about"
    return Table("use", title, "Help", _wave_columns(found), rows)


def _time(months: float) -> str:
    """Say a time in weeks, where it is some whole weeks and no whole months: 0.92 months are 4 weeks."""
    weeks = months * _WEEKS_OF_A_MONTH
    number, unit = (months, "month") if months == int(months) or abs(weeks - round(weeks)) > 0.05 else (weeks, "week")
    return f"{number:.3g} {unit}" if round(number, 2) == 1 else f"{number:.3g} {unit}s"


def _means(found: CostsAndOutcomes, values: Numbers, unit: str) -> tuple[Estimate, ...]:
    """Return the mean of those who answered, wave by wave."""
    frame = found.users.frame.with_columns(value=pl.Series(values)).filter(pl.col("value").is_finite())
    cells = []
    for wave in _compared(found.impact):
        here = frame.filter(pl.col("wave") == wave)["value"]
        if here.is_empty():
            cells.append(_cells.empty("mean", unit, "Nobody answered."))
        else:
            cells.append(Estimate("mean", float(here.to_numpy().mean()), unit, len(here), national=True))
    return tuple(cells)


def _changes(found: CostsAndOutcomes, weights: Numbers | None, unit: str) -> tuple[Estimate, ...]:
    """Return the change to the first follow-up, which decides, and that to the last wave."""
    last = (found.impact.reference_wave, found.impact.last_wave)
    if weights is None:
        return _cells.empty("amount", unit, NOT_APART), _cells.empty("amount", unit, NOT_APART)
    return tuple(_change(found.joint.difference(weights, *ends), unit) for ends in (found.ends, last))


def _change(found: Difference, unit: str) -> Estimate:
    """Return a change in pounds as an amount, so that it is printed as one, and any other as a difference."""
    cell = difference(found, unit)
    return replace(cell, kind="amount") if unit == GBP else cell


def _change_columns(found: CostsAndOutcomes) -> tuple[Column, ...]:
    names = {wave.id: wave.label.lower() for wave in found.evidence.protocol.waves}
    impact = found.impact
    start, follow_up, last = (names[wave] for wave in _compared_all(impact))
    return Column("gain", f"Change, {start} to {follow_up}"), Column("overall", f"Change, {start} to {last}")


def _compared_all(impact: Impact) -> tuple[str, str, str]:
    return impact.reference_wave, impact.first_follow_up, impact.last_wave


def _costs(found: CostsAndOutcomes) -> Table:
    """Set what a person cost each body in a year, wave by wave, beside the modelled changes."""
    users, joint = found.users, found.joint
    costs = users.costs(users.counts)
    rows = []
    for name, label in perspectives(found.evidence.protocol):
        spent = costs.sum(axis=1) if name == ALL else costs[:, users.perspectives.index(name)]
        weights = joint.weights(cost=name) if name == ALL or name in joint.costs else None
        rows.append(Row(name, label, (*_means(found, spent, GBP), *_changes(found, weights, GBP))))
    title = "What a person cost in a year: the help they had, and delivery"
    return Table("costs", title, "Perspective", (*_wave_columns(found), *_change_columns(found)), tuple(rows))


def _parts(found: CostsAndOutcomes) -> Table:
    """Part what those cost who counted everything into the help they had and their site's delivery."""
    users = found.users
    whole, delivery = users.costs(users.counts).sum(axis=1), users.delivery.sum(axis=1)
    there = np.where(np.isfinite(whole), delivery, np.nan)
    parts = (("help", "Help they had", whole - there), ("delivery", "Delivery", there), (ALL, "Altogether", whole))
    rows = tuple(Row(name, label, _means(found, values, GBP)) for name, label, values in parts)
    return Table("parts", "How much of that cost is delivery, all perspectives", "Part", _wave_columns(found), rows)


def _outcomes(found: CostsAndOutcomes) -> Table:
    """Set the scores of the same people, wave by wave, beside their changes and how they go with costs."""
    users, rows = found.users, []
    for place, scores in enumerate(users.outcomes):
        cells = _means(found, users.scores[:, place], POINTS)
        changes = _changes(found, found.joint.weights(score=place), POINTS)
        rows.append(Row(scores.outcome.id, _label(scores), (*cells, *changes, _together(found, place))))
    columns = (*_wave_columns(found), *_change_columns(found), Column("together", "Goes with cost, from -1 to 1"))
    return Table("outcomes", "Outcomes of the same people", "Outcome", columns, tuple(rows))


def _label(scores: Scores) -> str:
    scale, better = scores.scale, "higher" if scores.better > 0 else "lower"
    return f"{scores.outcome.label} ({scale.lowest:g} to {scale.highest:g}, {better} is better)"


def _together(found: CostsAndOutcomes, place: int) -> Estimate:
    """Return the correlation of all costs with a score within site and wave, with Fisher's interval."""
    joint, people = found.joint, found.people
    if joint.why_none:
        return coefficient(float("nan"), people, why_none=joint.why_none)
    value = joint.correlation(joint.weights(cost=ALL), joint.weights(score=place))
    freedom = joint.rows - joint.fits[0].sites
    if not np.isfinite(value) or freedom < MIN_FREEDOM:
        return coefficient(float("nan"), people)
    low, high = np.tanh(np.arctanh(value) + np.array([-NORMAL, NORMAL]) / np.sqrt(freedom - 2))
    return Estimate("coefficient", value, "correlation", people, low=float(low), high=float(high))


def _ways(found: CostsAndOutcomes) -> Table:
    """Set the same changes side by side, as other methods find them."""
    whole = found.joint
    ways = [joint_way("answered", "Joint model, of those who answered everything", found.answered, ends=found.ends)]
    if whole.completed:
        label = "Joint model, with what is missing drawn"
        ways.insert(0, joint_way("completed", label, whole, ends=found.ends))
    ways += found.checks.ways
    columns = (
        Column("cost", "Cost, all perspectives"),
        *(Column(each.outcome.id, each.outcome.label) for each in found.users.outcomes),
    )
    rows = tuple(Row(way.id, way.label, _way(way)) for way in ways)
    title = "The change in cost and in outcomes to the first follow-up, worked out in other ways"
    return Table("ways", title, "Method", columns, rows, printed_in="methods")


def _way(way: Way) -> tuple[Estimate, ...]:
    return _change(way.cost, GBP), *(difference(each) for each in way.scores)


def _figure(costs: Table) -> Figure:
    return Figure(
        "costs",
        "Change in what a person cost in a year, to the first follow-up",
        "differences",
        costs.id,
        ("gain",),
        f"Pounds {PER_CHILD_YEAR}",
        "For each body that pays and for all of them, a point for the change with its interval, and a line at none.",
    )


def _about(found: CostsAndOutcomes) -> Iterator[str]:
    """Say how gaps were completed, which model of skewed costs was taken, and what could not be done."""
    users, whole, why = found.users, found.joint, found.why_not_completed
    yield f"Costs and outcomes are set side by side by: {users.header.source}."
    if whole.completed:
        yield (
            f"What people left out was drawn {len(whole.fits)} times from what those like them in the same wave and "
            "at the same site said, counts and scores helping each other; a count that was drawn is one that somebody "
            "gave. The results are pooled by Rubin's rules."
        )
    if why:
        yield f"What is missing was not drawn, so those who answered everything are shown: {why}."
    if whole.why_none:
        yield f"No change is shown: {whole.why_none}."
    if users.why_no_delivery:
        yield f"The cost of delivery is not in these costs: {users.why_no_delivery}."
    if not whole.why_none and whole.costs == (ALL,):
        yield NOT_APART
    if np.isfinite(found.checks.park):
        yield (
            f"The modified Park test puts the variance of costs at their mean to the power of {found.checks.park:.1f} "
            "(0 alike for all, 1 Poisson, 2 gamma). The model with a log link is "
            + ("Poisson, since somebody cost nothing." if found.checks.family == "Poisson" else "gamma.")
        )


analysis = Analysis(
    title="Costs and outcomes of the same people",
    method=(
        "Costs by perspective and outcomes of the same people are fitted together by restricted maximum likelihood: "
        "waves and sites are columns, pairs of site and wave have random levels, and both covariance matrices are "
        "free (Nixon RM, Thompson SG. Health Econ 2005;14:1217-1229). Missing counts and scores are multiply imputed "
        "in one multilevel model and pooled by Rubin's rules with the degrees of freedom of Barnard and Rubin. What "
        "unit costs leave open is added, costs being linear in them, with degrees of freedom by Satterthwaite. Beside "
        "it stand each outcome alone by the model of change (Kenward and Roger), costs with a log link and recycled "
        "predictions, and the two-stage bootstrap with sites drawn once for both waves."
    ),
    answer=answer,
)
