"""Convergence coding in the report: judgements of people, the rule beside them, and numbers by their address."""

from collections import Counter

from newel.synthesis import said_row
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.synthesis import said


def answered(*every):
    """Return the answer about what was said."""
    return ask("convergence", evidence({"convergence": [said_row(each) for each in every]}), "synthesis")


def whole(topic="safety", **judgements):
    """Return every part of a topic, agreeing where nothing else is given."""
    parts = ("quantitative", "qualitative", "economic", "together")
    return [
        said(topic=topic, title=topic.capitalize(), part=part, judgement=judgements.get(part, "agreement"))
        for part in parts
    ]


def words(answer, row, column, table_id="topics"):
    """Return the words of a cell."""
    return cell(answer, table_id, row, column).says


def test_a_topic_shows_each_strand_the_rule_and_the_fit_that_a_person_judged():
    answer = answered(*whole(qualitative="dissonance", economic="silence", together="complementarity"))

    assert [words(answer, "safety", column) for column in ("quantitative", "qualitative", "economic")] == [
        "Agreement",
        "Dissonance",
        "Silence",
    ]
    assert (words(answer, "safety", "rule"), words(answer, "safety", "fit")) == ("Dissonance", "Expand")
    assert words(answer, "safety", "meta_inference", "meta_inferences") == "It goes the same way."


def test_what_nobody_judged_is_said_to_be_so():
    answer = answered(said())

    assert words(answer, "safety", "qualitative") == "Not judged"
    assert words(answer, "safety", "fit") == "Not judged"
    assert words(answer, "safety", "meta_inference", "meta_inferences") == "Not judged"


def test_judgements_are_counted_by_strand_as_a_slow_count_finds_them():
    every = [
        *whole("a", quantitative="dissonance"),
        *whole("b", economic="silence", together="complementarity"),
        said(topic="c", title="C", part="qualitative", judgement="silence", says=""),
    ]
    answer = answered(*every)

    for part in ("quantitative", "qualitative", "economic", "together"):
        naive = Counter(each.judgement for each in every if each.part == part)
        for judgement in ("agreement", "complementarity", "dissonance", "silence"):
            assert value(answer, "counts", part, judgement) == naive[judgement]
    assert answer.n.value == 3


def test_what_each_strand_says_stands_by_its_judgement_with_its_number_pointed_at():
    rests = said(address="incidents.rates_by_type.all.assaults")
    answer = answered(rests, said(part="economic", judgement="silence", says=""), said(part="together"))

    found = cell(answer, "topic_safety", "quantitative", "where")
    assert found.points_at == "incidents.rates_by_type.all.assaults"
    assert words(answer, "economic", "says", "topic_safety") == "Nothing"
    assert words(answer, "economic", "where", "topic_safety") == "None"
    assert [row.label for row in table(answer, "topic_safety").rows] == [
        "Quantitative: agreement",
        "Economic: silence",
    ]


def test_without_a_topic_no_table_has_a_row_about_one_and_this_is_said():
    answer = answered()

    assert not any(cell.says for table in answer.tables for row in table.rows for cell in row.cells)
    assert answer.figures == ()
    assert "No topic was received on which the strands were compared." in answer.notes
