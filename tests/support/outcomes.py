"""A small study of impact for tests: sites, waves and scores that a test plants, with nothing else in them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from newel.analysis import Evidence
from newel.protocol import Protocol
from tests.support.analysing import evidence
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol

WAVES = [
    {"id": "w1", "label": "Wave 1", "opens": "2019-02-01", "closes": "2019-05-31"},
    {"id": "w2", "label": "Wave 2", "opens": "2019-09-01", "closes": "2019-12-31"},
    {"id": "w3", "label": "Wave 3", "opens": "2020-08-01", "closes": "2020-11-30"},
]
IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w3", "composition": ["mode"]}
OUTCOME: dict[str, Any] = {
    "id": "climate",
    "label": "Climate",
    "group": "staff",
    "scale": "team.climate",
    "role": "primary",
    "family": "deciding",
}
FAMILY = {"id": "deciding", "label": "Deciding outcomes", "correction": "holm"}
INSTRUMENT = an_instrument(
    option_sets=[],
    items=[{"id": "item_1", "text": "Number", "number": True}],
    scales=[
        {
            "id": "climate",
            "label": "Climate",
            "items": ["item_1"],
            "rule": "mean",
            "minimum_answered": 1,
            "lowest": -100,
            "highest": 100,
            "direction": "higher_is_better",
        }
    ],
)
"""One item that takes any number, so that a test can plant a score to the digit."""


def an_impact_protocol(
    *, sites: int = 12, linked: bool = False, begins: Sequence[str] = ("2018-11",), **blocks: Any
) -> Protocol:
    """Return a protocol of two site types, three waves and one primary outcome; `blocks` replace its parts.

    Delivery begins in the months of `begins`, one site after the other and round again.
    """
    base = a_protocol().model_dump(mode="json")
    first = base["sites"][0]
    groups = [group | {"linked": linked} if group["id"] == "staff" else group for group in base["groups"]]
    measure = base["measures"][0] | {"waves": ["w1", "w2", "w3"]}
    numbered = [
        first
        | {
            "id": f"S{number:02d}",
            "pseudonym": f"Site {number}",
            "type": "yoi" if number % 3 == 0 else "sch",
            "rollout_month": begins[(number - 1) % len(begins)],
        }
        for number in range(1, sites + 1)
    ]
    consent = base["consent"] | {"kept_elsewhere": "the tests"}
    parts = {"consent": consent, "waves": WAVES, "impact": IMPACT, "outcomes": [OUTCOME], "families": [FAMILY]}
    return a_protocol(**(parts | {"sites": numbered, "groups": groups, "measures": [measure]} | blocks))


Rows = list[tuple[str, str, str, str, float]]
"""Person, site, wave, mode, score."""


def planted(
    protocol: Protocol,
    change: Callable[[str, str], float],
    *,
    people: int = 20,
    seed: int = 1,
    spread: Mapping[str, float] = {"site": 0.5, "person": 0.0, "rest": 1.0},
) -> Rows:
    """Draw `people` a site and wave whose scores shift by `change(site, wave)`; linked people stay the same."""
    rng = np.random.default_rng(seed)
    linked, rows = protocol.group("staff").linked, []
    for site in protocol.sites:
        level = spread["site"] * rng.normal()
        own = spread["person"] * rng.normal(size=people)
        for wave in protocol.waves:
            for number in range(people):
                name = f"{site.id}p{number}" if linked else f"{site.id}{wave.id}p{number}"
                score = level + own[number] + change(site.id, wave.id) + spread["rest"] * rng.normal()
                rows.append((name, site.id, wave.id, str(rng.choice(["web", "paper"])), float(score)))
    return rows


def no_change(_site: str, _wave: str) -> float:
    """No site's scores shift in any wave."""
    return 0.0


def impact_evidence(protocol: Protocol, rows: Rows) -> Evidence:
    """Seal these scores as the questionnaires of staff."""
    opens = {wave.id: wave.opens for wave in protocol.waves}
    responses = [
        {
            "response_id": f"r{person}{wave}",
            "participant_id": person,
            "site_id": site,
            "group": "staff",
            "wave": wave,
            "mode": mode,
            "started_on": opens[wave],
            "sent_on": opens[wave],
        }
        for person, site, wave, mode, _ in rows
    ]
    answers = [
        {
            "response_id": f"r{person}{wave}",
            "instrument": "team",
            "version": "1",
            "item": "item_1",
            "value": None if np.isnan(score) else score,
            "missing": "skipped" if np.isnan(score) else None,
        }
        for person, _, wave, _, score in rows
    ]
    return evidence({"response": responses, "answer": answers}, protocol=protocol, instruments=[INSTRUMENT])


def scores_of(rows: Rows) -> pl.DataFrame:
    """Return the rows as a frame, for a twin."""
    return pl.DataFrame(rows, schema=["person", "site", "wave", "mode", "score"], orient="row")
