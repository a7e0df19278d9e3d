"""Questionnaires of several items for tests of scales: drawn from one factor, sealed as any others."""

from collections.abc import Sequence

import numpy as np

from newel.analysis import Evidence
from newel.protocol import Protocol
from tests.support.analysing import evidence
from tests.support.instruments import an_instrument

ITEMS = ("item_1", "item_2", "item_3", "item_4")
FORM = an_instrument(
    items=[{"id": item, "text": item, "options": "agree"} for item in ITEMS],
    scales=[
        {
            "id": "climate",
            "label": "Climate",
            "items": list(ITEMS),
            "reversed": ["item_4"],
            "rule": "mean",
            "minimum_answered": 3,
            "lowest": 1,
            "highest": 5,
            "direction": "higher_is_better",
        }
    ],
)
Filled = list[tuple[str, str, str, Sequence[float]]]
"""Person, site, wave, and the codes of the four items; nan where one was left out."""


def filled(protocol: Protocol, *, people: int = 20, seed: int = 3, loading: float = 0.8, gain: float = 0.0) -> Filled:
    """Draw answers that follow one factor; the fourth item counts the other way round. `gain` is of later waves."""
    generator, linked = np.random.default_rng(seed), protocol.group("staff").linked
    rows: Filled = []
    for site in protocol.sites:
        level = 0.3 * generator.normal()
        own = generator.normal(size=people)
        for place, wave in enumerate(protocol.waves):
            for number in range(people):
                name = f"{site.id}p{number}" if linked else f"{site.id}{wave.id}p{number}"
                factor = level + (own[number] if linked else generator.normal()) + gain * (place > 0)
                latent = loading * factor + np.sqrt(1 - loading**2) * generator.normal(size=4)
                codes = np.clip(np.round(3 + latent), 1, 5)
                codes[3] = 6 - codes[3]
                rows.append((name, site.id, wave.id, [float(code) for code in codes]))
    return rows


def item_evidence(protocol: Protocol, rows: Filled) -> Evidence:
    """Seal these answers as the questionnaires of staff."""
    opens = {wave.id: wave.opens for wave in protocol.waves}
    responses = [
        {
            "response_id": f"r{person}{wave}",
            "participant_id": person,
            "site_id": site,
            "group": "staff",
            "wave": wave,
            "mode": "web",
            "started_on": opens[wave],
            "sent_on": opens[wave],
        }
        for person, site, wave, _ in rows
    ]
    answers = [
        {
            "response_id": f"r{person}{wave}",
            "instrument": "team",
            "version": "1",
            "item": item,
            "value": None if np.isnan(code) else code,
            "missing": "skipped" if np.isnan(code) else None,
        }
        for person, _, wave, codes in rows
        for item, code in zip(ITEMS, codes, strict=True)
    ]
    return evidence({"response": responses, "answer": answers}, protocol=protocol, instruments=[FORM])
