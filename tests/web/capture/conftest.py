"""The small study of these tests, invitations to it, and people who open them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.reader import Reader

STUDY = Path(__file__).parent / "study"
NOW = datetime(2024, 5, 6, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_study(serve_study) -> Path:
    serve_study(STUDY)
    return STUDY


@pytest.fixture
def invited(db) -> Callable[..., str]:
    """Return `invited(group, wave=, site=)`: the code of a new invitation."""
    from newel.web.capture.actions.invite import Place, invite
    from newel.web.capture.invitable import last_day
    from newel.web.study import current_study

    def make(group: str = "staff", *, wave: str = "w2", site: str = "S01") -> str:
        place = Place(site, group, wave)
        expires = last_day(current_study(), wave)
        return invite(actor="lead", place=place, count=1, expires_on=expires, now=NOW)[0].code

    return make


@pytest.fixture
def coming_in() -> Callable[[str], Reader]:
    """Return `coming_in(code)`: somebody who typed a code on a device of their own, and sees the page after it."""

    def come(code: str) -> Reader:
        return Reader().open("/take-part/").press("Continue", {"code": code})

    return come


@pytest.fixture
def agreed(invited, coming_in) -> Callable[..., Reader]:
    """Return `agreed(group, code=)`: somebody at the first question, having said yes to all."""

    def agree(group: str = "staff", *, code: str = "") -> Reader:
        reader = coming_in(code or invited(group)).press("Continue")
        if group == "young_person":
            reader.press("Continue", {"age": "over"})
            for purpose in ("take_part", "linkage", "quotes"):
                reader.press("Continue", {f"purpose_{purpose}": "yes"})
            return reader
        return reader.press("Continue", {f"purpose_{name}": "yes" for name in ("take_part", "linkage", "quotes")})

    return agree
