"""What a unit of an accepted effect costs, and how sure a decision by it would be; or why nothing is worked out."""

from collections.abc import Iterator

import numpy as np

from newel.analysis import _cells, _options
from newel.analysis._accepted import FULL, LABELS, Draws, Options, options_of
from newel.analysis._decision_tables import plane, quadrants, tornado_table
from newel.analysis._delivery import PER_CHILD_YEAR, Delivery, read_delivery
from newel.analysis._economics import ALL, DRAWS, SEED, header_notes, left_out, perspectives
from newel.analysis._further_study import further_notes, weighed, worth_figure, worth_tables
from newel.analysis._item_prices import incident_prices
from newel.analysis._outcome_cells import words as in_words
from newel.analysis._places import places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import words
from newel.analysis._worth_of_knowing import information, losses
from newel.costs import value_set_of
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.findings.model import Kind
from newel.protocol import PREVENTABLE, QALY, Effect, Protocol, Question, accepted_effects, thresholds_of
from newel.statistics.arrays import Numbers
from newel.statistics.decision import Decision, Step, decide, incremental

POINTS = 21
"""Amounts along the curves."""
FEWEST_DRAWS = 100
"""What knowing is worth is a regression over draws; with fewer it says nothing."""
NO_EFFECT = (
    "No ratio of costs to effects is worked out: the protocol accepts no effect that money is held against. The costs "
    "and what changed stand side by side in the cost-consequence analysis."
)
NOTES = (
    (
        "Compared are no delivery, delivery in part where the study has it, and delivery in full, for one child in one "
        "year. Delivery in part costs half as much, and what it changes is by the same model at half the dose."
    ),
    (
        "An option is dominated where another costs less and gives as much, and extendedly dominated where a mixture "
        "of two others does. What one more unit costs is counted from the option before."
    ),
    (
        "Draws are of costs over sites and of the coefficients of the model of effects. The chance of an option is the "
        "share of draws in which it is best at that amount; it says nothing of what is not drawn: whether the model is "
        "right, or whether change came from delivery."
    ),
    (
        "Perfect information is what it would be worth, for a child and year, to know before deciding; of one figure, "
        "what knowing it alone would be worth. The expected loss of a choice is what knowing would save on average."
    ),
)
STATUS = {
    "compared": "Compared",
    "dominated": "Dominated",
    "extendedly dominated": "Extendedly dominated",
}


def answer(question: Question, evidence: Evidence) -> Answer:
    """Work every accepted effect out, and say why where there is none."""
    protocol, delivery = evidence.protocol, read_delivery(evidence)
    effects, draws = accepted_effects(protocol), _drawn(question, evidence, delivery)
    why = _why_nothing(effects, delivery.per("accrued", "full_child_years", draws.everywhere, unit=""))
    found = () if why else tuple(options_of(evidence, effect, draws) for effect in effects)
    told = [each for each in found if not each.why_none]
    further = tuple(weighed(protocol, told))
    return Answer(
        population="Children resident in the sites, in the months in which their site delivered",
        n=_cells.things(delivery.sites.height, "sites", national=True),
        tables=(
            *(table for each in told for table in _tables(protocol, each)),
            *(table for each in further for table in worth_tables(each)),
        ),
        figures=(
            *(figure for each in told for figure in _figures(each)),
            *(figure for each in further for figure in worth_figure(each)),
        ),
        notes=(
            *([why] if why else NOTES),
            *([f"Nothing is shown: {delivery.why_none}."] if delivery.why_none else []),
            *(f"{each.effect.label}: not worked out, because {each.why_none}." for each in found if each.why_none),
            *_about(protocol, told, draws.perspective),
            *further_notes(protocol, told, further),
            *_value_set(evidence),
            *header_notes(protocol),
            *left_out(delivery.left_out),
        ),
    )


def _drawn(question: Question, evidence: Evidence, delivery: Delivery) -> Draws:
    """Read from the question how often is drawn, from which seed, and whose costs count."""
    seed = _options.whole_number(question, "seed", SEED)
    number = _options.whole_number(question, "draws", DRAWS, least=FEWEST_DRAWS)
    known = [name for name, _ in perspectives(evidence.protocol)]
    perspective = _options.one(question, "perspective", known) if "perspective" in question.options else ALL
    prices = incident_prices(evidence, number=number, rng=np.random.default_rng((seed, 0)))
    return Draws(delivery, places(evidence.protocol)[-1], prices, number, seed, perspective)


