"""Convergence coding: the four judgements, what they come to by rule, and the meta-inference."""

from itertools import product

import polars as pl
import pytest

from newel.records import KINDS, conform
from newel.synthesis import FIT, JUDGEMENTS, PARTS, said_problems, said_row, suggested, topics_of
from tests.support.synthesis import said


@pytest.mark.parametrize(
    ("judgements", "come_to"),
    [
        (("agreement", "agreement", "silence"), "agreement"),
        (("agreement", "complementarity", "silence"), "complementarity"),
        (("complementarity", "complementarity"), "complementarity"),
        (("agreement", "dissonance", "agreement"), "dissonance"),
        (("agreement", "silence", "silence"), "silence"),
        (("dissonance", "silence"), "dissonance"),
        ((), "silence"),
    ],
)
def test_the_strands_come_to_one_judgement_by_rule(judgements, come_to):
    assert suggested(judgements) == come_to


def _by_the_words_of_the_rule(judgements):
    """Say it again, slowly: the second opinion."""
    if any(each == "dissonance" for each in judgements):
        return "dissonance"
    speaking = [each for each in judgements if each in ("agreement", "complementarity")]
    if len(speaking) <= 1:
        return "silence"
    return "complementarity" if "complementarity" in speaking else "agreement"


@pytest.mark.parametrize("judgements", list(product(JUDGEMENTS, repeat=3)))
def test_the_rule_is_the_one_its_words_say(judgements):
    assert suggested(judgements) == _by_the_words_of_the_rule(judgements)


def test_every_judgement_stands_for_one_fit_of_a_joint_display():
    assert list(FIT) == list(JUDGEMENTS)
    assert list(FIT.values()) == ["Confirm", "Expand", "Discord", "Silence"]


def test_a_topic_holds_its_parts_in_their_order_and_leaves_the_conclusion_out_of_the_rule():
    rows = [
        said_row(said(part="together", judgement="dissonance")),
        said_row(said(part="qualitative")),
        said_row(said()),
    ]
    (topic,) = topics_of(rows)

    assert list(topic.said) == ["quantitative", "qualitative", "together"]
    assert topic.suggested == "agreement"


def test_topics_come_in_the_order_of_their_ids():
    topics = topics_of([said_row(said(topic="worth", title="Worth")), said_row(said())])

    assert [(topic.id, topic.title) for topic in topics] == [("safety", "Safety"), ("worth", "Worth")]


def test_only_a_silent_strand_may_say_nothing():
    assert list(said_problems(said(judgement="silence", says=""))) == []
    assert [name for name, _ in said_problems(said(says=""))] == ["says"]
    assert [name for name, _ in said_problems(said(part="together", judgement="silence", says=""))] == ["says"]


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "The 3 sites"}, "title"),
        ({"says": "It fell by 5 %."}, "says"),
        ({"address": "somewhere"}, "address"),
    ],
)
def test_what_is_missing_or_typed_in_is_named_with_its_field(parts, field):
    assert [name for name, _ in said_problems(said(**parts))] == [field]


def test_a_judgement_goes_into_records_and_comes_back():
    every = [said(), said(part="economic", judgement="silence", says=""), said(part="together", address="a.b.c.d")]
    kind = KINDS["convergence"]
    frame = conform(kind, pl.DataFrame([said_row(each) for each in every], schema=kind.schema))
    (topic,) = topics_of(frame.to_dicts())

    assert list(topic.said.values()) == every


def test_the_words_of_records_are_those_of_the_code():
    columns = {column.name: column.allowed for column in KINDS["convergence"].columns}

    assert columns["part"] == PARTS
    assert columns["judgement"] == JUDGEMENTS
