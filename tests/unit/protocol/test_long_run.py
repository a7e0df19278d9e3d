"""The long run of the economic header: what does not hang together is refused with its place and a remedy."""

from typing import Any

import pytest
from pydantic import ValidationError

from newel.protocol import Protocol
from newel.protocol.consistency import problems
from tests.support.money import LONG_RUN, PLACE
from tests.support.protocols import a_protocol

SETTING, COMMUNITY, CUSTODY = LONG_RUN["states"]
FROM_SETTING, FROM_COMMUNITY = LONG_RUN["moves"]


def study(**changes: Any) -> Protocol:
    header = a_protocol().economics
    assert header is not None
    return a_protocol(economics=header.model_dump() | {"long_run": LONG_RUN | changes})


def places(**changes: Any) -> list[tuple[Any, ...]]:
    seen = list(problems(study(**changes)))
    assert all(problem.found and problem.expected and problem.remedy for problem in seen)
    assert all(problem.path[:2] == ("economics", "long_run") for problem in seen)
    return [problem.path[2:] for problem in seen]


def changed(**keys: Any) -> dict[str, Any]:
    return {"changes": LONG_RUN["changes"] | keys}


def moves(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"moves": listed}


def test_a_long_run_that_hangs_together_is_without_a_problem() -> None:
    assert places() == []
    assert places(**changed(ratios=[0.0])) == []
    half = [SETTING | {"at_start": 0.5}, COMMUNITY | {"at_start": 0.25}, CUSTODY | {"at_start": 0.25}]
    assert places(states=half) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"delivered_in": "home"}, ("delivered_in",)),
        ({"counts_months_in": "home"}, ("counts_months_in",)),
        ({"states": [SETTING, COMMUNITY, CUSTODY, CUSTODY]}, ("states", 3, "id")),
        ({"states": [SETTING | {"at_start": 0.9}, COMMUNITY, CUSTODY]}, ("states", 0, "at_start")),
        ({"states": [SETTING, COMMUNITY | {"at_start": 0.1}, CUSTODY]}, ("states", 0, "at_start")),
        ({"states": [SETTING | {"costs": [PLACE, PLACE]}, COMMUNITY, CUSTODY]}, ("states", 0, "costs")),
        ({"states": [SETTING, COMMUNITY, CUSTODY, CUSTODY | {"id": "nowhere"}]}, ("states", 3, "id")),
        (moves(FROM_SETTING, FROM_COMMUNITY, FROM_COMMUNITY), ("moves", 2, "out_of")),
        (moves(FROM_SETTING, FROM_COMMUNITY, FROM_COMMUNITY | {"out_of": "home"}), ("moves", 2, "out_of")),
        (moves(FROM_SETTING, FROM_COMMUNITY | {"to": {"setting": 4, "home": 2}}), ("moves", 1, "to")),
        (changed(out_of="home"), ("changes", "out_of")),
        (changed(to="home"), ("changes", "to")),
        (changed(to="community"), ("changes", "to")),
        (changed(to="adult_custody"), ("changes", "to")),
        (changed(ratios=[0.5, 0.75]), ("changes", "ratios")),
        (changed(ratios=[0.5, 0.5]), ("changes", "ratios")),
    ],
)
def test_what_does_not_hang_together_is_refused_at_its_place(change: dict[str, Any], place: tuple[Any, ...]) -> None:
    assert places(**change) == [place]


def test_a_state_that_only_an_unreached_state_leads_to_is_not_reached() -> None:
    other = [CUSTODY | {"id": "one"}, CUSTODY | {"id": "two"}]
    leads = [{"out_of": "one", "to": {"two": 1}, "source": "A register"}]

    refused = places(states=[SETTING, COMMUNITY, CUSTODY, *other], moves=[FROM_SETTING, FROM_COMMUNITY, *leads])

    assert refused == [("states", 3, "id"), ("states", 4, "id")]


def test_what_never_happens_cannot_fall() -> None:
    (problem,) = problems(study(**changed(to="adult_custody")))

    assert problem.found == "a move from `community` to `adult_custody`"
    assert "what never happens cannot fall" in problem.expected


@pytest.mark.parametrize(
    "change",
    [
        {"months": 0},
        {"months": 13},
        {"cycles": 0},
        {"counting": "middle"},
        {"states": [SETTING]},
        {"states": [SETTING | {"at_start": 1.1}, COMMUNITY]},
        {"states": [SETTING | {"costs": [PLACE | {"times": 0}]}, COMMUNITY]},
        {"moves": []},
        moves(FROM_SETTING | {"to": {}}),
        moves(FROM_SETTING | {"to": {"community": 0}}),
        moves(FROM_SETTING | {"to": {"community": -3}}),
        moves(FROM_SETTING | {"to": {"community": 2.5}}),
        moves(FROM_SETTING | {"source": " "}),
        changed(ratios=[]),
        changed(ratios=[1.1]),
        changed(ratios=[-0.1]),
        changed(source=""),
        {"source": ""},
        {"effect": 0.8},
    ],
)
def test_a_value_that_means_nothing_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        study(**change)
