"""Further studies of the economic header: what informs no decision, or cannot be weighed, is refused with its place."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from newel.analysis._accepted import SAVING, WORDS
from newel.protocol import Protocol, accepted_effects
from newel.protocol.consistency import problems
from newel.protocol.economics import Learnt
from tests.support.money import RESTRAINT, thresholds
from tests.support.protocols import a_protocol

HEADER: dict[str, Any] = {
    "perspectives": ["health"],
    "price_year": 2020,
    "currency": "GBP",
    "comparator": "The same sites before delivery began",
    "value_set": "none",
    "value_set_reason": "None had been published.",
    "effects": [RESTRAINT],
    "thresholds": [*thresholds("restraint", 1000), *thresholds("climate", 10)],
}
IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2"}
OUTCOME = {"id": "climate", "label": "Climate", "group": "staff", "scale": "team.climate", "role": "primary"}
STUDY: dict[str, Any] = {
    "id": "more",
    "label": "More sites",
    "effect": "restraint",
    "learns": "ratio",
    "sites": [4, 8],
    "source": "A plan, page 2",
}
FOR_ALL = {"children": 600, "years": 5}


def study(*further: dict[str, Any]) -> Protocol:
    return a_protocol(economics=HEADER | {"further_studies": further}, impact=IMPACT, outcomes=[OUTCOME])


def places(*further: dict[str, Any]) -> list[tuple[Any, ...]]:
    seen = list(problems(study(*further)))
    assert all(problem.found and problem.expected and problem.remedy for problem in seen)
    return [problem.path[2:] for problem in seen]


def test_further_studies_of_accepted_effects_are_without_a_problem() -> None:
    paid = STUDY | FOR_ALL | {"id": "paid", "fixed_cost": 1000, "cost_per_site": 10}

    assert places(STUDY, STUDY | FOR_ALL | {"id": "free"}, paid) == []
    assert places(STUDY | {"effect": "climate", "learns": "gain"}) == []
    assert [effect.id for effect in accepted_effects(study())] == ["restraint", "climate"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"effect": "assault"}, (0, "effect")),
        ({"learns": "gain"}, (0, "learns")),
        ({"effect": "climate", "learns": "ratio"}, (0, "learns")),
        ({"sites": [8, 4]}, (0, "sites")),
        ({"sites": [4, 4]}, (0, "sites")),
        ({"children": 600}, (0, "children")),
        ({"years": 5}, (0, "years")),
        ({"fixed_cost": 1000}, (0, "fixed_cost")),
        ({"cost_per_site": 10}, (0, "cost_per_site")),
    ],
)
def test_a_study_that_cannot_be_weighed_is_refused(change: dict[str, Any], place: tuple[Any, ...]) -> None:
    assert places(STUDY | change) == [place]


def test_two_studies_have_names_of_their_own() -> None:
    assert places(STUDY, STUDY) == [(1, "id")]


def test_what_can_be_learnt_instead_is_named() -> None:
    (problem,) = problems(study(STUDY | {"learns": "gain"}))

    assert problem.found == "`gain`, for the effect `restraint`"
    assert problem.expected.startswith("one of cost, happening, ratio")


@pytest.mark.parametrize(
    "change",
    [
        {"learns": "saving"},
        {"sites": []},
        {"sites": [0]},
        {"sites": [2.5]},
        {"fixed_cost": -1},
        {"children": 0},
        {"years": 0},
        {"source": " "},
        {"people": 40},
    ],
)
def test_a_value_that_means_nothing_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        study(STUDY | change)


def test_what_can_be_learnt_is_what_a_decision_is_drawn_from_but_for_prices_from_a_source() -> None:
    assert set(get_args(Learnt)) == set(WORDS) - {SAVING}
