"""Sites that started at different times: each is compared with those that had not started yet."""

from collections.abc import Mapping

import numpy as np
from scipy.special import stdtrit

from newel.analysis import _cells, _notes, _options
from newel.analysis._incidents import MEASURES
from newel.analysis._outcome_cells import p_value, sentence
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._staggered import Staggered, staggered
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question

PER_CENT = "%"
NOTES = (
    (
        "A change is of the rate of incidents, in per cent: that of sites after they started, against that of sites "
        "that had not started yet, both counted from the quarter before the start. Sites count alike, whatever "
        "their size."
    ),
    (
        "The quarters before the start show whether sites that started later were already on another course: there "
        "a change should be nothing but chance."
    ),
    (
        "Once every site has started nobody is left to compare with, so later quarters say nothing here. Partial and "
        "full delivery count as started alike."
    ),
    (
        "The exact p value asks how often other deals of the same start dates among sites of one type would show as "
        "large a change. It is a test of the roll-out's order, which was not drawn by lot: who started early may have "
        "been chosen for it."
    ),
)
FIGURE_ALT = (
    "For each quarter before and after the start, a point for the change in the rate of incidents with its interval, "
    "and a line at no change."
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Follow each kind of incident by quarters since the start, and put the quarters after it together."""
    measures = _options.some_of(question, "measures", MEASURES)
    found = tuple(staggered(evidence, measure) for measure in measures)
    studies = tuple(table for each in found if (table := _by_quarter(each)) is not None)
    return Answer(
        population="Sites that sent returns in every quarter of the study",
        n=_cells.things(max((len(each.sites) for each in found), default=0), "sites", national=True),
        tables=(_overall(evidence.protocol, found), *studies),
        figures=tuple(_figure(table) for table in studies),
        notes=(*NOTES, *_remarks(found), *_notes.months(evidence.protocol)),
    )


def _overall(protocol: Protocol, found: tuple[Staggered, ...]) -> Table:
    kinds = {kind.id: place for place, kind in enumerate(protocol.site_types)}
    strata = {site.id: kinds[site.type] for site in protocol.sites}
    columns = (
        Column("sites", "Sites"),
        Column("change", "Change after the start, %"),
        Column("exact_p", "p exact"),
        Column("two_way", "By two-way fixed effects, %"),
    )
    rows = tuple(Row(each.measure, MEASURES[each.measure][0], _whole(each, strata)) for each in found)
    return Table("overall", "Change in incidents after the start, all quarters together", "Incident", columns, rows)


def _whole(each: Staggered, strata: Mapping[str, int]) -> tuple[Estimate, ...]:
    sites = _cells.things(len(each.sites), "sites", national=True)
    effect, test, beside = each.overall(), each.dealt(strata), each.two_way()
    if effect is None:
        why = sentence(each.why_none or "no site can be compared after its start")
        nothing = _cells.empty("difference", PER_CENT, why)
        return sites, nothing, p_value(float("nan"), 0, why_none=why), nothing
    change = _change(each, effect.overall, effect.standard_error)
    exact = p_value(test.p if test else float("nan"), each.people, why_none="the start dates cannot be dealt otherwise")
    if beside is None:
        return sites, change, exact, _cells.empty("difference", PER_CENT, "It could not be worked out.")
    told = beside.inference(np.eye(1))
    return sites, change, exact, _change(each, float(told.estimate[0]), float(told.standard_error[0]))


def _change(each: Staggered, log_ratio: float, error: float) -> Estimate:
    """Return a change in per cent with its interval over sites, by t with sites less one degrees of freedom."""
    margin = float(stdtrit(len(each.sites) - 1, 0.975)) * error
    value, low, high = (100 * float(np.expm1(end)) for end in (log_ratio, log_ratio - margin, log_ratio + margin))
    if not np.isfinite(margin):
        return Estimate("difference", value, PER_CENT, each.people)
    return Estimate("difference", value, PER_CENT, each.people, low=low, high=high)


def _by_quarter(each: Staggered) -> Table | None:
    effect = each.since_start()
    if effect is None:
        return None
    numbers = zip(effect.at, effect.effect, effect.standard_errors, strict=True)
    rows = tuple(
        Row(_name(int(at)), _label(int(at)), (_change(each, float(value), float(error)),))
        for at, value, error in numbers
    )
    title = f"{MEASURES[each.measure][0]}: change by quarters since the start"
    return Table(f"{each.measure}_by_quarter", title, "Quarter", (Column("change", "Change, %"),), rows)


def _name(at: int) -> str:
    return f"before_{-at}" if at < 0 else f"after_{at}"


def _label(at: int) -> str:
    if at < 0:
        return f"{-at} before the start"
    return f"{at} after the start" if at else "Quarter of the start"


def _figure(table: Table) -> Figure:
    return Figure(table.id, table.title, "differences", table.id, ("change",), "Change in per cent", FIGURE_ALT)


def _remarks(found: tuple[Staggered, ...]) -> tuple[str, ...]:
    most = max((each.left_out for each in found), default=0)
    remarks = [f"{MEASURES[each.measure][0]}: {each.why_none}." for each in found if each.why_none]
    if most:
        remarks.append(f"Left out, for want of a return in some quarter: {most} of the sites.")
    return tuple(remarks)


analysis = Analysis(
    title="Staggered start",
    method=(
        "Effects by group and period (Callaway and Sant'Anna, J Econom 2021) of the logarithm of each site's quarterly "
        "rate, half an incident added, with sites that have not started yet as comparison; groups are sites that "
        "started in the same quarter. Standard errors come from the influence of sites, with a t reference. The exact "
        "test deals the start dates anew within types of site. Two-way fixed effects with standard errors clustered by "
        "site (CR1) stand beside it: where effects grow they compare wrongly, and they decide nothing."
    ),
    answer=answer,
)
