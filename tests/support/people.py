"""People at a real browser: a card for one of them, and what they press."""

from datetime import UTC, date, datetime
from typing import Any

NOW = datetime(2024, 5, 6, 10, 0, tzinfo=UTC)
DAY_IN_WAVE_3 = date(2020, 9, 15)


def card(group: str, wave: str) -> Any:
    """Return a card for one person at site S01 of the study that is served."""
    from newel.web.capture.actions.invite import Place, invite
    from newel.web.capture.invitable import last_day
    from newel.web.study import current_study

    place = Place("S01", group, wave)
    return invite(actor="lead", place=place, count=1, expires_on=last_day(current_study(), place.wave), now=NOW)[0]


def press(page: Any, words: str) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=words).first.click()


def come_in(page: Any, code: str, *, at: str) -> None:
    """Type a code on the page that asks for it."""
    page.goto(f"{at}/take-part/")
    page.get_by_label("Code").fill(code)
    press(page, "Continue")


def say_yes(page: Any) -> None:
    """Say yes to every purpose on the page, and go on."""
    for question in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        question.get_by_label("Yes", exact=True).check()
    press(page, "Continue")


def heading(page: Any) -> str:
    """Return the page's one main heading."""
    return str(page.get_by_role("heading", level=1).inner_text())


def reach(page: Any, words: str, *, then: str = "") -> None:
    """Move the focus with the Tab key to the control with these words, and press the key `then`;
    after Enter, wait for the page it leads to.

    Fails where the focus cannot be seen anywhere on the way.
    """
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["shown"], f"the focus on {focused['words']!r} cannot be seen on {page.title()!r}"
        if focused["words"].startswith(words):
            _press_key(page, then)
            return
    raise AssertionError(f"the Tab key never reached {words!r} on {page.title()!r}")


def _press_key(page: Any, key: str) -> None:
    if key == "Enter":
        with page.expect_navigation():
            page.keyboard.press(key)
    elif key:
        page.keyboard.press(key)


_FOCUSED = """() => {
  const control = document.activeElement;
  const label = control.labels && control.labels.length ? control.labels[0] : control;
  const outlined = [control, label].some(element => getComputedStyle(element).outlineStyle !== 'none'
    && parseFloat(getComputedStyle(element).outlineWidth) >= 2);
  const place = label.getBoundingClientRect();
  const words = label.innerText.trim().replace(/\\s+/g, ' ');
  return {words: words, shown: outlined && place.bottom > 0 && place.top < innerHeight};
}"""
