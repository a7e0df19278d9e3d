"""Statistics by themes: sites split by how often a theme is heard, and the numbers of each side, by a slow twin."""

from datetime import date
from statistics import median

import pytest

from newel.faults import Refused
from tests.support.analysing import answers, ask, cell, evidence, people, responses, table

SITES = ("S01", "S02", "S03", "S04", "S05")
THEMES = ("voice", "safety")
HEARD = {  # of the two sources of each site, those in which the theme comes up
    "voice": {"S01": 2, "S02": 2, "S03": 1, "S04": 0, "S05": 0},
    "safety": {"S01": 1, "S02": 1, "S03": 1, "S04": 1, "S05": 2},
}
ASSAULTS = {"S01": 30, "S02": 40, "S03": 50, "S04": 60, "S05": 70}
CHILDREN = {"S01": 10.0, "S02": 20.0, "S03": 30.0, "S04": 40.0, "S05": 50.0}


def records(sites=SITES):
    """Return two sources a site, coded as HEARD says, and one monthly return a site."""
    sources, codings = [], []
    for site in sites:
        for number in (1, 2):
            name = f"{site}-{number}"
            sources.append(
                {"source_id": name, "site_id": site, "wave": "w1", "group": "staff", "kind": "interview",
                 "case_id": f"case-{name}", "held_on": date(2019, 3, 1), "words": 10, "version": 1, "text_sha256": "0",
                 "may_be_coded": True, "may_be_quoted": False}
            )  # fmt: skip
            marks = ["other", *(theme for theme in THEMES if HEARD[theme][site] >= number)]
            codings += [
                {"coding_id": f"{name}-{code}", "layer_id": "first", "source_id": name, "code_id": code, "start": 0,
                 "end": 5, "first_unit": 1, "last_unit": 1, "quote_sha256": "0"}
                for code in marks
            ]  # fmt: skip
    codes = [
        {"code_id": code, "name": code.capitalize(), "definition": "d", "theme": code, "codebook": "c",
         "codebook_version": 1}
        for code in (*THEMES, "other")
    ]  # fmt: skip
    layer = {"layer_id": "first", "coder": "A", "round": 1, "purpose": "first", "blind": False, "locked_on": None}
    returns = [
        {"site_id": site, "month": "2019-03", "children": CHILDREN[site], "assaults": ASSAULTS[site],
         "assault_children": 9}
        for site in sites
    ]  # fmt: skip
    return {"source": sources, "code": codes, "layer": [layer], "coding": codings, "monthly_return": returns}


def answered(records_of=None, **options):
    """Return the answer about assaults."""
    about = evidence(records() if records_of is None else records_of)
    return ask("statistics_by_themes", about, "synthesis", **{"measures": ["assaults"]} | options)


def naive_split(theme):
    """Split the sites once more, by hand."""
    middle = median(HEARD[theme][site] / 2 for site in SITES)
    more = [site for site in SITES if HEARD[theme][site] / 2 > middle]
    return more, [site for site in SITES if site not in more]


@pytest.mark.parametrize("side", [0, 1])
def test_a_rate_is_that_of_the_sites_where_the_theme_is_heard_more_or_less(side):
    sites = naive_split("voice")[side]
    found = cell(answered(), "assaults", "voice", ("more", "less")[side])
    years = sum(CHILDREN[site] for site in sites) / 12

    assert found.value == pytest.approx(100 * sum(ASSAULTS[site] for site in sites) / years)
    assert (found.numerator, found.denominator) == (sum(ASSAULTS[site] for site in sites), pytest.approx(years))
    assert found.people == 9 * len(sites)


def test_how_often_a_theme_is_heard_stands_beside_it_in_counts_of_sources():
    answer = answered()
    more, less = (cell(answer, "themes", "voice", side) for side in ("more", "less"))

    assert (more.numerator, more.denominator, more.people) == (4, 4, 4)
    assert (less.numerator, less.denominator) == (1, 6)
    assert more.value == 100


def test_one_site_by_itself_is_never_shown():
    answer = answered()  # only S05 is above the middle for safety

    for table_id in ("assaults", "themes"):
        alone = cell(answer, table_id, "safety", "more")
        assert alone.value is None
        assert "fewer than two sites" in alone.why_missing
    assert cell(answer, "assaults", "safety", "less").value is not None


def test_no_interval_is_given_over_so_few_sites():
    every = [each for one in answered().tables for row in one.rows for each in row.cells]

    assert {(each.low, each.high) for each in every} == {(None, None)}


def test_a_scale_is_shown_as_a_position_between_its_worse_and_its_better_end():
    who = [
        *people(3, site_id="S01", group="staff", wave="w1"),
        *people(3, start=4, site_id="S02", group="staff", wave="w1"),
    ]
    consents = [{**person, "purpose": "take_part", "state": "given"} for person in who]
    rows = records() | {"consent": consents, "response": responses(who), "answer": answers(who, 5, 5, 1)}
    answer = answered(rows, scales=["staff.team.climate"])
    found = cell(answer, "staff_team_climate", "voice", "more")

    assert (found.value, found.people, found.unit) == (100, 6, "% of the range")
    assert cell(answer, "staff_team_climate", "voice", "less").why_missing == "nobody answered"


def test_a_scale_that_the_study_does_not_have_is_refused_in_words():
    with pytest.raises(Refused, match=r"group\.instrument\.scale"):
        answered(scales=["staff.team.weather"])


def test_without_codings_there_is_no_table_and_this_is_said():
    answer = answered({"monthly_return": records()["monthly_return"]})

    assert (answer.tables, answer.figures) == ((), ())
    assert any("No coded source was received" in note for note in answer.notes)


def test_the_order_of_records_changes_nothing():
    turned = {kind: list(reversed(rows)) for kind, rows in records().items()}

    assert answered(turned).tables == answered().tables


def test_every_theme_that_was_heard_has_a_row_in_every_table():
    answer = answered()

    assert {row.id for row in table(answer, "assaults").rows} == {"voice", "safety", "other"}
    assert [one.id for one in answer.tables] == ["themes", "assaults"]
