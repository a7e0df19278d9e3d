"""Whether records speak of the sites, waves and groups of the protocol: what is not in it could be in no answer."""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from newel.faults import Fault, Refused
from newel.protocol import Protocol


def check_references(protocol: Protocol, frames: Mapping[str, pl.DataFrame]) -> None:
    """Raise Refused where a record names a site, a wave or a group that the protocol does not have.

    A fault counts the rows and shows no value: a name that is not in the protocol may be anybody's.
    """
    known = {
        "site_id": [site.id for site in protocol.sites],
        "wave": [wave.id for wave in protocol.waves],
        "group": [group.id for group in protocol.groups],
    }
    faults = list(_faults(known, frames))
    if faults:
        raise Refused(faults)


def _faults(known: Mapping[str, Iterable[str]], frames: Mapping[str, pl.DataFrame]) -> Iterator[Fault]:
    for kind, frame in frames.items():
        for column, ids in known.items():
            unknown = frame.filter(~pl.col(column).is_in(list(ids))).height if column in frame.columns else 0
            if unknown:
                yield Fault(
                    kind,
                    column,
                    f"{unknown} rows with an id that the protocol does not have",
                    f"one of {', '.join(ids)}",
                    "Correct these rows, or add the id to protocol.toml.",
                )
