"""Two people who observe meetings of the small study, and a third who reads about it."""

from pathlib import Path

import pytest

from tests.support.reader import Reader

STUDY = Path(__file__).parents[3] / "studies" / "secure_stairs"
STEPS = ("voice", "needs", "formulation", "plan", "safe_to_speak", "all_disciplines")


@pytest.fixture
def anna(example_study, sign_in) -> Reader:
    """A researcher who begins."""
    return Reader(sign_in("researcher", username="anna"))


@pytest.fixture
def ben(example_study, sign_in) -> Reader:
    """A researcher who joins."""
    return Reader(sign_in("researcher", username="ben"))


def filled(step: str = "2", **changes: str) -> dict[str, str]:
    """Return a whole sheet on which every item has one step, with the numbers of the meeting."""
    facts = {"minutes": "45", "staff_present": "7", "needs_discussed": "yes", "child_present": "no"}
    return {f"step-{item}": step for item in STEPS} | facts | changes


def of_second(fields: dict[str, str]) -> dict[str, str]:
    """Return a sheet without what only the first one asks."""
    asked = ("minutes", "staff_present", "needs_discussed", "child_present")
    return {name: value for name, value in fields.items() if name not in asked}


def begun(reader: Reader) -> str:
    """Begin a meeting, and return the address of its page."""
    reader.open("/staff/observations/begin/")
    reader.press("Begin", {"site": "S01", "kind": "handover", "wave": "w3", "held_on": "2020-09-14"})
    address = str(reader.response["Location"]).removesuffix("sheet/")
    reader.open(f"{address}sheet/")
    return address


def closed(reader: Reader, address: str, fields: dict[str, str]) -> None:
    """Close one's sheet."""
    reader.open(f"{address}sheet/").press("Close my sheet", fields)
