"""Where a row of a table speaks of: each site type, and the whole study last."""

from dataclasses import dataclass

import polars as pl

from newel.protocol import Protocol


@dataclass(frozen=True)
class Place:
    """A group of sites that one row, or one column, speaks of."""

    id: str
    label: str
    sites: tuple[str, ...]
    whole_study: bool = False

    def rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of this place's sites, in site order."""
        return frame.filter(pl.col("site_id").is_in(self.sites)).sort("site_id", maintain_order=True)


def site_types(protocol: Protocol) -> tuple[Place, ...]:
    """Return one place a site type, in the protocol's order."""
    return tuple(
        Place(kind.id, kind.plural, tuple(site.id for site in protocol.sites if site.type == kind.id))
        for kind in protocol.site_types
    )


def places(protocol: Protocol) -> tuple[Place, ...]:
    """Return one place a site type, then the whole study."""
    everywhere = tuple(site.id for site in protocol.sites)
    return (*site_types(protocol), Place("all", "All sites", everywhere, whole_study=True))
