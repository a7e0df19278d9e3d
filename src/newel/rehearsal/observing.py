"""Draws what two people saw in each observed meeting, and what they agreed on afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from newel.observing import agreed, differences
from newel.protocol import ObservedItem, Observing
from newel.records.kinds import OBSERVATION_EVENT, OBSERVATION_RATING
from newel.rehearsal.plan import Plan
from newel.rehearsal.truths import ObservingTruth

OBSERVERS = {"first": "observer_1", "second": "observer_2", "agreed": "observer_1"}
YEAR = 365.25
Steps = dict[str, int | None]


def draw(plan: Plan, meetings: pl.DataFrame, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the ratings and timed events of the observed meetings; none where the protocol does not say of what."""
    ratings: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    if plan.protocol.observing is not None:
        seeing = _Seeing(plan.protocol.observing, plan.truths.observing, plan.protocol.study.starts, rng)
        for meeting in meetings.to_dicts():
            sheets = ("first", "second")[: 1 + (rng.random() < seeing.observing.observed_twice)]
            ratings.extend((meeting["observation_id"], *row) for row in seeing.ratings(meeting, sheets))
            events.extend((meeting["observation_id"], *row) for row in seeing.events(meeting, sheets))
    return {
        "observation_rating": pl.DataFrame(ratings, schema=OBSERVATION_RATING.schema, orient="row"),
        "observation_event": pl.DataFrame(events, schema=OBSERVATION_EVENT.schema, orient="row"),
    }


@dataclass(frozen=True)
class _Seeing:
    """How people see meetings under the declared truths."""

    observing: Observing
    truth: ObservingTruth
    begins: date
    rng: np.random.Generator

    def ratings(self, meeting: Mapping[str, Any], sheets: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
        """Yield sheet, observer, item and step: of each person, and of both together where there are two."""
        years = (meeting["held_on"] - self.begins).days / YEAR
        places = {item.id: self.truth.level + self.truth.spread * self.rng.normal() for item in self.observing.rated}
        shift = {"first": 0.0, "second": self.truth.second_higher + self.truth.second_drifts * years}
        seen = {
            sheet: {item.id: self._step(item, places[item.id] + shift[sheet]) for item in self.observing.rated}
            for sheet in sheets
        }
        if "second" in seen:
            seen["agreed"] = self._agreed(seen["first"], seen["second"])
        for sheet, steps in seen.items():
            yield from ((sheet, OBSERVERS[sheet], item, step) for item, step in steps.items())

    def events(self, meeting: Mapping[str, Any], sheets: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
        """Yield sheet, item, number and second of what each person timed of what happened."""
        last = 60 * meeting["minutes"]
        for item in self.observing.timed:
            happened = self.rng.uniform(0, last, self.rng.poisson(self.truth.events_per_hour * last / 3600))
            for sheet in sheets:
                kept = happened[self.rng.random(len(happened)) < self.truth.share_timed]
                timed = np.sort(np.clip(kept + self.rng.normal(0, self.truth.seconds_off, len(kept)), 0, last))
                yield from ((sheet, item.id, number, int(second)) for number, second in enumerate(timed, start=1))

    def _step(self, item: ObservedItem, place: float) -> int | None:
        wish = place + self.truth.observer_spread * self.rng.normal()
        if self.rng.random() < self.truth.share_not_seen:
            return None
        return 1 + int(np.clip(np.rint(wish * (len(item.anchors) - 1)), 0, len(item.anchors) - 1))

    def _agreed(self, first: Steps, second: Steps) -> Steps:
        """Let two people settle on one of their two steps; on the one there is, where one could not see it."""
        decided: Steps = {}
        for difference in differences(first, second, list(first)):
            steps = [step for step in (difference.first, difference.second) if step is not None]
            decided[difference.item] = int(self.rng.choice(steps))
        return agreed(first, second, decided, items=list(first))
