"""What the framework does to a scale at each site in each wave: the planted gain, its fading, delivery and training."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from newel.instruments import Instrument, Scale
from newel.protocol import Wave
from newel.rehearsal.plan import Numbers, Plan, month_of


@dataclass(frozen=True)
class Shifts:
    """The planted shifts of a drawn study. `trained` is the share of staff in post who are trained, by site and month.

    `unlike` holds how far each site's gain is from the average one, in standard deviations, by scale and site; an
    average site's is 0.
    """

    plan: Plan
    trained: Numbers
    unlike: Mapping[tuple[str, str, str], float]
    moved: Mapping[tuple[str, str, str, str], float] = field(default_factory=dict)
    """How far each site is from its own level in a wave for reasons of its own, in standard deviations."""

    def of(self, instrument: Instrument, scale: Scale) -> dict[tuple[str, str], float]:
        """Return the shift of one scale by site and wave, in shares of its range, upwards where that is better."""
        truth = self.plan.truths.questionnaires.of(instrument, scale)
        better = 1 if scale.direction == "higher_is_better" else -1
        months, found = self.plan.protocol.months(), {}
        for (number, site), wave in product(enumerate(self.plan.protocol.sites), self.plan.protocol.waves):
            month = month_of(wave.opens)
            own_gain = truth.gain + truth.gain_spread * self.unlike.get((instrument.id, scale.id, site.id), 0.0)
            gained = own_gain * still_there(self.plan, wave, lasting=truth.lasting)
            delivered = truth.delivery_gain * self.plan.dose(site, month)
            known = max(0, bisect_right(months, month) - 1)
            trained = truth.training_gain * float(self.trained[number, known])
            by_itself = truth.wave_spread * self.moved.get((instrument.id, scale.id, site.id, wave.id), 0.0)
            found[site.id, wave.id] = better * (gained + delivered + trained) + by_itself
        return found


def still_there(plan: Plan, wave: Wave, *, lasting: float) -> float:
    """Return how much of a gain there is in a wave: none up to the reference, all at the first follow-up.

    From there to the last wave it goes to `lasting` in proportion to time, and stays there.
    """
    impact = plan.protocol.impact
    if impact is None:
        return 0.0
    opens = {each.id: each.opens.toordinal() for each in plan.protocol.waves}
    day, first, last = opens[wave.id], opens[impact.first_follow_up], opens[impact.last_wave]
    if day < first:
        return 0.0
    passed = min(1.0, (day - first) / (last - first)) if last > first else 0.0
    return 1.0 + passed * (lasting - 1.0)


def drawn_shifts(plan: Plan, trained: Numbers, rng: np.random.Generator) -> Shifts:
    """Draw for each scale how far each site's gain is from the average one, and how each site moves by itself."""
    scales = [(name, scale.id) for name in sorted(plan.instruments) for scale in plan.instruments[name].scales]
    unlike = {(*scale, site.id): float(rng.normal()) for scale, site in product(scales, plan.protocol.sites)}
    own = rng.spawn(1)[0]  # a stream of its own: a study without such movement is drawn as it was before
    by_wave = product(scales, plan.protocol.sites, plan.protocol.waves)
    moved = {(*scale, site.id, wave.id): float(own.normal()) for scale, site, wave in by_wave}
    return Shifts(plan, trained, unlike, moved)


def expected_training(plan: Plan) -> Numbers:
    """Return the share of staff in post who are expected to be trained at the end of each month, by site and month.

    Each month a share of the untrained is trained, in proportion to delivery, and the untrained replace leavers.
    """
    truth, months = plan.truths.staff, plan.protocol.months()
    found = np.zeros((len(plan.protocol.sites), len(months)))
    for number, site in enumerate(plan.protocol.sites):
        share = truth.trained_at_start
        for at, month in enumerate(months):
            share *= 1 - truth.yearly_turnover / 12
            share += truth.monthly_training * (1 - truth.share_unfinished) * plan.dose(site, month) * (1 - share)
            found[number, at] = share
    return found
