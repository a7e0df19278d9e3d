"""Outcomes, families and the waves they are compared between: what contradicts is refused with its place."""

from typing import Any

import pytest
from pydantic import ValidationError

from newel.instruments import instrument_faults
from newel.protocol.consistency import problems
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol

IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2"}
OUTCOME = {"id": "climate", "label": "Climate", "group": "staff", "scale": "team.climate", "role": "primary"}


def found(**blocks: Any) -> list[tuple[Any, ...]]:
    return [problem.path for problem in problems(a_protocol(**{"impact": IMPACT, "outcomes": [OUTCOME]} | blocks))]


def test_a_protocol_with_one_primary_outcome_and_two_waves_is_whole() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("reference_wave", "w9"), ("first_follow_up", "w1"), ("last_wave", "w1"), ("last_wave", "w9")],
)
def test_the_waves_of_impact_are_declared_and_in_order(key: str, value: str) -> None:
    assert ("impact", key) in found(impact=IMPACT | {key: value})


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"scale": None}, "id"),
        ({"measure": "assaults", "better": "lower"}, "id"),
        ({"group": None}, "scale"),
        ({"group": "nobody"}, "group"),
        ({"group": "carer"}, "scale"),
        ({"family": "none"}, "family"),
        ({"scale": None, "measure": "assaults", "group": None}, "measure"),
    ],
)
def test_an_outcome_that_cannot_be_measured_is_refused(change: dict[str, Any], key: str) -> None:
    assert ("outcomes", 0, key) in found(outcomes=[OUTCOME | change])


def test_a_return_measure_with_a_better_way_is_an_outcome() -> None:
    assert (
        found(
            outcomes=[OUTCOME, {"id": "a", "label": "A", "measure": "assaults", "better": "lower", "role": "secondary"}]
        )
        == []
    )


def test_a_study_of_impact_needs_a_primary_outcome() -> None:
    assert found(outcomes=[OUTCOME | {"role": "secondary"}]) == [("impact",)]


def test_outcomes_need_the_waves_they_are_compared_between() -> None:
    assert found(impact=None) == [("outcomes", 0, "id")]


def test_a_family_nobody_belongs_to_and_an_outcome_named_twice_are_refused() -> None:
    family = {"id": "all", "label": "All", "correction": "holm"}

    assert found(families=[family]) == [("families", 0, "id")]
    assert found(outcomes=[OUTCOME, OUTCOME]) == [("outcomes", 1, "id")]
    assert found(families=[family], outcomes=[OUTCOME | {"family": "all"}]) == []


@pytest.mark.parametrize("roles", [("primary", "secondary"), ("primary", "exploratory")])
def test_a_family_holds_outcomes_of_one_role_that_is_corrected(roles: tuple[str, ...]) -> None:
    outcomes = [OUTCOME | {"id": role, "role": role, "family": "all"} for role in roles]

    assert found(families=[{"id": "all", "label": "All", "correction": "bh"}], outcomes=outcomes) == [
        ("families", 0, "id")
    ]


@pytest.mark.parametrize("change", [{"worthwhile": 0.0}, {"decay_bound": -0.1}, {"scale": "team"}, {"role": "main"}])
def test_bounds_are_positive_and_names_have_their_shape(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_protocol(impact=IMPACT, outcomes=[OUTCOME | change])


def test_an_outcome_names_a_scale_its_instrument_has_and_its_group_is_asked() -> None:
    instruments = {"team": an_instrument(id="team")}
    protocol = a_protocol(
        impact=IMPACT | {"adjust_for": ["team.nothing"]}, outcomes=[OUTCOME | {"scale": "team.climat"}]
    )

    places = {fault.place for fault in instrument_faults(protocol, instruments)}

    assert {"outcomes, climate, scale", "impact, adjust_for"} <= places
