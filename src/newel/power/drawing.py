"""Draws who is scored, and the scores of many replicates at once: the numbers of a rehearsal, without its records."""

from itertools import product

import numpy as np
import polars as pl

from newel.power.planned import Answering, Planned
from newel.rehearsal.answering import ITEM_NOISE
from newel.rehearsal.asking import MODES, OTHER_MODES
from newel.statistics.arrays import Levels, Numbers


def drawn_people(planned: Planned, rng: np.random.Generator) -> pl.DataFrame:
    """Draw one row a person: site_id, site_type, wave, what the model adjusts for, and places `site`, `wave_number`."""
    counts = planned.attendance.drawn(rng).astype(np.int64)
    cells = list(product(range(counts.shape[0]), range(counts.shape[1])))
    site, wave = (np.repeat([cell[side] for cell in cells], counts.ravel()) for side in (0, 1))
    sites = planned.protocol.sites
    frame = pl.DataFrame(
        {
            "participant_id": [f"p{row}" for row in range(len(site))],
            "site_id": np.array([one.id for one in sites])[site],
            "site_type": np.array([one.type for one in sites])[site],
            "wave": np.array(planned.waves)[wave],
            "score": np.arange(len(site), dtype=np.float64),
            "site": site,
            "wave_number": wave,
        }
    )
    return frame.with_columns(_categories(planned, len(site), rng)).sort("wave_number", "site")


def _categories(planned: Planned, people: int, rng: np.random.Generator) -> list[pl.Series]:
    """Draw the categories that the model adjusts for, as a rehearsal does: they have nothing to do with the score."""
    impact = planned.protocol.impact
    named = dict.fromkeys((*impact.adjust_for, *impact.composition) if impact else ())
    group = planned.protocol.group(str(planned.outcome.group))
    found = []
    for name in named:
        if name == "mode":
            found.append(pl.Series("mode", rng.choice(MODES.get(group.denominator, OTHER_MODES), people)))
        elif "." in name:
            found.append(pl.Series(name.replace(".", "_"), rng.choice(_options(planned, name), people)))
    return found


def _options(planned: Planned, name: str) -> list[str]:
    """Return the codes of an item of the outcome's own instrument; of another, two that stand for its answers."""
    instrument, _, item = name.partition(".")
    if instrument != planned.instrument.id:
        return ["1", "2"]
    options = planned.instrument.options_of(planned.instrument.item(item))
    return [str(option.code) for option in options if option.missing is None]


def drawn_scores(
    answering: Answering, people: tuple[Levels, Levels], *, replicates: int, rng: np.random.Generator
) -> Numbers:
    """Draw the scores of people, given by site and wave, in so many replicates, shape (n, replicates)."""
    site, wave = people
    sites, waves = answering.shifts.shape
    between, within = np.sqrt(answering.site_correlation), np.sqrt(1 - answering.site_correlation)
    level = answering.spread * between * rng.standard_normal((sites, replicates))
    gain = rng.standard_normal((sites, replicates))
    moved = answering.wave_spread * rng.spawn(1)[0].standard_normal((sites, waves, replicates))
    place = answering.spread * within * rng.standard_normal((len(site), replicates))
    place += level[site] + answering.site_gain[wave, None] * gain[site] + moved[site, wave]
    place += answering.position + answering.shifts[site, wave][:, None]
    total = np.zeros_like(place)
    for codes, is_reversed in answering.items:
        noise = ITEM_NOISE * rng.standard_normal(place.shape, dtype=np.float32)
        total += _answers(place + noise, codes, is_reversed=is_reversed)
    return np.asarray(total / len(answering.items)) if answering.is_mean else total


def _answers(wish: Numbers, codes: Numbers, *, is_reversed: bool) -> Numbers:
    """Return the codes nearest to wishes on the scale from 0 to 1, scored in the direction of the scale."""
    last = len(codes) - 1
    np.clip(wish, 0, 1, out=wish)
    wish *= last
    np.rint(wish, out=wish)
    steps = np.diff(codes)
    if (steps == steps[0]).all():  # a reversed item is answered and scored the other way round: its ends change places
        return np.asarray(codes[0] + steps[0] * wish)
    scored = codes[0] + codes[-1] - codes[::-1] if is_reversed else codes
    return np.asarray(scored[wish.astype(np.int64)])
