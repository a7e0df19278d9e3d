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
LINKAGE = "linkage"
"""Purpose that a person must agree to before their answers of two waves are put together, where it is asked for."""
Row = tuple[object, ...]


@dataclass(frozen=True)
class Respondent:
    """One person who agreed to answer, as their answers need them."""

    response_id: str
    person: str
    group: str
    site: Site
    wave: Wave


@dataclass(frozen=True)
class Asked:
    """What came of asking."""

    consents: list[Row] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)
    followed: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """People who can be found again, by linked group and site: who left, or took their word back, is not among them."""

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the consent and response records."""
        return {
            "consent": pl.DataFrame(self.consents, schema=CONSENT.schema, orient="row"),
            "response": pl.DataFrame(self.responses, schema=RESPONSE.schema, orient="row"),
        }


def ask_everyone(plan: Plan, rng: np.random.Generator) -> Asked:
    """Ask the people of every group at every open site in every wave; of a linked group, first those known to it."""
    asked = Asked()
    for wave, group, site in product(plan.protocol.waves, plan.protocol.groups, plan.protocol.sites):
        if site.closed_month is None or month_of(wave.opens) < site.closed_month:
            again = _still_there(plan, asked, rng, group=group, site=site)
            for person in again:
                _answer(plan, asked, rng, person=person, about=(site, group, wave))
            for _ in range(_how_many(plan, group, site, rng=rng) - len(again)):
                _ask(plan, asked, rng, group=group, place=(site, wave))
    return asked


def _still_there(plan: Plan, asked: Asked, rng: np.random.Generator, *, group: Group, site: Site) -> list[str]:
    """Return the people of a linked group who were followed up to here and answer again. The others are gone."""
    share = plan.truths.questionnaires.stay.get(group.id, 0.6)
    again = [person for person in asked.followed.get((group.id, site.id), []) if rng.random() < share]
    asked.followed[group.id, site.id] = again
    return list(again)


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
    words = {purpose: "given" if rng.random() < 0.6 else "refused" for purpose in plan.protocol.consent.purposes[1:]}
    asked.consents.extend((*about, purpose, word, day, version) for purpose, word in words.items())
    if group.linked and state == "given" and words.get(LINKAGE, "given") == "given":
        asked.followed.setdefault((group.id, site.id), []).append(person)
    _respond(plan, asked, rng, person=(person, day), about=(site, group, wave))


def _answer(
    plan: Plan, asked: Asked, rng: np.random.Generator, *, person: str, about: tuple[Site, Group, Wave]
) -> None:
    """Let somebody answer who agreed in an earlier wave: their word stands."""
    _respond(plan, asked, rng, person=(person, _day_in(about[2], rng)), about=about)


def _respond(
    plan: Plan, asked: Asked, rng: np.random.Generator, *, person: tuple[str, date], about: tuple[Site, Group, Wave]
) -> None:
    (name, day), (site, group, wave) = person, about
    sent_on = day if rng.random() >= plan.truths.questionnaires.share_unsent else None
    mode = str(rng.choice(MODES.get(group.denominator, OTHER_MODES)))
    response = f"r{name}{wave.id}" if group.linked else f"r{name}"
    asked.responses.append((response, name, site.id, group.id, wave.id, mode, day, sent_on))
    asked.respondents.append(Respondent(response, name, group.id, site, wave))


def _state(plan: Plan, group: Group, rng: np.random.Generator) -> str:
    """Return where consent to taking part stands: most who do not agree never say so."""
    truth = plan.truths.questionnaires
    if rng.random() < truth.agree.get(group.id, 0.5):
        return "withdrawn" if rng.random() < truth.share_withdrawn else "given"
    return "refused" if rng.random() < 0.3 else "asked"


def _day_in(wave: Wave, rng: np.random.Generator) -> date:
    return date.fromordinal(int(rng.integers(wave.opens.toordinal(), wave.closes.toordinal() + 1)))
