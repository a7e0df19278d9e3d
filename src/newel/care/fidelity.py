"""How faithfully the care pathway is walked: each measure says who could have kept a rule, and who did.

A measure is a list of cases. A timed case counts only where its time ran out in the study, before the records end and
while the young person was there: who left before, and who is not due yet, is counted on neither side. A case counts in
the month in which its time ran out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from newel.care.needs import whole_assessments
from newel.care.stays import Pathway, still_there_on
from newel.protocol import Care

REVIEW_GRACE = 7
"""Days after the day it was due within which a review still counts as held in time."""


@dataclass(frozen=True)
class PathwayMeasure:
    """One thing the framework asks for, as cases that could have kept it: site_id, month, child_id, kept."""

    label: str
    cases_are: str
    """What a case is, in the plural."""
    rule: str
    """Which cases count, and when one is kept. Times of the protocol stand in braces."""
    cases: Callable[[Pathway], pl.DataFrame]

    def says(self, care: Care) -> str:
        """Return the rule with the protocol's times in it."""
        times = care.model_dump() | {"first_review_days": first_review_days(care), "review_grace": REVIEW_GRACE}
        return self.rule.format(**times)


def first_review_days(care: Care) -> int:
    """Return how many days after admission the first review of a plan is due at the latest."""
    return care.formulation_days + 7 * care.review_weeks


def days_to_formulation(pathway: Pathway) -> pl.DataFrame:
    """Return site_id, month, child_id, days: from admission to the first formulation, at most to the day it was due.

    Everyone who was there when it was due is in it, with a formulation or without: their mean is a restricted mean time
    (Royston and Parmar, BMC Med Res Methodol 2013;13:152), which those who left before cannot distort.
    """
    limit = pathway.care.formulation_days
    waited = (pl.col("formulated_on") - pl.col("admitted_on")).dt.total_days().fill_null(limit).clip(0, limit)
    due = pathway.in_study(_formulation_due(pathway))
    return due.select("site_id", "month", "child_id", days=waited).sort("site_id", "month", "child_id")


def _every_domain_assessed(pathway: Pathway) -> pl.DataFrame:
    return _whole(pathway, pathway.records["assessment"])


def _assessed_in_time(pathway: Pathway) -> pl.DataFrame:
    due = pathway.there_after(pathway.care.assessment_days).select("child_id", "due")
    assessment = pathway.records["assessment"].join(due, on="child_id", how="inner")
    return _whole(pathway, assessment.filter(pl.col("assessed_on") <= pl.col("due")))


def _whole(pathway: Pathway, assessment: pl.DataFrame) -> pl.DataFrame:
    """A domain that nobody assessed, or that nobody wrote down, was not assessed: the assessment is then not whole."""
    due = pathway.there_after(pathway.care.assessment_days)
    whole = whole_assessments(assessment, pathway.domains).select("child_id", "site_id", "all_assessed")
    asked = due if pathway.domains else due.clear()
    return pathway.cases(asked.join(whole, on=["child_id", "site_id"], how="left"), pl.col("all_assessed"))


def _formulation_due(pathway: Pathway) -> pl.DataFrame:
    """Return the stays that lasted until the first formulation was due; `formulated_on` is blank without one."""
    first = pathway.records["formulation"].group_by("child_id").agg(formulated_on=pl.col("held_on").min())
    return pathway.there_after(pathway.care.formulation_days).join(first, on="child_id", how="left")


def _formulated_in_time(pathway: Pathway) -> pl.DataFrame:
    return pathway.cases(_formulation_due(pathway), pl.col("formulated_on") <= pl.col("due"))


def _reviewed_in_time(pathway: Pathway) -> pl.DataFrame:
    stays = pathway.records["admission"].select("child_id", "left_on")
    reviews = pathway.records["review"].join(stays, on="child_id", how="left")
    due = reviews.with_columns(due=pl.col("due_on") + pl.duration(days=REVIEW_GRACE))
    return pathway.cases(due.filter(still_there_on("due")), pl.col("held_on") <= pl.col("due"))


