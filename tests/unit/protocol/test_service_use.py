"""What young people say of services is set beside outcomes of the same people in the same wave, or it is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from newel.protocol.consistency import problems
from tests.support.services import COUNTS, MEASURES, a_service_study

USE = ("economics", "service_use")
TEAM, DAYS, SERVICES = MEASURES


def found(use: dict[str, Any] | None = None, **blocks: Any) -> list[tuple[tuple[Any, ...], str]]:
    seen = problems(a_service_study(use, **blocks))
    assert all(problem.expected and problem.remedy for problem in seen)
    return [(problem.path, problem.found) for problem in seen]


def test_a_study_that_counts_services_is_without_a_problem() -> None:
    assert found() == []


@pytest.mark.parametrize(
    "use",
    [
        {"months": 0},
        {"months": -1},
        {"effects": []},
        {"counts": []},
        {"source": " "},
        {"counts": [COUNTS[0] | {"item": "nurse"}]},
        {"counts": [COUNTS[0] | {"price": 40}]},
    ],
)
def test_a_block_that_means_nothing_is_refused(use: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_service_study(use)


def test_an_item_is_read_as_an_instrument_and_an_item_of_it() -> None:
    header = a_service_study().economics
    assert header is not None
    assert header.service_use is not None

    first = header.service_use.counts[0]
    assert (first.instrument, first.item_id) == ("services", "nurse")


def test_a_group_that_is_not_declared_is_refused_once() -> None:
    assert found({"group": "child"}) == [((*USE, "group"), "`child`")]


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ("hope", "`hope`"),
        ("team", "`team`, a scale of `staff`"),
        ("harm", "`harm`, a count of the returns"),
    ],
)
def test_an_effect_is_a_scale_that_the_same_people_answer(effect: str, words: str) -> None:
    assert found({"effects": ["heard", effect]}) == [((*USE, "effects"), words)]


def test_an_item_that_the_group_is_not_asked_is_refused_with_its_place() -> None:
    other = {"item": "team.item_1", "of": "team_contact", "unit": "contact"}

    words = "`team.item_1`, which no measure puts to `young_person`"
    assert found({"counts": [*COUNTS, other]}) == [((*USE, "counts", 2, "item"), words)]


def test_counts_and_effects_that_nobody_is_asked_in_one_wave_are_refused() -> None:
    apart = [TEAM, DAYS, SERVICES | {"waves": ["w2"]}, DAYS | {"id": "again", "waves": ["w1"]}]
    only_first = [DAYS | {"waves": ["w1"]}, SERVICES | {"waves": ["w2"]}]
    impact = {"reference_wave": "w1", "first_follow_up": "w1", "last_wave": "w1"}

    assert found(measures=apart) == []
    paths = [path for path, _ in found(measures=[TEAM, *only_first], impact=impact)]
    assert (*USE, "effects") in paths


def test_what_is_named_twice_would_count_twice() -> None:
    twice = {"counts": [*COUNTS, COUNTS[0] | {"of": "doctor_contact"}], "effects": ["heard", "heard"]}

    assert found(twice) == [((*USE, "effects"), "`heard`, 2 times"), ((*USE, "counts"), "`services.nurse`, 2 times")]
