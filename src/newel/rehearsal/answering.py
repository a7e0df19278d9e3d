"""Draws every answer, with its site's and the framework's planted share in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import polars as pl

from newel.instruments import Instrument, Item, Scale
from newel.records.kinds import ANSWER
from newel.rehearsal.asking import Respondent
from newel.rehearsal.plan import Plan, Yes
from newel.rehearsal.shifting import Shifts

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
ITEM_NOISE = 0.12
"""Standard deviation of an item about its scale, as a share of the range."""


@dataclass(frozen=True)
class Persons:
    """Where people stand on the scales among those of their site, in standard deviations."""

    rng: np.random.Generator
    known: dict[tuple[str, str, str], float] = field(default_factory=dict)
    """What stays a linked person's own over the waves, drawn when they first answer: by scale and person."""
    standing: dict[tuple[str, str, str], float] = field(default_factory=dict)
    """Where everybody stood in one wave, by scale and response: what else they are asked may go with it."""

    def of(self, scale: tuple[str, str], people: Sequence[Respondent]) -> Numbers:
        """Return the lasting part of each of these people."""
        for person in people:
            if (*scale, person.person) not in self.known:
                self.known[*scale, person.person] = float(self.rng.normal())
        return np.array([self.known[*scale, person.person] for person in people])

    def keep(self, scale: tuple[str, str], people: Sequence[Respondent], own: Numbers) -> None:
        """Keep where these people stand in this wave."""
        self.standing.update(((*scale, each.response_id), float(z)) for each, z in zip(people, own, strict=True))


def draw_answers(
    plan: Plan, respondents: Sequence[Respondent], rng: np.random.Generator, *, shifts: Shifts, persons: Persons
) -> pl.DataFrame:
    """Return the answer records of everyone who agreed. `shifts` says what is planted at each site in each wave.

    `persons` holds what stays a person's own, which counts in linked groups only, and keeps where everybody stands.
    """
    levels = _site_levels(plan, rng)
    frames = [ANSWER.empty()]
    for group, wave in product(plan.protocol.groups, plan.protocol.waves):
        people = [person for person in respondents if person.group == group.id and person.wave.id == wave.id]
        for name in plan.protocol.instruments_for(group.id, wave.id):
            if people and name in plan.instruments:
                instrument = _without_counts(plan, plan.instruments[name].asked_of(group.id))
                sheet = _Sheet(plan, instrument, people, levels, shifts, persons, followed=group.linked)
                frames.extend(sheet.answers(rng))
    return pl.concat(frames)


def _without_counts(plan: Plan, instrument: Instrument) -> Instrument:
    """Return an instrument without the items of service use, which have truths and a stream of their own."""
    counted = [each.item for each in plan.service_use.counts] if plan.service_use else []
    items = tuple(item for item in instrument.items if f"{instrument.id}.{item.id}" not in counted)
    return instrument.model_copy(update={"items": items})


def answer_rows(
    instrument: Instrument, item: str, people: Sequence[Respondent], *, values: Numbers, absent: Yes
) -> pl.DataFrame:
    """Return the answers of people to one item, a row a person; where `absent` says so they skipped it."""
    return pl.DataFrame(
        {
            "response_id": [person.response_id for person in people],
            "instrument": instrument.id,
            "version": instrument.version,
            "item": item,
            "value": [None if gone else float(value) for value, gone in zip(values, absent, strict=True)],
            "missing": ["skipped" if gone else None for gone in absent],
        },
        schema=ANSWER.schema,
    )


def _site_levels(plan: Plan, rng: np.random.Generator) -> dict[tuple[str, str, str], float]:
    """Draw each site's level on each scale once: a site keeps it over the waves."""
    scales = [(name, scale.id) for name in sorted(plan.instruments) for scale in plan.instruments[name].scales]
    return {(name, scale, site.id): float(rng.normal()) for (name, scale), site in product(scales, plan.protocol.sites)}


@dataclass(frozen=True)
class _Sheet:
    """One instrument answered by the people of one group in one wave."""

    plan: Plan
    instrument: Instrument
    people: Sequence[Respondent]
    levels: Mapping[tuple[str, str, str], float]
    shifts: Shifts
    persons: Persons
    followed: bool
    """Whether the group is linked; otherwise other people answer in each wave."""

    def answers(self, rng: np.random.Generator) -> list[pl.DataFrame]:
        """Return one frame an item: a row a person."""
        scale_of = {item: scale for scale in self.instrument.scales for item in scale.items}
        place = {scale.id: self._places(scale, rng) for scale in self.instrument.scales}
        frames = []
        for item in self.instrument.items:
            scale = scale_of.get(item.id)
            wish = place[scale.id] if scale else rng.uniform(0, 1, len(self.people))
            wish = np.clip(wish + rng.normal(0, ITEM_NOISE, len(self.people)), 0, 1)
            if scale and item.id in scale.reversed:
                wish = 1 - wish
            frames.append(self._frame(item, self._codes(item, wish), rng))
        return frames

    def _places(self, scale: Scale, rng: np.random.Generator) -> Numbers:
        """Return each person's place on the scale, 0 to 1: planted position, shift, site and their own part."""
        truth = self.plan.truths.questionnaires.of(self.instrument, scale)
        shifted = self.shifts.of(self.instrument, scale)
        shifts = np.array([shifted[person.site.id, person.wave.id] for person in self.people])
        sites = np.array([self.levels[self.instrument.id, scale.id, person.site.id] for person in self.people])
        own = rng.normal(0, 1, len(self.people))
        if self.followed:
            lasting = self.persons.of((self.instrument.id, scale.id), self.people)
            own = np.sqrt(truth.person_correlation) * lasting + np.sqrt(1 - truth.person_correlation) * own
        self.persons.keep((self.instrument.id, scale.id), self.people, own)
        between, within = np.sqrt(truth.site_correlation), np.sqrt(1 - truth.site_correlation)
        places: Numbers = truth.position + shifts + truth.spread * (between * sites + within * own)
        return places

    def _codes(self, item: Item, wish: Numbers) -> Numbers:
        """Return the code nearest to each wish, of those that are answers."""
        codes = np.sort([option.code for option in self.instrument.options_of(item) if option.missing is None])
        chosen: Numbers = codes[np.rint(wish * (len(codes) - 1)).astype(int)].astype(np.float64)
        return chosen

    def _frame(self, item: Item, codes: Numbers, rng: np.random.Generator) -> pl.DataFrame:
        absent = rng.random(len(codes)) < self.plan.truths.questionnaires.share_item_missing
        return answer_rows(self.instrument, item.id, self.people, values=codes, absent=absent)
