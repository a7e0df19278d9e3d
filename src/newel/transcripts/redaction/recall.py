"""How much of what was planted on purpose the suggestions find, and how much else they flag."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newel.transcripts.redaction.planting import Planted, plant
from newel.transcripts.redaction.suggesting import suggest
from newel.transcripts.redaction.suggestion import Finder, Roster, Suggestion
from newel.transcripts.versions import normal


@dataclass(frozen=True)
class Recall:
    """What was planted and what was found of it, whole. `by_kind` gives (planted, found) for each kind planted.

    `other_flags_per_1000_words` counts suggestions that touch nothing planted; where the texts themselves hold
    identifiers, those are among them.
    """

    planted: int
    found: int
    by_kind: Mapping[str, tuple[int, int]]
    other_flags_per_1000_words: float

    @property
    def share(self) -> float:
        """Return the share found, from 0 to 1; 1 where nothing was planted."""
        return self.found / self.planted if self.planted else 1.0


def seeded_recall(texts: Iterable[str], *, seed: int, roster_known: bool, finder: Finder | None = None) -> Recall:
    """Plant identifiers into texts and count those that suggestions cover from the first letter to the last.

    With `roster_known`, the planted people, places and services are on the roster. A seed plants the same again.
    """
    random = np.random.default_rng(seed)
    sown = [plant(normal(text), random=random) for text in texts]
    roster = _roster(planted for _, each in sown for planted in each) if roster_known else Roster()
    all_planted, all_found = Counter[str](), Counter[str]()
    words = others = 0
    for text, planted in sown:
        suggestions = [each for each in suggest(text, roster=roster, finder=finder) if each.replacement]
        all_planted.update(each.kind for each in planted)
        all_found.update(each.kind for each in planted if _is_covered(each, suggestions))
        others += sum(not _touches(each, planted) for each in suggestions)
        words += len(text.split())
    by_kind = {kind: (count, all_found[kind]) for kind, count in sorted(all_planted.items())}
    return Recall(all_planted.total(), all_found.total(), by_kind, 1000 * others / words if words else 0.0)


def _roster(planted: Iterable[Planted]) -> Roster:
    kept: dict[str, set[str]] = {"names": set(), "towns": set(), "services": set()}
    for each in planted:
        kept.get(each.kind.split("_")[0], set()).add(each.words)
    return Roster(tuple(sorted(kept["names"])), tuple(sorted(kept["towns"])), tuple(sorted(kept["services"])))


def _is_covered(planted: Planted, suggestions: Sequence[Suggestion]) -> bool:
    """Return whether suggestions cover a planted identifier whole: its blanks need no cover."""
    open_ = set(range(planted.start, planted.end))
    for each in suggestions:
        open_.difference_update(range(each.start, each.end))
    return all(planted.words[place - planted.start].isspace() for place in open_)


def _touches(suggestion: Suggestion, planted: Sequence[Planted]) -> bool:
    return any(suggestion.start < each.end and each.start < suggestion.end for each in planted)
