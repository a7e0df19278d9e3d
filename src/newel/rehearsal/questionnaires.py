"""Draws who was asked, who agreed, who answered, and every answer with its site's and the framework's planted share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from newel.instruments import Instrument, Scale
from newel.protocol import Group, Protocol, Site, Wave
from newel.records.kinds import ANSWER, CONSENT, RESPONSE
from newel.rehearsal.activity import dose
from newel.rehearsal.truths import AnswerTruth, Truths

MODES = {"staff": ("web", "paper"), "young_person": ("tablet", "interviewer", "paper"), "carer": ("web", "paper")}


@dataclass(frozen=True)
class _Sent:
    """One person's response, as the answers need it."""

    response_id: str
    group: str
    site: Site
    wave: Wave


def draw(
    protocol: Protocol, instruments: Mapping[str, Instrument], truths: Truths, rng: np.random.Generator
) -> dict[str, pl.DataFrame]:
    """Return the consent, response and answer records of every wave, group and site."""
    consents: list[tuple[object, ...]] = []
    responses: list[tuple[object, ...]] = []
    sent: list[_Sent] = []
    for wave in protocol.waves:
        for group in protocol.groups:
            for site in protocol.sites:
                if site.closed_month is None or _month(wave.opens) < site.closed_month:
                    _ask_site(protocol, truths, (wave, group, site), rng, into=(consents, responses, sent))
    return {
        "consent": pl.DataFrame(consents, schema=CONSENT.schema, orient="row"),
        "response": pl.DataFrame(responses, schema=RESPONSE.schema, orient="row"),
        "answer": _answers(protocol, instruments, truths, sent, rng),
    }


def _ask_site(
    protocol: Protocol,
    truths: Truths,
    place: tuple[Wave, Group, Site],
    rng: np.random.Generator,
    *,
    into: tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[_Sent]],
) -> None:
    wave, group, site = place
    consents, responses, sent = into
    truth = truths.questionnaires
    agree = truth.agree.get(group.id, 0.5)
    for _ in range(_how_many_asked(truths, group, site, rng)):
        person = f"{int(rng.integers(0, 2**48)):012x}"
        day = date.fromordinal(int(rng.integers(wave.opens.toordinal(), wave.closes.toordinal() + 1)))
        agreed, withdrew = rng.random() < agree, rng.random() < truth.share_withdrawn
        state = ("withdrawn" if withdrew else "given") if agreed else ("refused" if rng.random() < 0.3 else "asked")
        about = (person, site.id, group.id, wave.id)
        consents.append((*about, "take_part", state, day, protocol.consent.document_version))
        for purpose in protocol.consent.purposes[1:] if agreed else ():
            word = "given" if rng.random() < 0.6 else "refused"
            consents.append((*about, purpose, word, day, protocol.consent.document_version))
        if agreed:
            finished = day if rng.random() >= truth.share_unsent else None
            mode = str(rng.choice(MODES.get(group.id, ("paper",))))
            responses.append((f"r{person}", *about, mode, day, finished))
            sent.append(_Sent(f"r{person}", group.id, site, wave))


def _how_many_asked(truths: Truths, group: Group, site: Site, rng: np.random.Generator) -> int:
    truth = truths.questionnaires
    if group.denominator == "unknown":
        return int(rng.poisson(truth.asked_per_site.get(group.id, 3.0)))
    if group.denominator == "staff_in_post":
        there = truths.staff.per_place * site.places
    else:
        there = truths.children.occupancy.get(site.type, 0.68) * site.places
    return int(rng.binomial(round(there), truth.asked.get(group.id, 1.0)))


def _answers(
    protocol: Protocol,
    instruments: Mapping[str, Instrument],
    truths: Truths,
    sent: list[_Sent],
    rng: np.random.Generator,
) -> pl.DataFrame:
    parts = [ANSWER.empty()]
    for group in protocol.groups:
        for wave in protocol.waves:
            people = [person for person in sent if person.group == group.id and person.wave.id == wave.id]
            for name in protocol.instruments_for(group.id, wave.id):
                if people and name in instruments:
                    parts.append(_instrument_answers(instruments[name], truths, people, rng))
    return pl.concat(parts)


def _instrument_answers(
    instrument: Instrument, truths: Truths, people: list[_Sent], rng: np.random.Generator
) -> pl.DataFrame:
    """Draw all items of one instrument for everyone of one group and wave: one row a person and item."""
    scales = {item: scale for scale in instrument.scales for item in scale.items}
    latent = {scale.id: _latent(instrument, scale, truths, people, rng) for scale in instrument.scales}
    parts = []
    for item in instrument.items:
        scale = scales.get(item.id)
        wish = latent[scale.id] if scale else rng.uniform(0, 1, len(people))
        wish = np.clip(wish + rng.normal(0, 0.12, len(people)), 0, 1)
        if scale is not None and item.id in scale.reversed:
            wish = 1 - wish
        codes = np.array([option.code for option in instrument.options_of(item) if option.missing is None], dtype=float)
        codes.sort()
        value = codes[np.rint(wish * (len(codes) - 1)).astype(int)]
        absent = rng.random(len(people)) < truths.questionnaires.share_item_missing
        parts.append(_item_frame(instrument, item.id, people, value, absent))
    return pl.concat(parts)


def _latent(
    instrument: Instrument, scale: Scale, truths: Truths, people: list[_Sent], rng: np.random.Generator
) -> np.ndarray:
    """Return each person's place on the scale, 0 to 1: planted position, site, delivery, and the person's own part."""
    truth: AnswerTruth = truths.questionnaires.scales.get(
        f"{instrument.id}.{scale.id}", truths.questionnaires.any_scale
    )
    # A site keeps its level over the waves: its stream depends on the scale and the site, not on the order of drawing.
    seed = [sum(map(ord, f"{instrument.id}.{scale.id}")), *rng.bit_generator.seed_seq.spawn_key]  # type: ignore[attr-defined]
    between, within = np.sqrt(truth.site_correlation), np.sqrt(1 - truth.site_correlation)
    ids = sorted({person.site.id for person in people})
    level = dict(zip(ids, np.zeros(len(ids)), strict=True))
    for site_id in ids:
        level[site_id] = float(np.random.default_rng([*seed, *map(ord, site_id)]).normal())
    better = 1 if scale.direction == "higher_is_better" else -1
    gain = np.array([truth.delivery_gain * dose(person.site, _month(person.wave.opens)) for person in people])
    own = rng.normal(0, 1, len(people))
    site = np.array([level[person.site.id] for person in people])
    return truth.position + better * gain + truth.spread * (between * site + within * own)


def _item_frame(
    instrument: Instrument, item: str, people: list[_Sent], value: np.ndarray, absent: np.ndarray
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "response_id": [person.response_id for person in people],
            "instrument": instrument.id,
            "version": instrument.version,
            "item": item,
            "value": [None if gone else float(number) for number, gone in zip(value, absent, strict=True)],
            "missing": ["skipped" if gone else None for gone in absent],
        },
        schema=ANSWER.schema,
    )


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"
