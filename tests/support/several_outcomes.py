"""A form of several numbers, each a scale of its own, for tests of outcomes that stand beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newel.analysis import Evidence
from newel.protocol import Protocol
from tests.support.analysing import evidence
from tests.support.instruments import an_instrument
from tests.support.outcomes import OUTCOME, an_impact_protocol

NAMES = ("first", "second", "third")
WIDE = an_instrument(
    option_sets=[],
    items=[{"id": name, "text": "Number", "number": True} for name in NAMES],
    scales=[
        {
            "id": name,
            "label": name.title(),
            "items": [name],
            "rule": "mean",
            "minimum_answered": 1,
            "lowest": -100,
            "highest": 100,
            "direction": "higher_is_better",
        }
        for name in NAMES
    ],
)
Scored = list[tuple[str, str, str, Sequence[float]]]
"""Person, site, wave, and a score for each of the names; nan where one was left out."""


def outcome(name: str, **changes: Any) -> dict[str, Any]:
    """Return the declaration of one of the outcomes."""
    return OUTCOME | {"id": name, "label": name.title(), "scale": f"team.{name}"} | changes


def several(*, sites: int = 8, **blocks: Any) -> Protocol:
    """Return the protocol of a study with all of the outcomes as primary ones of one family."""
    return an_impact_protocol(sites=sites, **({"outcomes": [outcome(name) for name in NAMES]} | blocks))


def scored(protocol: Protocol, gains: Sequence[float], *, people: int = 15, seed: int = 6) -> Scored:
    """Draw scores that gain so much from the first wave on; those of one person go together."""
    generator, rows = np.random.default_rng(seed), []
    for site in protocol.sites:
        level = 0.4 * generator.normal(size=len(NAMES))
        for place, wave in enumerate(protocol.waves):
            for number in range(people):
                own = generator.normal() + generator.normal(size=len(NAMES))
                scores = level + own + np.array(gains) * (place > 0)
                rows.append((f"{site.id}{wave.id}p{number}", site.id, wave.id, [float(score) for score in scores]))
    return rows


def several_evidence(protocol: Protocol, rows: Scored) -> Evidence:
    """Seal these scores as the questionnaires of staff."""
    opens = {wave.id: wave.opens for wave in protocol.waves}
    responses = [
        {
            "response_id": f"r{person}",
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
            "response_id": f"r{person}",
            "instrument": "team",
            "item": name,
            "value": None if np.isnan(score) else score,
            "missing": "skipped" if np.isnan(score) else None,
        }
        for person, _, _, scores in rows
        for name, score in zip(NAMES, scores, strict=True)
    ]
    return evidence({"response": responses, "answer": answers}, protocol=protocol, instruments=[WIDE])


def only(rows: Scored, name: str, *waves: str) -> Mapping[str, list[float]]:
    """Return the scores of one outcome by wave, without those that were left out."""
    place = NAMES.index(name)
    return {
        wave: [scores[place] for _, _, when, scores in rows if when == wave and not np.isnan(scores[place])]
        for wave in waves
    }