def _why_nothing(effects: tuple[Effect, ...], cost: Estimate) -> str:
    if not effects:
        return NO_EFFECT
    return "" if cost.value else f"Nothing is worked out: {cost.why_missing}."


def _about(protocol: Protocol, told: list[Options], perspective: str) -> Iterator[str]:
    """Say of each effect who accepts it, and whose money is counted."""
    for each in told:
        effect = each.effect
        saved = " What incidents that were prevented would have cost is taken off." if effect.counts_savings else ""
        amounts = ", ".join(f"{amount:,.0f}" for amount in thresholds_of(protocol, effect))
        yield f"{effect.label}: accepted by {effect.source}, held against {amounts} pounds.{saved}"
    if any(each.effect.of not in PREVENTABLE for each in told):
        yield (
            "A change in an outcome is that between waves, in which sites delivered as far as they did, and is set "
            "against full delivery: what one more costs is told rather too high than too low."
        )
    if told:
        yield f"Costs are those of: {words(perspective).lower() if perspective != ALL else 'all perspectives'}."


def _value_set(evidence: Evidence) -> Iterator[str]:
    """Say how health was valued, by whose values, or why it was not."""
    header, value_set = evidence.protocol.economics, value_set_of(evidence.freeze.frame)
    if header is None:
        return
    if header.value_set == "none":
        yield f"Quality-adjusted life years are not computed. {header.value_set_reason}"
        return
    if value_set is not None and QALY in [effect.of for effect in accepted_effects(evidence.protocol)]:
        yield (
            f"Health is valued by {value_set.id}, version {value_set.version}, of {value_set.country} "
            f"({value_set.citation}, doi {value_set.doi}). {header.value_set_reason}"
        )
        yield "A difference in value is taken to last for the year, and was seen between two waves."
    if value_set is not None and value_set.made_for == "adult":
        yield f"The value set was made for adults, and is used for young people because: {header.adult_tariff_reason}"


def _tables(protocol: Protocol, each: Options) -> Iterator[Table]:
    thresholds = np.array(thresholds_of(protocol, each.effect))
    yield _options_table(each)
    yield _decision_table(each, thresholds)
    yield _curve(each, np.linspace(0, 2 * thresholds[-1], POINTS))
    yield information(each, thresholds)
    yield losses(each, thresholds)
    yield plane(each)
    yield quadrants(each)
    yield tornado_table(each, float(thresholds[0]))


def _options_table(each: Options) -> Table:
    """List the options from the cheapest up, with what one more unit of effect costs."""
    columns = (
        Column("cost", "Cost"),
        Column("effect", "Effect"),
        Column("extra_cost", "Extra cost"),
        Column("extra_effect", "Extra effect"),
        Column("ratio", "Extra cost of one more"),
        Column("status", "Status"),
    )
    steps = incremental(each.base_costs, each.base_effects)
    rows = tuple(Row(each.names[step.option], LABELS[each.names[step.option]], _step(each, step)) for step in steps)
    title = f"{each.effect.label}: options by cost, for a child and year"
    return Table(f"{each.effect.id}_options", title, "Option", columns, rows)


def _step(each: Options, step: Step) -> tuple[Estimate, ...]:
    unit, drawn = "GBP " + PER_CHILD_YEAR, (each.costs[:, step.option], each.effects[:, step.option])
    first = "it is where the comparison starts" if step.status == "compared" else "it is dominated"
    by = " and ".join(LABELS[each.names[option]].lower() for option in step.by)
    says = STATUS[step.status] + (f" by {by}" if by else "")
    return (
        _with_ends("amount", step.cost, unit, drawn=drawn[0]),
        _with_ends("difference", step.effect, PER_CHILD_YEAR, drawn=drawn[1], people=each.people),
        _or_why("amount", step.extra_cost, unit, people=None, why=first),
        _or_why("difference", step.extra_effect, PER_CHILD_YEAR, people=each.people, why=first),
        _or_why("amount", step.ratio, "GBP", people=each.people, why=first),
        in_words(says, each.people),
    )


def _with_ends(kind: Kind, value: float, unit: str, *, drawn: Numbers, people: int | None = None) -> Estimate:
    low, high = (float(end) for end in np.percentile(drawn, [2.5, 97.5]))
    if np.isclose(low, high):
        return Estimate(kind, value, unit, people)
    return Estimate(kind, value, unit, people, low=low, high=high)


