"""The checklists for interviews, mixed methods and realist evaluations: complete, and pointing at what exists."""

import pytest

from newel.analysis import analyses
from newel.protocol import read_protocol
from newel.report import read_checklists, read_sections
from newel.report.checklists import checklists
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
SIZES = {"coreq": 32, "gramms": 6, "rameses2": 20}
"""How many items each has: Tong 2007; O'Cathain 2008; Wong 2016."""


@pytest.mark.parametrize("name", SIZES)
def test_every_item_is_there_once_and_in_the_order_of_its_publication(name):
    numbers = [item.number for item in checklists()[name].items]

    assert numbers == [str(number) for number in range(1, SIZES[name] + 1)]


@pytest.mark.parametrize("name", SIZES)
def test_no_two_items_have_the_same_topic_or_the_same_words(name):
    items = checklists()[name].items

    assert len({item.topic for item in items}) == len({item.item for item in items}) == len(items)


@pytest.mark.parametrize("name", SIZES)
def test_the_source_is_named_with_its_year(name):
    source = checklists()[name].source

    assert any(year in source for year in ("2007", "2008", "2016"))


@pytest.mark.parametrize("name", SIZES)
def test_every_analysis_that_could_answer_an_item_is_one_that_there_is(name):
    known = {analysis for strand in analyses().values() for analysis in strand} | {"observed_meetings"}
    named = {each for item in checklists()[name].items for each in item.reported_by.analyses}

    assert named <= known


@pytest.mark.parametrize("name", SIZES)
def test_every_fact_of_an_item_is_a_key_of_the_protocol(name):
    protocol = read_protocol(STUDY)
    for fact in (each for item in checklists()[name].items for each in item.reported_by.facts):
        here = protocol
        for key in fact.split("."):
            assert hasattr(here, key), f"{name}: {fact}"
            here = getattr(here, key)


@pytest.mark.parametrize("name", SIZES)
def test_every_section_that_an_item_or_an_answer_names_is_in_the_model_study(name):
    files = {section.file for section in read_sections(STUDY)}
    named = {each for item in checklists()[name].items for each in item.reported_by.sections}
    answered = {each for answer in read_checklists(STUDY)[name].values() for each in answer.sections}

    assert named | answered <= files


def test_what_is_about_the_people_of_the_research_team_is_left_to_its_authors():
    team = [item for item in checklists()["coreq"].items if int(item.number) <= 8]

    assert all(item.reported_by == type(item.reported_by)() for item in team)


def test_the_example_says_of_invented_interviewers_that_the_items_do_not_apply():
    answers = read_checklists(STUDY)["coreq"]

    assert all(not answers[number].applies for number in ("1", "2", "3", "4", "5", "6", "8"))
    assert "synthetic" in answers["1"].says
