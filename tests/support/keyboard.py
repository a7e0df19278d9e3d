"""Hands that have a keyboard and nothing else. Every stop on the way must show that it has the focus.

Nothing here clicks, fills or focuses an element: only keys are pressed, as by somebody who cannot use a mouse.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from tests.support.browser import shows_heading
from tests.support.web import PASSWORD

FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { name: "", shows: true };
  const labels = [...(at.labels ?? [])].map((label) => label.innerText.trim());
  const chosen = at.matches("[type=radio], [type=checkbox]");
  const group = chosen ? at.closest("fieldset")?.querySelector("legend")?.innerText.trim() : "";
  const named = (at.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const spoken = named.map((id) => document.getElementById(id).innerText).join(" ");
  const name = (at.getAttribute("aria-label") || spoken || labels[0] || at.innerText || "").trim();
  const ring = [at, ...(chosen ? at.labels : [])].map((each) => getComputedStyle(each));
  const drawn = ring.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1);
  const box = at.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { name: group ? `${group}: ${name}` : name, shows: drawn && inside };
}"""
SELECTED = "() => document.activeElement.selectedOptions?.[0]?.label.trim() ?? null"

SKIP = "Skip to the main part"
ABOVE = frozenset({"Sources", "Coding", "Synthesis", "Sign out"})
"""What is looked for above the main part."""


@dataclass(frozen=True)
class Hands:
    """Somebody at one page's keyboard."""

    page: Any

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words where the focus is, in place of what is written there."""
        self.press("Control+a")
        self.page.keyboard.type(words)

    def focused(self) -> str:
        """Return the name of what has the focus. Fails where nobody could see that it has it."""
        at = self.page.evaluate(FOCUSED)
        assert at["shows"], f"nobody sees the focus on “{at['name']}” of {self.page.url}"
        return " ".join(at["name"].split())

    def starts_at(self, button: str) -> None:
        """Wait until the page has put the focus on a button by itself: it does so a moment after it has come."""
        expect(self.page.get_by_role("button", name=button, exact=True)).to_be_focused()
        assert self.focused() == button

    def to(self, name: str, *, whole: bool = True, most: int = 150) -> None:
        """Press Tab until the focus is on what a screen reader calls this; fails with the names that were met.

        Where `whole` is not asked for, a name that holds these words will do. What stands above the main part is
        skipped with the page's own link, as people do who know the page.
        """
        met: list[str] = []
        for _ in range(most):
            self.press("Tab")
            met.append(self.focused())
            if met[-1] == name or (not whole and name in met[-1]):
                return
            if met[-1] == SKIP and name not in ABOVE:
                self.press("Enter")
        raise AssertionError(f"{most} tabs on {self.page.url} do not reach “{name}”, only {list(dict.fromkeys(met))}")

    def go(self, name: str, heading: str = "") -> None:
        """Reach something, press Enter, and wait for the page it leads to."""
        self.to(name)
        self.enter(heading)

    def enter(self, heading: str = "") -> None:
        """Press Enter and wait for the page it leads to."""
        if not heading:
            self.press("Enter")
            return
        with self.page.expect_navigation():
            self.press("Enter")
        faults = self.page.locator(".faults")
        assert not faults.count(), faults.inner_text()
        shows_heading(self.page, heading)

    def write(self, name: str, words: str) -> None:
        """Reach a field and type into it."""
        self.to(name)
        self.type(words)

    def choose(self, name: str, option: str, *, whole: bool = True, most: int = 60) -> None:
        """Reach a list and press the arrow down until an option is chosen."""
        self.to(name)
        met = [self.page.evaluate(SELECTED)]
        while not (met[-1] == option or (not whole and option in met[-1])):
            assert len(met) <= most, f"“{name}” has no option “{option}”, only {list(dict.fromkeys(met))}"
            self.press("ArrowDown")
            met.append(self.page.evaluate(SELECTED))

    def tick(self, name: str) -> None:
        """Reach a box or a choice and press the space bar."""
        self.to(name)
        self.press("Space")

    def sign_in(self, live_server: Any, account: Any) -> None:
        """Come in through the door, with its address typed and everything else by keys."""
        self.page.goto(f"{live_server.url}/sign-in/")
        self.write("Name", account.user.username)
        self.write("Password", PASSWORD)
        self.enter("Start")
