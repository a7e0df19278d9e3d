"""Collects what a person should know of an import or export, in the order in which it was met."""

from collections.abc import Iterable

from newel.exchange.imported import Outcome, Remark

SAID_OF_NO_SOURCE = (
    "The file does not say what kind of source each is, nor who may be quoted: all are entered as interviews that may "
    "not be quoted. Correct it where you know better."
)


class Ledger:
    """The remarks so far. The same words at the same place are said once."""

    def __init__(self) -> None:
        self._remarks: dict[Remark, None] = {}

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return the remarks in the order in which they were made."""
        return tuple(self._remarks)

    def not_kept(self, place: str, words: str) -> None:
        """Say what is in the file and not in what was made of it."""
        self._add("not kept", place, words)

    def changed(self, place: str, words: str) -> None:
        """Say what is kept in another form."""
        self._add("changed", place, words)

    def unusual(self, place: str, words: str) -> None:
        """Say where the file departs from its own standard, and was read all the same."""
        self._add("unusual", place, words)

    def extend(self, remarks: Iterable[Remark]) -> None:
        """Add remarks made elsewhere."""
        self._remarks.update(dict.fromkeys(remarks))

    def _add(self, outcome: Outcome, place: str, words: str) -> None:
        self._remarks[Remark(outcome, place, words)] = None


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun, as `1 coding` and `2 codings`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
