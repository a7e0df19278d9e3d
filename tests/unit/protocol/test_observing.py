"""What two people look for in a meeting: what contradicts is refused with its place."""

from typing import Any

import pytest

from newel.protocol.consistency import problems
from tests.support.observed import OBSERVING, an_observing_protocol
from tests.support.protocols import a_protocol

VOICE, PLAN, STOP = OBSERVING["items"]
QUESTION = {"id": "meetings", "asks": "?", "strand": "qualitative", "analysis": "observed_meetings", "section": "m.md"}


def found(**changes: Any) -> list[tuple[Any, ...]]:
    return [problem.path for problem in problems(an_observing_protocol(**changes)) if problem.path[0] == "observing"]


def test_items_that_are_rated_or_timed_are_whole() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("items", "place"),
    [
        ([VOICE, VOICE], ("observing", "items")),
        ([VOICE | {"anchors": ["Only one"]}], ("observing", "items", 0, "anchors")),
        ([VOICE, STOP | {"anchors": ["a", "b"]}], ("observing", "items", 1, "anchors")),
    ],
)
def test_an_item_is_rated_on_steps_or_timed_and_has_a_name_of_its_own(items: list[Any], place: tuple[Any, ...]) -> None:
    assert found(items=items) == [place]


def test_a_question_about_meetings_needs_the_block() -> None:
    protocol = a_protocol(questions=[QUESTION])

    (problem,) = [each for each in problems(protocol) if each.path[0] == "questions"]

    assert problem.path == ("questions", 0, "analysis")
    assert "[observing]" in problem.expected
    assert [each for each in problems(an_observing_protocol()) if each.path[0] == "questions"] == []


def test_the_steps_of_an_item_are_numbered_from_one() -> None:
    observing = an_observing_protocol().observing
    assert observing is not None
    assert list(observing.item("plan").steps) == [1, 2, 3]
    assert [item.id for item in observing.rated] == ["voice", "plan"]
    assert [item.id for item in observing.timed] == ["stop"]
