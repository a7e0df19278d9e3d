"""Whether all of each young person's needs were assessed, which were identified, and what followed."""

from dataclasses import replace

import polars as pl

from newel.analysis import _cells, _notes
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import words
from newel.care import assessed_domains, meetings_and_reviews, needs_by_site, whole_assessments
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question

NOBODY_ADMITTED = "no needs assessment was received"
NOBODY_ASSESSED = "nobody was assessed in this domain"
NOTES = (
    (
        "A need counts as identified or as not identified only where its domain was assessed; a domain that "
        "nobody assessed says nothing about the need. Share assessed is of all young people admitted; share "
        "identified is of those assessed."
    ),
    (
        "The share identified describes those who were assessed. If domains were assessed where a need was "
        "suspected, it is higher than among all young people."
    ),
    (
        "Taking part is counted by domain: the domains in whose assessment the young person took part, of all "
        "domains that were assessed."
    ),
    "Meetings and reviews are counted in the monthly returns, over months that know both numbers of a pair.",
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Count each domain's three answers, whole assessments by site type, and the pathway after them."""
    assessment = evidence.freeze.frame("assessment")
    domains = assessed_domains(evidence.protocol, assessment)
    children = whole_assessments(assessment, domains)
    needs, completeness = _needs(assessment, domains), _completeness(evidence.protocol, children)
    pathway = _pathway(evidence.protocol, meetings_and_reviews(evidence.freeze.frame("monthly_return")))
    return Answer(
        population="Young people admitted to the sites whose needs assessment was received",
        n=_cells.of_people(children["child_id"].n_unique(), "young people", national=True),
        tables=(needs, completeness, pathway),
        figures=FIGURES,
        notes=(
            *NOTES,
            *(() if assessment.height else ("No needs assessment was received.",)),
            *_notes.intervals(evidence.protocol, [needs, completeness]),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _needs(assessment: pl.DataFrame, domains: list[str]) -> Table:
    by_site = needs_by_site(assessment, domains)
    return Table(
        "needs",
        "Needs assessed and identified, by domain",
        "Domain",
        (
            Column("admitted", "Admitted"),
            Column("assessed", "Assessed"),
            Column("share_assessed", "Share assessed"),
            Column("identified", "Need identified"),
            Column("share_identified", "Share identified, of those assessed"),
        ),
        tuple(Row(domain, words(domain), _domain(by_site.filter(pl.col("domain") == domain))) for domain in domains),
    )


def _domain(by_site: pl.DataFrame) -> tuple[Estimate, ...]:
    admitted, assessed, identified = (
        _cells.of_people(_cells.total(by_site, column), "young people", national=True)
        for column in ("admitted", "assessed", "identified")
    )
    return (
        admitted,
        assessed,
        _cells.share(by_site, "assessed", "admitted", why_missing=NOBODY_ADMITTED, national=True),
        identified,
        _cells.share(by_site, "identified", "assessed", why_missing=NOBODY_ASSESSED, national=True),
    )


def _completeness(protocol: Protocol, children: pl.DataFrame) -> Table:
    by_site = children.group_by("site_id").agg(
        pl.col("all_assessed", "assessed", "took_part").sum(),
        admitted=pl.len(),
        people=(pl.col("assessed") > 0).sum(),
        taking_part=(pl.col("took_part") > 0).sum(),
    )
    return Table(
        "completeness",
        "Young people with every domain assessed, and how far they took part",
        "Site type",
        (
            Column("admitted", "Admitted"),
            Column("all_assessed", "Every domain assessed"),
            Column("share_all_assessed", "Share with every domain assessed"),
            Column("took_part", "Domains whose assessment they took part in"),
            Column("share_took_part", "Share of assessed domains"),
        ),
        tuple(Row(place.id, place.label, _complete(place, by_site)) for place in places(protocol)),
    )


def _complete(place: Place, by_site: pl.DataFrame) -> tuple[Estimate, ...]:
    here, national = place.rows(by_site), place.whole_study
    whole = _cells.share(here, "all_assessed", "admitted", why_missing=NOBODY_ADMITTED, national=national)
    part = _cells.share(here, "took_part", "assessed", why_missing=NOBODY_ADMITTED, national=national)
    taking_part, domains = _cells.total(here, "taking_part"), _cells.total(here, "took_part")
    return (
        _cells.of_people(_cells.total(here, "admitted"), "young people", national=national),
        _cells.of_people(_cells.total(here, "all_assessed"), "young people", national=national),
        whole,
        Estimate("count", domains, "domains", taking_part, national=national),
        part if part.value is None else replace(part, people=_cells.total(here, "people")),
    )


def _pathway(protocol: Protocol, by_site: pl.DataFrame) -> Table:
    return Table(
        "pathway",
        "Formulation meetings and reviews",
        "Site type",
        (
            Column("meetings", "Formulation meetings"),
            Column("child_attended", "The young person attended"),
            Column("share_attended", "Share attended"),
            Column("reviews_due", "Reviews due"),
            Column("reviews_held", "Reviews held"),
            Column("share_held", "Share held"),
        ),
        tuple(Row(place.id, place.label, _followed(place, by_site)) for place in places(protocol)),
    )


def _followed(place: Place, by_site: pl.DataFrame) -> tuple[Estimate, ...]:
    here, national = place.rows(by_site), place.whole_study
    cells: list[Estimate] = []
    for whole, part, unit in (("meetings", "child_attended", "meetings"), ("reviews_due", "reviews_held", "reviews")):
        due, done = _cells.total(here, whole), _cells.total(here, part)
        cells += [_cells.things(due, unit, national=national), _cells.things(done, unit, national=national)]
        why = f"no {unit} were returned"
        cells.append(_cells.part_of(done, due, why_missing=why, about_people=False, national=national))
    return tuple(cells)


FIGURES = (
    Figure(
        "needs",
        "Needs assessed, and identified of those assessed, by domain",
        "intervals",
        "needs",
        ("share_assessed", "share_identified"),
        "% of young people",
        (
            "For each domain, a point for the share assessed and one for the share identified of those assessed, "
            "with their intervals."
        ),
    ),
    Figure(
        "completeness",
        "Young people with every domain assessed",
        "intervals",
        "completeness",
        ("share_all_assessed",),
        "% of young people admitted",
        (
            "For each site type and for all sites, a point for the share of young people with every domain "
            "assessed, with its interval."
        ),
    ),
)

analysis = Analysis(
    title="Needs assessed and identified",
    method=(
        "Each domain of each young person's assessment is identified, not identified or not assessed, and the "
        "third is never counted as the second. Intervals are Wilson intervals with the effective sample size of "
        "clustered people (Korn and Graubard 1998; Dean and Pagano 2015)."
    ),
    answer=answer,
)
