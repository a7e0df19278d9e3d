"""Draws who was asked in each wave, who agreed to what, and who sent a questionnaire."""

from dataclasses import dataclass, field
from datetime import date
from itertools import product

import numpy as np
import polars as pl

from newel.protocol import Group, Site, Wave
from newel.records.kinds import CONSENT, RESPONSE
from newel.rehearsal.plan import Plan, month_of, pseudonym

MODES = {"staff_in_post": ("web", "paper"), "young_people_resident": ("tablet", "interviewer", "paper")}
OTHER_MODES = ("web", "paper")
Row = tuple[object, ...]


@dataclass(frozen=True)
class Respondent:
    """One person who agreed to answer, as their answers need them."""

    response_id: str
    group: str
    site: Site
    wave: Wave


@dataclass(frozen=True)
class Asked:
    """What came of asking."""

    consents: list[Row] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the consent and response records."""
        return {
            "consent": pl.DataFrame(self.consents, schema=CONSENT.schema, orient="row"),
            "response": pl.DataFrame(self.responses, schema=RESPONSE.schema, orient="row"),
        }


def ask_everyone(plan: Plan, rng: np.random.Generator) -> Asked:
    """Ask the people of every group at every open site in every wave."""
    asked = Asked()
    for wave, group, site in product(plan.protocol.waves, plan.protocol.groups, plan.protocol.sites):
        if site.closed_month is None or month_of(wave.opens) < site.closed_month:
            for _ in range(_how_many(plan, group, site, rng=rng)):
                _ask(plan, asked, rng, group=group, place=(site, wave))
    return asked


def _how_many(plan: Plan, group: Group, site: Site, *, rng: np.random.Generator) -> int:
    truth = plan.truths.questionnaires
    if group.denominator == "unknown":
        return int(rng.poisson(truth.asked_per_site.get(group.id, 3.0)))
    a_place = plan.truths.staff.per_place if group.denominator == "staff_in_post" else plan.occupancy(site)
    return int(rng.binomial(round(a_place * site.places), truth.asked.get(group.id, 1.0)))


def _ask(plan: Plan, asked: Asked, rng: np.random.Generator, *, group: Group, place: tuple[Site, Wave]) -> None:
    site, wave = place
    person, day = pseudonym(rng), _day_in(wave, rng)
    about = (person, site.id, group.id, wave.id)
    state = _state(plan, group, rng)
    version = plan.protocol.consent.document_version
    asked.consents.append((*about, "take_part", state, day, version))
    if state in {"asked", "refused"}:
        return
    for purpose in plan.protocol.consent.purposes[1:]:
        word = "given" if rng.random() < 0.6 else "refused"
        asked.consents.append((*about, purpose, word, day, version))
    sent_on = day if rng.random() >= plan.truths.questionnaires.share_unsent else None
    mode = str(rng.choice(MODES.get(group.denominator, OTHER_MODES)))
    asked.responses.append((f"r{person}", *about, mode, day, sent_on))
    asked.respondents.append(Respondent(f"r{person}", group.id, site, wave))


def _state(plan: Plan, group: Group, rng: np.random.Generator) -> str:
    """Return where consent to taking part stands: most who do not agree never say so."""
    truth = plan.truths.questionnaires
    if rng.random() < truth.agree.get(group.id, 0.5):
        return "withdrawn" if rng.random() < truth.share_withdrawn else "given"
    return "refused" if rng.random() < 0.3 else "asked"


def _day_in(wave: Wave, rng: np.random.Generator) -> date:
    return date.fromordinal(int(rng.integers(wave.opens.toordinal(), wave.closes.toordinal() + 1)))
