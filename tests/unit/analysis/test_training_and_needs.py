"""Trained and still there; assessed and identified."""

import pytest

from tests.support.analysing import ask, cell, evidence, table, value

STAFFING = [
    {"site_id": "S01", "month": "2019-01", "staff_in_post": 100, "staff_trained": 90},
    {"site_id": "S01", "month": "2019-02", "staff_in_post": 80, "staff_trained": 20},
    {"site_id": "S02", "month": "2019-02", "staff_in_post": 20, "staff_trained": 15},
]


def test_coverage_is_of_staff_now_in_post() -> None:
    found = cell(ask("training_coverage", evidence({"monthly_return": STAFFING})), "coverage", "yoi", "share_trained")

    assert (found.value, found.numerator, found.denominator, found.people) == (35, 35, 100, 100)


def test_people_ever_trained_are_counted_apart() -> None:
    training = [{"staff_id": f"p{number}", "module": module} for number in (1, 2) for module in ("one", "two")]

    answer = ask("training_coverage", evidence({"monthly_return": STAFFING, "training": training}))

    assert value(answer, "coverage", "yoi", "ever_trained") == 2
    assert value(answer, "coverage", "yoi", "trained") == 35


def test_coverage_is_followed_month_by_month() -> None:
    answer = ask("training_coverage", evidence({"monthly_return": STAFFING}))

    assert value(answer, "coverage_by_month", "2019-01", "yoi") == 90
    assert value(answer, "coverage_by_month", "2019-02", "yoi") == 35
    assert value(answer, "coverage_by_month", "2019-03", "yoi") is None


def test_ratings_are_compared_in_the_same_people() -> None:
    training = [
        {"staff_id": "p1", "site_id": "S01", "before": 2.0, "after": 3.0},
        {"staff_id": "p2", "site_id": "S02", "before": 2.0, "after": 5.0},
        {"staff_id": "p3", "site_id": "S02", "before": 1.0, "after": None},
    ]

    answer = ask("training_coverage", evidence({"training": training}))

    found = [
        value(answer, "ratings", "trauma_informed_care", column) for column in ("people", "before", "after", "change")
    ]
    assert found == [2, 2, 4, 2]


def test_two_spellings_of_a_module_are_one_row() -> None:
    training = [
        {"staff_id": "p1", "module": "Trauma informed care", "before": 2.0, "after": 3.0},
        {"staff_id": "p2", "module": "trauma_informed_care", "before": 2.0, "after": 3.0},
    ]

    answer = ask("training_coverage", evidence({"training": training}))

    assert [row.id for row in table(answer, "ratings").rows] == ["trauma_informed_care"]


def children(*needs: str, domain: str = "education", site: str = "S01") -> list[dict[str, object]]:
    return [
        {"child_id": f"{site}-{number}", "site_id": site, "domain": domain, "need": need}
        for number, need in enumerate(needs)
    ]


@pytest.mark.parametrize(
    ("column", "number"),
    [("admitted", 5), ("assessed", 4), ("share_assessed", 80), ("identified", 3), ("share_identified", 75)],
)
def test_a_share_identified_is_of_those_assessed(column: str, number: float) -> None:
    assessment = children("identified", "not_identified", "not_assessed") + children(
        "identified", "identified", site="S03"
    )

    assert value(ask("needs_identified", evidence({"assessment": assessment})), "needs", "education", column) == number


def test_a_domain_nobody_assessed_has_no_share_identified_and_says_why() -> None:
    answer = ask("needs_identified", evidence({"assessment": children("identified")}))

    found = cell(answer, "needs", "mental_health", "share_identified")

    assert (found.value, found.why_missing) == (None, "nobody was assessed in this domain")
    assert value(answer, "needs", "mental_health", "share_assessed") == 0


def test_a_whole_assessment_has_every_domain() -> None:
    assessment = [
        *children("identified", "identified"),
        *children("not_identified", "not_assessed", domain="mental_health"),
    ]

    answer = ask("needs_identified", evidence({"assessment": assessment}))

    assert value(answer, "completeness", "yoi", "share_all_assessed") == 50


def test_taking_part_is_counted_over_domains_and_says_how_many_young_people_are_behind_it() -> None:
    assessment = [
        {"child_id": "c1", "domain": "education", "child_took_part": True},
        {"child_id": "c1", "domain": "mental_health", "child_took_part": True},
        {"child_id": "c2", "domain": "education", "child_took_part": False},
        {"child_id": "c2", "domain": "mental_health", "child_took_part": None},
    ]

    answer = ask("needs_identified", evidence({"assessment": assessment}))

    counted, share = (cell(answer, "completeness", "yoi", name) for name in ("took_part", "share_took_part"))
    assert (counted.value, counted.people) == (2, 1)
    assert (share.value, share.people) == (50, 2)


def test_formulation_and_review_are_counted_over_months_that_know_both() -> None:
    returns = [
        {"month": "2019-01", "formulation_meetings": 4, "formulation_child_attended": 3},
        {"month": "2019-02", "reviews_due": 8, "reviews_held": 6, "formulation_meetings": 5},
    ]

    answer = ask("needs_identified", evidence({"monthly_return": returns}))

    assert value(answer, "pathway", "yoi", "share_attended") == 75
    assert value(answer, "pathway", "yoi", "share_held") == 75
    assert cell(answer, "pathway", "sch", "share_held").why_missing == "no reviews were returned"