def _or_why(kind: Kind, value: float | None, unit: str, *, people: int | None, why: str) -> Estimate:
    if value is None:
        return _cells.empty(kind, unit, why)
    return Estimate(kind, value, unit, people)


def _decision_table(each: Options, thresholds: Numbers) -> Table:
    """At each amount that a unit may cost: what full delivery is worth, and how sure the choice is."""
    decision, columns = decide(each.costs, each.effects, thresholds), [Column("benefit", "Net benefit in full")]
    columns += [Column(f"chance_{name}", f"Chance: {LABELS[name].lower()}") for name in each.names]
    columns += [Column("best", "Best on average"), Column("loss", "Expected loss of that choice")]
    rows = tuple(
        Row(f"at_{amount:.0f}", f"£{amount:,.0f}", _decided(each, decision, place))
        for place, amount in enumerate(thresholds)
    )
    title = f"{each.effect.label}: what would be chosen, by what one may cost"
    return Table(f"{each.effect.id}_decision", title, "If one may cost", tuple(columns), rows)


def _decided(each: Options, decision: Decision, place: int) -> tuple[Estimate, ...]:
    threshold, full = float(decision.thresholds[place]), each.names.index(FULL)
    drawn = threshold * (each.effects[:, full] - each.effects[:, 0]) - (each.costs[:, full] - each.costs[:, 0])
    value = each.net_benefit(each.base, threshold)
    best = int(decision.best[place])
    return (
        _with_ends("amount", value, "GBP " + PER_CHILD_YEAR, drawn=drawn, people=each.people),
        *(_chance(float(share), len(each.costs)) for share in decision.acceptability[place]),
        in_words(LABELS[each.names[best]], each.people),
        Estimate("amount", float(decision.expected_loss[place, best]), "GBP " + PER_CHILD_YEAR, each.people),
    )


def _chance(share: float, number: int) -> Estimate:
    """Return a share of so many draws, which counts nobody."""
    return Estimate("percentage", 100 * share, "%", None, share * number, number)


def _curve(each: Options, thresholds: Numbers) -> Table:
    """Follow the chance of every option along what a unit may cost, and that of the one that is best on average."""
    decision = decide(each.costs, each.effects, thresholds)
    columns = (*(Column(name, LABELS[name]) for name in each.names), Column("frontier", "The one best on average"))
    rows = tuple(
        Row(
            f"at_{amount:.0f}",
            f"£{amount:,.0f}",
            tuple(_chance(float(share), len(each.costs)) for share in (*shares, decision.frontier[place])),
        )
        for place, (amount, shares) in enumerate(zip(thresholds, decision.acceptability, strict=True))
    )
    title = f"{each.effect.label}: chance that an option is best, by what one may cost"
    return Table(f"{each.effect.id}_curve", title, "If one may cost", columns, rows)


def _figures(each: Options) -> Iterator[Figure]:
    effect = each.effect
    yield Figure(
        f"{effect.id}_plane",
        f"{effect.label}: extra effect and extra cost of full delivery",
        "plane",
        f"{effect.id}_plane",
        ("effect", "cost"),
        "Extra cost, pounds",
        "A point for the estimate with the line that holds nineteen of twenty draws around it; to the right is more "
        "effect, upwards more cost.",
    )
    yield Figure(
        f"{effect.id}_curve",
        f"{effect.label}: chance that an option is best",
        "lines",
        f"{effect.id}_curve",
        tuple(each.names),
        "Chance in per cent",
        "One line for each option along what a unit of effect may cost: the share of draws in which it is best.",
    )
    yield Figure(
        f"{effect.id}_tornado",
        f"{effect.label}: what the net benefit hangs on",
        "differences",
        f"{effect.id}_tornado",
        ("benefit",),
        "Net benefit of full delivery, pounds per child and year",
        "For each figure, a line from the net benefit at its low end to that at its high end, the widest first, with a "
        "line at nothing.",
    )


analysis = Analysis(
    title="Cost-effectiveness",
    method=(
        "Where the protocol accepts an effect, options are compared from the cheapest up with dominance and extended "
        "dominance, and decided over draws by net benefit at every threshold at once: acceptability, frontier, "
        "expected loss and perfect information (Fenwick, Claxton and Sculpher 2001), perfect information of figures by "
        "regression (Strong, Oakley and Brennan 2014), and what further studies would be worth from the same "
        "regression (Jalal and Alarid-Escudero 2018). Draws start from a stated seed. Each figure is also "
        "moved alone over the middle 95 per cent of its draws, and where the choice would turn is said."
    ),
    answer=answer,
)
