"""A need that nobody looked for is neither there nor not there."""

from newel.care import assessed_domains, needs_by_site, whole_assessments
from tests.support.protocols import a_protocol
from tests.support.records import frame

DOMAINS = ("education", "mental_health")


def test_a_need_counts_only_where_its_domain_was_assessed() -> None:
    assessment = frame(
        "assessment",
        [
            {"child_id": "c1", "need": "identified"},
            {"child_id": "c2", "need": "not_identified"},
            {"child_id": "c3", "need": "not_assessed"},
        ],
    )

    education = needs_by_site(assessment, DOMAINS).filter(domain="education").row(0, named=True)

    assert (education["admitted"], education["assessed"], education["identified"]) == (3, 2, 1)


def test_a_domain_nobody_wrote_down_was_not_assessed() -> None:
    assessment = frame("assessment", [{"child_id": "c1", "domain": "education"}])

    other = needs_by_site(assessment, DOMAINS).filter(domain="mental_health").row(0, named=True)

    assert (other["admitted"], other["assessed"], other["identified"]) == (1, 0, 0)


def test_a_young_person_is_wholly_assessed_only_with_every_domain() -> None:
    assessment = frame(
        "assessment",
        [
            *({"child_id": "c1", "domain": domain} for domain in DOMAINS),
            {"child_id": "c2", "domain": "education"},
            {"child_id": "c2", "domain": "mental_health", "need": "not_assessed"},
            {"child_id": "c3", "domain": "education"},
        ],
    )

    assert whole_assessments(assessment, DOMAINS)["all_assessed"].to_list() == [True, False, False]


def test_taking_part_counts_only_in_domains_that_were_assessed() -> None:
    assessment = frame(
        "assessment",
        [
            {"domain": "education", "child_took_part": None},
            {"domain": "mental_health", "need": "not_assessed", "child_took_part": True},
        ],
    )

    child = whole_assessments(assessment, DOMAINS).row(0, named=True)

    assert (child["assessed"], child["took_part"]) == (1, 0)


def test_a_domain_only_the_records_know_comes_last() -> None:
    assessment = frame("assessment", [{"domain": "art"}])

    assert assessed_domains(a_protocol(), assessment) == ["education", "mental_health", "art"]