def _needs_answered(pathway: Pathway) -> pl.DataFrame:
    """Only a need that was identified can be answered; a domain that nobody assessed is no need and no lack of one."""
    needs = pathway.records["assessment"].filter(pl.col("need") == "identified").select("child_id", "domain")
    begun = pathway.records["intervention"].drop_nulls("domain").group_by("child_id", "domain")
    due = pathway.there_after(first_review_days(pathway.care)).join(needs, on="child_id", how="inner")
    answered = due.join(begun.agg(answered_on=pl.col("started_on").min()), on=["child_id", "domain"], how="left")
    return pathway.cases(answered, pl.col("answered_on") <= pl.col("due"))


def _transitions_planned(pathway: Pathway) -> pl.DataFrame:
    plans = pathway.records["transition"].select("child_id", "planned_on")
    left = pathway.records["admission"].with_columns(due="left_on").join(plans, on="child_id", how="left")
    return pathway.cases(left, pl.col("planned_on") <= pl.col("due"))


def _formulations(pathway: Pathway) -> pl.DataFrame:
    return pathway.records["formulation"].with_columns(due="held_on")


def _child_present(pathway: Pathway) -> pl.DataFrame:
    return pathway.cases(_formulations(pathway), pl.col("child_present"))


def _child_agrees(pathway: Pathway) -> pl.DataFrame:
    """Not asked is not agreed: a formulation that nobody shared with the young person is not theirs."""
    return pathway.cases(_formulations(pathway), pl.col("agreed_by_child"))


def _targets_set_together(pathway: Pathway) -> pl.DataFrame:
    first = pathway.records["target"].sort("child_id", "target", "rated_on")
    set_on = first.unique(["child_id", "target"], keep="first", maintain_order=True).with_columns(due="rated_on")
    return pathway.cases(set_on, pl.col("set_by_child"))


MEASURES: Mapping[str, PathwayMeasure] = {
    "every_domain_assessed": PathwayMeasure(
        "Every domain assessed",
        "Young people whose assessment was due",
        "Of the young people who were there {assessment_days} days after admission, those who have had every domain "
        "assessed, on whatever day. A domain that nobody assessed is never taken for one without a need.",
        _every_domain_assessed,
    ),
    "assessed_in_time": PathwayMeasure(
        "Every domain assessed in time",
        "Young people whose assessment was due",
        "Of the same young people, those who had every domain assessed on a known day within {assessment_days} days.",
        _assessed_in_time,
    ),
    "formulated_in_time": PathwayMeasure(
        "First formulation in time",
        "Young people whose first formulation was due",
        "Of the young people who were there {formulation_days} days after admission, those whose first formulation was "
        "held by then.",
        _formulated_in_time,
    ),
    "reviewed_in_time": PathwayMeasure(
        "Review held in time",
        "Reviews due",
        "Of the reviews due of young people who were still there {review_grace} days after the day it was due, those "
        "held by then.",
        _reviewed_in_time,
    ),
    "needs_answered": PathwayMeasure(
        "Need answered by an intervention",
        "Needs identified",
        "Of the needs identified in young people who were there {first_review_days} days after admission, when the "
        "first review was due, those that an intervention linked to their domain had begun to answer by then.",
        _needs_answered,
    ),
    "transition_planned": PathwayMeasure(
        "Transition planned before leaving",
        "Young people who left",
        "Of the young people who left, those whose transition was planned on the day they left or before.",
        _transitions_planned,
    ),
}
"""What the framework asks of a site."""
OWN_PART: Mapping[str, PathwayMeasure] = {
    "child_present": PathwayMeasure(
        "Young person present",
        "Formulation meetings",
        "Of all formulations held, first and revised, those where the young person was there.",
        _child_present,
    ),
    "child_agrees": PathwayMeasure(
        "Young person agrees",
        "Formulation meetings",
        "Of the same formulations, those that the young person was asked about and agrees with. Who was not asked "
        "has not agreed.",
        _child_agrees,
    ),
    "targets_set_together": PathwayMeasure(
        "Target set together",
        "Targets set",
        "Of all targets, counted on the day of their first rating, those that the young person took part in setting.",
        _targets_set_together,
    ),
}
"""What young people have their own part in."""
