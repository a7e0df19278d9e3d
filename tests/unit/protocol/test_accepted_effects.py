"""Effects that money is held against, and scenarios of a roll-out: what contradicts is refused with its place."""

from typing import Any

import pytest
from pydantic import ValidationError

from newel.protocol import PREVENTABLE, Protocol, accepted_effects, thresholds_of
from newel.protocol.consistency import problems
from tests.support.protocols import a_protocol

HEADER: dict[str, Any] = {
    "perspectives": ["health"],
    "price_year": 2020,
    "currency": "GBP",
    "comparator": "The same sites before delivery began",
    "value_set": "none",
    "value_set_reason": "None had been published.",
}
IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2"}
OUTCOME = {"id": "climate", "label": "Climate", "group": "staff", "scale": "team.climate", "role": "primary"}
EFFECT = {"id": "restraint", "label": "Restraint prevented", "of": "restraints", "source": "A board"}
SCENARIO = {"id": "slow", "label": "Slowly", "first_year": 2021, "uptake": [0.5, 1.0], "source": "A plan"}


def paid(per: str, amount: float = 10.0) -> dict[str, Any]:
    return {"amount": amount, "per": per, "source": "A board"}


def study(**header: Any) -> Protocol:
    return a_protocol(economics=HEADER | header, impact=IMPACT, outcomes=[OUTCOME])


def places(**header: Any) -> list[tuple[Any, ...]]:
    seen = list(problems(study(**header)))
    assert all(problem.found and problem.expected and problem.remedy for problem in seen)
    return [problem.path[1:] for problem in seen]


def test_effects_with_thresholds_and_scenarios_are_without_a_problem() -> None:
    effects = [EFFECT, EFFECT | {"id": "calm", "of": "climate"}, EFFECT | {"id": "saved", "counts_savings": True}]

    assert places(effects=effects, thresholds=[paid("restraint"), paid("calm"), paid("saved")]) == []
    assert places(scenarios=[SCENARIO, SCENARIO | {"id": "other", "uptake": [0.0, 0.2]}]) == []


@pytest.mark.parametrize(
    ("effects", "per", "place"),
    [
        ([EFFECT | {"of": "smiles"}], "restraint", ("effects", 0, "of")),
        ([EFFECT, EFFECT], "restraint", ("effects", 1, "id")),
        ([EFFECT | {"id": "climate"}], "climate", ("effects", 0, "id")),
        ([EFFECT], "climate", ("effects", 0, "id")),
        ([EFFECT | {"of": "climate", "counts_savings": True}], "restraint", ("effects", 0, "counts_savings")),
        ([EFFECT | {"of": "qaly"}], "restraint", ("effects", 0, "of")),
    ],
)
def test_an_effect_that_cannot_be_worked_out_is_refused(effects: list[Any], per: str, place: tuple[Any, ...]) -> None:
    assert places(effects=effects, thresholds=[paid(per)]) == [place]


def test_a_threshold_for_what_nobody_accepts_is_refused() -> None:
    assert places(effects=[EFFECT], thresholds=[paid("restraint"), paid("assault")]) == [("thresholds", 1, "per")]


def test_a_roll_out_delivers_in_some_year_and_has_a_name_of_its_own() -> None:
    assert places(scenarios=[SCENARIO | {"uptake": [0.0, 0.0]}]) == [("scenarios", 0, "uptake")]
    assert places(scenarios=[SCENARIO, SCENARIO]) == [("scenarios", 1, "id")]


@pytest.mark.parametrize(
    "change", [{"uptake": []}, {"uptake": [1.2]}, {"already": -0.1}, {"places": 0}, {"source": " "}, {"first_year": 21}]
)
def test_a_scenario_that_means_nothing_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        study(scenarios=[SCENARIO | change])


def test_accepted_are_the_declared_effects_and_outcomes_that_have_a_price() -> None:
    protocol = study(effects=[EFFECT], thresholds=[paid("restraint", 5), paid("climate"), paid("restraint", 9)])

    accepted = accepted_effects(protocol)

    assert [effect.id for effect in accepted] == ["restraint", "climate"]
    assert accepted[1].label == "Point of climate"
    assert [thresholds_of(protocol, effect) for effect in accepted] == [(5, 9), (10,)]


def test_nothing_is_accepted_without_a_header_or_without_thresholds() -> None:
    assert accepted_effects(a_protocol(economics=None)) == ()
    assert accepted_effects(study()) == ()


def test_what_can_be_prevented_is_what_returns_count_and_unit_costs_price() -> None:
    from newel.analysis._incidents import MEASURES
    from newel.costs import INCIDENTS

    assert set(PREVENTABLE) == set(MEASURES) == set(INCIDENTS.values())
