"""The outcomes that decide: how far each changed between waves, by three methods that stand side by side."""

from collections.abc import Iterator, Mapping

from newel.analysis import _cells, _notes
from newel.analysis._change import Difference
from newel.analysis._comparing import Compared, compared, corrected
from newel.analysis._few_sites import agreement, few_site_checks
from newel.analysis._models import formulas, remarks, second_engine, which_model
from newel.analysis._one_site_less import without_each_site
from newel.analysis._outcome_cells import (
    POINTS,
    coefficient,
    difference,
    effect_size,
    label,
    not_held,
    p_value,
    words,
)
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Impact, Protocol, Question, Wave
from newel.statistics import clustered_mean

ROLE = "primary"
NOTES = (
    (
        "A difference is between waves and not between settings with the framework and without it: what else changed "
        "meanwhile is in it."
    ),
    (
        "The effect size is Hedges' g: the difference over the standard deviation of all scores of the reference wave, "
        "within and between sites together."
    ),
    (
        "The comparison with the first follow-up decides; its p value is corrected within the family of outcomes that "
        "the protocol declares. The comparison with the last wave is described."
    ),
    (
        "With few sites no single method is to be trusted: the model's answer (Kenward and Roger), the robust one and "
        "the exact one stand side by side. Where they disagree, the difference is not established."
    ),
    (
        "Each model is fitted a second time by the package glmm, which shares no code with Newel, and the appendix of "
        "methods says whether the two agree. It is the same fit where the log-likelihoods differ by less than a "
        "millionth and each estimate by less than a thousandth of its standard error."
    ),
)
ALT = {
    "effects": "For each primary outcome, a point for each change since the reference wave, with its interval.",
    "left_out": "For each primary outcome, the lowest and the highest change that is found when one site is left out.",
}


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Compare every primary outcome between the waves that the protocol names."""
    protocol = evidence.protocol
    outcomes = protocol.outcomes_of(ROLE)
    found = compared(evidence, outcomes)
    tables = (
        _sample(found),
        _means(protocol, found),
        *_differences(protocol, found),
        _checks(protocol, found),
        _structure(found),
        _left_out(protocol, found),
        _engines(found),
    )
    return Answer(
        population="People whose answers could be scored on a primary outcome, from the reference wave on",
        n=_cells.of_people(_everyone(found), national=True),
        tables=tables,
        figures=_figures(tables),
        notes=(
            *not_held(protocol, outcomes, found),
            *which_model(protocol, found),
            *formulas(protocol, found),
            *remarks(found),
            *NOTES,
            *_notes.instruments(evidence, [each.scores.instrument.id for each in found.values()]),
            *_notes.interrupted(protocol),
        ),
    )


def _everyone(found: Mapping[str, Compared]) -> int:
    """Return how many people answered; a person may have a score on several outcomes."""
    return len({person for each in found.values() for person in each.scores.frame["participant_id"]})


def _sample(found: Mapping[str, Compared]) -> Table:
    columns = (
        Column("sites", "Sites"),
        Column("people", "People"),
        Column("scored", "Responses scored"),
        Column("sent", "Responses sent"),
    )
    rows = tuple(Row(name, each.scores.outcome.label, _counts(each)) for name, each in found.items())
    return Table("sample", "What the comparisons rest on, all waves together", "Outcome", columns, rows)


def _counts(each: Compared) -> tuple[Estimate, ...]:
    frame = each.scores.frame
    return (
        _cells.things(frame["site_id"].n_unique(), "sites"),
        _cells.of_people(each.scores.people(), national=True),
        _cells.of_people(frame.height, "responses", national=True),
        _cells.of_people(each.scores.sent, "responses", national=True),
    )


def _means(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    rows = tuple(
        Row(f"{name}_{wave.id}", f"{each.scores.outcome.label}, {wave.label.lower()}", _mean(each, wave))
        for name, each in found.items()
        for wave in protocol.waves
    )
    columns = (Column("people", "People"), Column("mean", "Mean score"))
    return Table("means", "Means as they came, before any adjustment", "Outcome and wave", columns, rows)


def _mean(each: Compared, wave: Wave) -> tuple[Estimate, ...]:
    here, scale, number = each.scores.frame.filter(wave=wave.id), each.scores.scale, each.scores.people(wave.id)
    people = _cells.of_people(number, national=True)
    if here.is_empty():
        return people, _cells.empty("mean", POINTS, "Nobody answered.", national=True)
    interval = clustered_mean(_cells.numbers(here, "score"), here["site_id"].to_numpy())
    return people, _cells.mean(_cells.within(interval, scale.lowest, scale.highest), POINTS, number, national=True)


def _differences(protocol: Protocol, found: Mapping[str, Compared]) -> Iterator[Table]:
    """Yield the comparison that decides, that with the last wave where it is another, and both as effect sizes."""
    impact = protocol.impact
    if impact is None:
        return
    names = {wave.id: wave.label.lower() for wave in protocol.waves}
    adjusted = corrected(protocol, found)
    columns = (Column("difference", "Adjusted difference"), Column("p", "p"))
    gains = tuple(
        Row(name, label(each), (*_about(each.gain), _corrected(each.gain, adjusted[name])))
        for name, each in found.items()
    )
    title = f"From {names[impact.reference_wave]} to {names[impact.first_follow_up]}: the comparison that decides"
    yield Table("gain", title, "Outcome", (*columns, Column("p_corrected", "p corrected")), gains)
    if impact.first_follow_up != impact.last_wave:
        overall = tuple(Row(name, label(each), _about(each.overall)) for name, each in found.items())
        title = f"From {names[impact.reference_wave]} to {names[impact.last_wave]}: described"
        yield Table("overall", title, "Outcome", columns, overall)
    yield _effects(impact, names, found)


def _effects(impact: Impact, names: Mapping[str, str], found: Mapping[str, Compared]) -> Table:
    """Return both comparisons as effect sizes, or the one there is."""
    ends = dict.fromkeys((impact.first_follow_up, impact.last_wave))
    ids = ("gain", "overall")[: len(ends)]
    columns = tuple(Column(name, names[wave].capitalize()) for name, wave in zip(ids, ends, strict=True))
    rows = tuple(
        Row(
            name,
            each.scores.outcome.label,
            tuple(effect_size(each, change) for change in (each.gain, each.overall)[: len(columns)]),
        )
        for name, each in found.items()
    )
    return Table("effects", f"Effect sizes since {names[impact.reference_wave]}", "Outcome", columns, rows)


def _about(found: Difference) -> tuple[Estimate, ...]:
    return difference(found), p_value(found.p, found.people, why_none=found.why_none)


def _corrected(gain: Difference, p: float) -> Estimate:
    return p_value(p, gain.people, why_none=gain.why_none)


def _checks(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    columns = (
        Column("model_p", "p of the model"),
        Column("robust", "Difference within sites"),
        Column("robust_p", "p robust (CR2)"),
        Column("exact_p", "p exact"),
        Column("agree", "Do they agree?"),
    )
    rows = []
    for name, each in found.items():
        impact, gain = each.impact, each.gain
        checks = few_site_checks(protocol, each.model, start=impact.reference_wave, end=impact.first_follow_up)
        cells = (
            p_value(gain.p, gain.people, why_none=gain.why_none),
            difference(checks.robust),
            p_value(checks.robust.p, gain.people, why_none=checks.robust.why_none),
            p_value(checks.exact_p, gain.people, why_none=checks.why_no_exact),
            words(agreement(gain, checks), gain.people),
        )
        rows.append(Row(name, each.scores.outcome.label, cells))
    return Table("checks", "The comparison that decides, by three methods", "Outcome", columns, tuple(rows))


def _structure(found: Mapping[str, Compared]) -> Table:
    columns = (
        Column("icc", "Intraclass correlation of sites"),
        Column("autocorrelation", "Of that, stable over waves"),
    )
    rows = tuple(Row(name, each.scores.outcome.label, _correlations(each)) for name, each in found.items())
    return Table("structure", "How alike the people of one site are", "Outcome", columns, rows)


def _correlations(each: Compared) -> tuple[Estimate, ...]:
    """Return the correlation of two people of one site and wave, and the share of it that is there over all waves."""
    spreads, people = each.model.spreads, each.scores.people()
    if not spreads:
        empty = coefficient(float("nan"), people, why_none=each.model.why_none)
        return empty, empty
    site, wave = spreads["site_id"], spreads.get("site_id:wave")
    shared = site + (wave or 0.0)
    icc = coefficient(shared / sum(spreads.values()), people)
    stable = site / shared if shared > 0 and wave is not None else float("nan")
    return icc, coefficient(stable, people, why_none="sites do not differ, or each has one wave")


def _left_out(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    columns = (Column("lowest", "Lowest"), Column("highest", "Highest"))
    rows = tuple(Row(name, each.scores.outcome.label, _extremes(protocol, each)) for name, each in found.items())
    title = "Effect size of the comparison that decides, with one site left out"
    return Table("left_out", title, "Outcome", columns, rows)


def _extremes(protocol: Protocol, each: Compared) -> tuple[Estimate, ...]:
    found = without_each_site(protocol, each)
    if found is None:
        empty = coefficient(float("nan"), 0, unit="g", why_none="there are too few sites to leave one out")
        return empty, empty
    return tuple(coefficient(one.estimate * each.unit, min(one.people, each.gain.people), unit="g") for one in found)


def _engines(found: Mapping[str, Compared]) -> Table:
    columns = (Column("second", "By an unrelated program"),)
    rows = tuple(
        Row(name, each.scores.outcome.label, (words(second_engine(each.model), each.gain.people),))
        for name, each in found.items()
    )
    return Table("engines", "Each model fitted a second time", "Outcome", columns, rows, printed_in="methods")


def _figures(tables: tuple[Table, ...]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            table.id,
            table.title,
            "differences",
            table.id,
            tuple(column.id for column in table.columns),
            "Hedges' g",
            ALT[table.id],
        )
        for table in tables
        if table.id in ALT
    )


analysis = Analysis(
    title="Primary outcomes",
    method=(
        "Each outcome is compared between waves by a linear mixed model with wave and the protocol's adjustments as "
        "fixed effects, and sites and sites' waves as random ones, fitted by REML; persons are a further random effect "
        "where they are followed. Standard errors, intervals and p values are by Kenward and Roger (Biometrics 1997). "
        "Beside it stand least squares with a column a site and bias-reduced cluster-robust variance (CR2 with "
        "Satterthwaite degrees of freedom; Bell and McCaffrey 2002), and the exact wild cluster test over every sign "
        "vector of the sites (Cameron, Gelbach and Miller 2008). p values are corrected in the protocol's families. "
        "Responses that could not be scored are left out."
    ),
    answer=answer,
)
