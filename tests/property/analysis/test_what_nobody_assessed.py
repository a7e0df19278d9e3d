"""A domain that nobody assessed is never counted as no need, whatever else is known and whatever is written of it."""

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.care import MEASURES, Pathway, read_pathway
from tests.support.protocols import a_protocol
from tests.support.records import frame

DOMAINS = ("education", "mental_health")
NEEDS = ("identified", "not_identified", "not_assessed", None)
"""What is written of a domain; None is nothing."""
ADMITTED = date(2019, 3, 1)

a_child = st.fixed_dictionaries({domain: st.sampled_from(NEEDS) for domain in DOMAINS})
children = st.lists(a_child, min_size=1, max_size=6)
interventions = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(DOMAINS)), max_size=6, unique=True)


def pathway(found: list[dict[str, str | None]], begun: list[tuple[int, str]]) -> Pathway:
    """Return everybody admitted on one day and never left, and somebody later, so that everything is due."""
    admissions = [{"child_id": f"c{number}", "admitted_on": ADMITTED} for number in range(len(found))]
    last = {"child_id": "later", "admitted_on": date(2020, 6, 1)}
    frames = {
        "admission": frame("admission", [*admissions, last]),
        "assessment": frame(
            "assessment", [row for number, needs in enumerate(found) for row in written(number, needs)]
        ),
        "intervention": frame(
            "intervention",
            [
                {"child_id": f"c{number}", "intervention": place, "domain": domain}
                for place, (number, domain) in enumerate(begun, start=1)
            ],
        ),
    }
    return read_pathway(a_protocol(), lambda kind: frames.get(kind, frame(kind, [])))


def written(number: int, needs: dict[str, str | None]) -> list[dict[str, Any]]:
    return [
        {
            "child_id": f"c{number}",
            "domain": domain,
            "need": need,
            "assessed_on": None if need == "not_assessed" else date(2019, 3, 5),
        }
        for domain, need in needs.items()
        if need
    ]


def kept(measure: str, about: Pathway) -> dict[str, list[bool]]:
    cases = MEASURES[measure].cases(about).filter(pl.col("child_id") != "later")
    return {child: sorted(part["kept"]) for (child,), part in cases.group_by("child_id")}


@settings(max_examples=60, deadline=None)
@given(found=children, begun=interventions)
def test_only_a_need_that_was_identified_is_a_need(
    found: list[dict[str, str | None]], begun: list[tuple[int, str]]
) -> None:
    cases = kept("needs_answered", pathway(found, begun))

    for number, needs in enumerate(found):
        identified = [domain for domain in DOMAINS if needs[domain] == "identified"]
        assert cases.get(f"c{number}", []) == sorted((number, domain) in begun for domain in identified)


@settings(max_examples=60, deadline=None)
@given(found=children)
def test_a_young_person_is_wholly_assessed_only_where_no_domain_was_left_out(
    found: list[dict[str, str | None]],
) -> None:
    whole, in_time = (kept(name, pathway(found, [])) for name in ("every_domain_assessed", "assessed_in_time"))

    for number, needs in enumerate(found):
        looked_for = all(needs[domain] in ("identified", "not_identified") for domain in DOMAINS)
        assert (whole[f"c{number}"], in_time[f"c{number}"]) == ([looked_for], [looked_for])


@settings(max_examples=60, deadline=None)
@given(found=children, begun=interventions)
def test_writing_down_that_nobody_assessed_a_domain_changes_nothing(
    found: list[dict[str, str | None]], begun: list[tuple[int, str]]
) -> None:
    silent = [{domain: None if need == "not_assessed" else need for domain, need in needs.items()} for needs in found]

    for measure in ("every_domain_assessed", "assessed_in_time", "needs_answered"):
        assert kept(measure, pathway(found, begun)) == kept(measure, pathway(silent, begun))
