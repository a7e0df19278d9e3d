"""Statistics by themes: whatever was heard where, each side is what a slow twin finds, and no site stands alone."""

from datetime import date
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.support.analysing import ask, cell, evidence

SITES = tuple(f"S{number:02d}" for number in range(1, 7))
FEW = settings(max_examples=12, deadline=None, derandomize=True)
STUDIES = some.lists(
    some.tuples(
        some.sampled_from(SITES),
        some.integers(1, 3),
        some.integers(0, 3),
        some.integers(0, 400),
        some.integers(1, 60),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda site: site[0],
)
"""(site, its sources, how many of them speak of the theme, its assaults, its children)."""


def records(study):
    """Return the records of a drawn study; every source holds another code, so that it counts as coded."""
    sources, codings = [], []
    for site, number, speak, _, _ in study:
        for place in range(number):
            name = f"{site}-{place}"
            about = {"source_id": name, "site_id": site, "wave": "w1", "group": "staff", "kind": "interview"}
            sources.append(
                about
                | {"case_id": name, "held_on": date(2019, 3, 1), "words": 9, "version": 1, "text_sha256": "0"}
                | {"may_be_coded": True, "may_be_quoted": False}
            )
            codings.extend(
                {"coding_id": f"{name}-{code}", "layer_id": "first", "source_id": name, "code_id": code}
                | {"start": 0, "end": 5, "first_unit": 1, "last_unit": 1, "quote_sha256": "0"}
                for code in ["other", *(["voice"] if place < speak else [])]
            )
    codes = [
        {"code_id": code, "name": code, "definition": "d", "theme": code, "codebook": "c", "codebook_version": 1}
        for code in ("voice", "other")
    ]
    layer = {"layer_id": "first", "coder": "A", "round": 1, "purpose": "first", "blind": False}
    returns = [
        {"site_id": site, "month": "2019-03", "children": float(children), "assaults": assaults}
        | {"assault_children": min(assaults, children)}
        for site, _, _, assaults, children in study
    ]
    return {"source": sources, "code": codes, "layer": [layer], "coding": codings, "monthly_return": returns}


def twin(study):
    """Split the sites by hand; return the two groups of (site, sources, spoken, assaults, children)."""
    share = {site[0]: min(site[2], site[1]) / site[1] for site in study}
    middle = median(share.values())
    return [site for site in study if share[site[0]] > middle], [site for site in study if share[site[0]] <= middle]


@FEW
@given(STUDIES)
def test_each_side_is_what_a_slow_twin_finds(study):
    answer = ask("statistics_by_themes", evidence(records(study)), "synthesis", measures=["assaults"])
    if not any(min(spoken, number) for _, number, spoken, _, _ in study):
        assert "voice" not in {row.id for table in answer.tables for row in table.rows}
        return
    for side, sites in zip(("more", "less"), twin(study), strict=True):
        rate, share = (cell(answer, table, "voice", side) for table in ("assaults", "themes"))
        if len(sites) < 2:
            assert (rate.value, share.value) == (None, None)
            continue
        years = sum(children for *_, children in sites) / 12
        assert rate.value == pytest.approx(100 * sum(site[3] for site in sites) / years)
        assert share.numerator == sum(min(site[2], site[1]) for site in sites)
        assert share.denominator == sum(site[1] for site in sites)


@FEW
@given(STUDIES)
def test_no_number_is_ever_of_one_site_or_has_an_interval(study):
    answer = ask("statistics_by_themes", evidence(records(study)), "synthesis", measures=["assaults"])
    for table in answer.tables:
        for row in table.rows:
            for each in row.cells:
                assert (each.low, each.high) == (None, None)
                assert each.value is not None or "fewer than two sites" in each.why_missing


@FEW
@given(STUDIES)
def test_the_order_of_the_records_changes_nothing(study):
    forwards = ask("statistics_by_themes", evidence(records(study)), "synthesis", measures=["assaults"])
    backwards = ask("statistics_by_themes", evidence(records(study[::-1])), "synthesis", measures=["assaults"])

    assert forwards == backwards
