"""Monthly returns of a whole study, drawn with known rates, ratios and start dates."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from newel.care import delivery_phase
from newel.protocol import Protocol
from tests.support.protocols import a_protocol

STARTS = ("2018-11", "2019-02", "2019-05", "2019-08", "2019-11", "2020-02")


def staggered_protocol(**changes: Any) -> Protocol:
    """Return the small protocol with six sites that start in six quarters."""
    sites = [
        site.model_dump(mode="json") | {"rollout_month": start, "rollout": "full"}
        for site, start in zip(a_protocol().sites, STARTS, strict=True)
    ]
    return a_protocol(sites=sites, **changes)


def drawn_returns(
    protocol: Protocol, *, seed: int, rate: float = 600.0, delivery: float = 1.0, noise: bool = True
) -> list[Mapping[str, Any]]:
    """Return one row a site and month: `delivery` multiplies the rate at full delivery; without noise, its mean."""
    generator = np.random.default_rng(seed)
    level = {site.id: float(np.exp(generator.normal(0, 0.2))) for site in protocol.sites}
    rows = []
    for site in protocol.sites:
        for month in protocol.months():
            mean = rate * site.places / 1200 * level[site.id] * delivery ** delivery_phase(site, month)
            count = int(generator.negative_binomial(4, 4 / (4 + mean))) if noise else round(mean)
            rows.append(
                {
                    "site_id": site.id,
                    "month": month,
                    "children": float(site.places),
                    "assaults": count,
                    "assault_children": max(min(count, 12), 1) if count else 0,
                }
            )
    return rows
