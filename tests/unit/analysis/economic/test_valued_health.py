"""States of health valued by the set the protocol names: by hand, with its citation in print, and never by none.

The numbers of the set are made up for these tests: they are no country's values.
"""

import polars as pl
import pytest

from newel.analysis import Evidence
from newel.analysis._value_of_health import valued_health
from newel.costs import ValueSet, value_set_frame
from newel.findings import Answer
from tests.support.analysing import ask, table, value
from tests.support.money import thresholds
from tests.support.value_study import value_evidence, with_records

TAKEN = {"item_1": (0.0, 0.02, 0.05, 0.1, 0.2), "item_2": (0.0, 0.01, 0.1, 0.2, 0.3)}
REASON = "Answers are of staff, in a test."


def a_set(made_for: str = "adult") -> ValueSet:
    return ValueSet.model_validate(
        {
            "id": "nowhere",
            "instrument": "team",
            "made_for": made_for,
            "country": "Nowhere",
            "version": "1",
            "citation": "A test",
            "doi": "10.1234/test",
            "licence": "licence.txt",
            "any_problem": 0.05,
            "any_worst": 0.1,
            "decrements": TAKEN,
            "examples": [{"profile": {"item_1": 1, "item_2": 1}, "value": 1.0}],
        }
    )


def study(made_for: str = "adult", **header: str) -> Evidence:
    keys = {"value_set": "nowhere", "value_set_reason": "It was at hand.", "adult_tariff_reason": REASON} | header
    about = value_evidence(**keys, thresholds=thresholds("qaly", 20_000, 30_000))
    return with_records(about, value_set=value_set_frame(a_set(made_for)))


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("cost_effectiveness", study(), "economic", draws=2000)


def by_hand(about: Evidence) -> dict[str, float]:
    """Return the value of each response that says both levels, one at a time."""
    levels: dict[str, dict[str, int]] = {}
    for row in about.freeze.frame("answer").iter_rows(named=True):
        if row["item"] in TAKEN and row["value"] is not None:
            levels.setdefault(row["response_id"], {})[row["item"]] = int(float(row["value"]))
    worth = {}
    for response, said in levels.items():
        if len(said) == len(TAKEN):
            worth[response] = 1 - sum(TAKEN[item][level - 1] for item, level in said.items())
            worth[response] -= 0.05 * any(level > 1 for level in said.values())
            worth[response] -= 0.1 * any(level == 5 for level in said.values())
    return worth


def test_every_state_that_is_known_whole_has_its_value_and_no_other_is_counted() -> None:
    about = study()
    sent = about.freeze.frame("response").drop_nulls("sent_on")

    worth = by_hand(about)
    expected = {
        (row["participant_id"], row["wave"]): worth[row["response_id"]]
        for row in sent.iter_rows(named=True)
        if row["response_id"] in worth and row["group"] == "staff"
    }
    valued = valued_health(about)
    assert valued is not None
    scores = {(row["participant_id"], row["wave"]): row["score"] for row in valued.scores.frame.iter_rows(named=True)}
    assert scores == pytest.approx(expected)
    assert len(scores) < sent.filter(pl.col("group") == "staff").height
    assert valued.scores.scale.lowest == pytest.approx(1 - 0.2 - 0.3 - 0.05 - 0.1)


def test_the_gain_in_value_is_a_year_of_it(found: Answer) -> None:
    valued = valued_health(study())
    assert valued is not None

    assert value(found, "qaly_options", "full", "effect") == pytest.approx(valued.gain.estimate)
    cost = value(found, "qaly_options", "full", "cost") or 0
    assert value(found, "qaly_decision", "at_20000", "benefit") == pytest.approx(20_000 * valued.gain.estimate - cost)
    assert [row.id for row in table(found, "qaly_decision").rows] == ["at_20000", "at_30000"]


def test_the_set_is_cited_and_an_adult_one_prints_why_it_is_used(found: Answer) -> None:
    assert any("nowhere, version 1, of Nowhere (A test, doi 10.1234/test)" in note for note in found.notes)
    assert any(note.endswith(REASON) for note in found.notes)
    young = ask("cost_effectiveness", study("youth", adult_tariff_reason=""), "economic", draws=500)
    assert not any(REASON in note for note in young.notes)


def test_without_a_sealed_set_nothing_is_valued() -> None:
    bare = with_records(study(), value_set=value_set_frame(None))

    answer = ask("cost_effectiveness", bare, "economic", draws=500)

    assert valued_health(bare) is None
    assert answer.tables == ()
    assert any("Quality-adjusted life year: not worked out" in note for note in answer.notes)
