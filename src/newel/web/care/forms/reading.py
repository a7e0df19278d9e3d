"""Fields of a page, read one by one. What cannot be used becomes words about how to mend it, beside its field."""

from collections.abc import Iterable, Mapping
from datetime import date

LONGEST = 20_000
"""Letters in one field of words: some ten pages."""


class Reading:
    """The fields of one page. A reader of a field returns something usable always; look at `faults` before using it."""

    def __init__(self, fields: Mapping[str, str], lists: Mapping[str, list[str]] | None = None) -> None:
        self.fields = fields
        self.lists = lists or {}
        self.faults: dict[str, str] = {}

    def day(self, name: str, *, since: date, until: date) -> date:
        """Read a day between two days, both included."""
        typed = self.fields.get(name, "").strip()
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            self.faults[name] = "Give the day, for example 2020-09-15."
            return until
        if not since <= found <= until:
            self.faults[name] = f"Give a day from {since:%-d %B %Y} to {until:%-d %B %Y}."
        return found

    def choice(self, name: str, known: Iterable[str], *, says: str) -> str:
        """Read one of the known answers."""
        found = self.fields.get(name, "")
        if found not in known:
            self.faults[name] = says
        return found

    def yes_no(self, name: str, *, says: str) -> bool:
        """Read a yes or a no; neither is given for the person."""
        return self.choice(name, ("yes", "no"), says=says) == "yes"

    def whole(self, name: str, *, highest: int, of: str) -> int:
        """Read a whole number from 0."""
        typed = self.fields.get(name, "").strip()
        found = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else -1
        if not 0 <= found <= highest:
            self.faults[name] = f"Give a whole number of {of}, from 0 to {highest}."
        return found

    def words(self, name: str, *, says: str = "") -> str:
        """Read words. Where `says` is given they may not be empty."""
        found = self.fields.get(name, "").replace("\r\n", "\n").strip()
        if says and not found:
            self.faults[name] = says
        if len(found) > LONGEST:
            self.faults[name] = f"This is too long to keep: {len(found)} letters. Make it shorter than {LONGEST}."
        return found

    def ticked(self, name: str, known: Iterable[str]) -> frozenset[str]:
        """Read the boxes that were ticked, among those that are known."""
        return frozenset(self.lists.get(name, [])) & frozenset(known)
