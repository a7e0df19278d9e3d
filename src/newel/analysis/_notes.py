"""What a reader must know beside the tables. A note is printed unchecked, so it never counts people."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from newel.analysis._plugin import Evidence
from newel.findings import Table
from newel.instruments import Instrument
from newel.protocol import Group, Interruption, Protocol

_INTERVALS = (
    "Intervals are 95% intervals from how sites differ (CR2 with Satterthwaite degrees of freedom; Bell and McCaffrey "
    "2002), because people of one site resemble each other. With few sites they are wide."
)
_ONE_SITE = "The study has one site, so there is no interval: it would have to come from how sites differ."
_BARE = "Where no interval is given, fewer than two sites were seen, the sites do not differ, or nothing happened."
_CROSS_SECTIONS = (
    "Each wave asked whoever was there. People came and went between waves, so waves are repeated cross-sections: "
    "a difference between two waves is not change in the same people."
)
_SOME_FOLLOWED = (
    "Each wave asked whoever was there, and people came and went between waves. Some {who} are followed and answered "
    "more than once. Means of a wave are of everybody who answered in it, so a difference between two waves' means is "
    "not change in the same people."
)
_UNVERIFIED = (
    "{titles}: the scoring key has not been verified against its publisher's. These scores are provisional until a "
    "licence holder confirms the key."
)
_CONFOUNDED = (
    "Site types differ in size, population and start of delivery, and interruptions touched them differently. "
    "A difference between them is not an effect of what is evaluated."
)


def intervals(protocol: Protocol, tables: Iterable[Table]) -> tuple[str, ...]:
    """Say where intervals come from, and in which of these tables an estimate has none."""
    if len(protocol.sites) < 2:
        return (_ONE_SITE,)
    bare = [table.title for table in tables if _has_bare_estimate(table)]
    if not bare:
        return (_INTERVALS,)
    return (_INTERVALS, f"{_BARE} This is so in: {'; '.join(bare)}.")


def _has_bare_estimate(table: Table) -> bool:
    cells = [cell for row in table.rows for cell in row.cells]
    return any(cell.kind != "count" and cell.value is not None and cell.low is None for cell in cells)


def site_types(protocol: Protocol) -> tuple[str, ...]:
    """Say why site types must not be compared as if nothing else differed; nothing where there is one type."""
    return (_CONFOUNDED,) if len({site.type for site in protocol.sites}) > 1 else ()


def months(protocol: Protocol) -> tuple[str, ...]:
    """Say which months of which sites an interruption touched; nothing where there was none."""
    named = "; ".join(_named(protocol, interruption) for interruption in protocol.interruptions)
    says = "Their months are counted; they are not like the others, and not alike across types of site."
    return (f"Interruptions: {named}. {says}",) if named else ()


def waves(protocol: Protocol, *groups: Group) -> tuple[str, ...]:
    """Say what comparing these groups' waves cannot show, and which wave came during or after which interruption."""
    if len(protocol.waves) < 2:
        return interrupted(protocol)
    followed = [group.plural.lower() for group in groups or protocol.groups if group.linked]
    says = _SOME_FOLLOWED.format(who=" and ".join(followed)) if followed else _CROSS_SECTIONS
    return (says, *interrupted(protocol))


def interrupted(protocol: Protocol) -> tuple[str, ...]:
    """Say which wave came during or after which interruption."""
    return tuple(_interrupted(protocol))


def _interrupted(protocol: Protocol) -> Iterator[str]:
    since = f"{protocol.study.starts:%Y-%m}"
    for wave in protocol.waves:
        until = f"{wave.closes:%Y-%m}"
        touched = [part for part in protocol.interruptions if since <= part.ends_month and part.starts_month <= until]
        if touched:
            named = "; ".join(_named(protocol, part) for part in touched)
            yield f"{wave.label} came during or after what earlier waves had not seen: {named}."
        since = until


def _named(protocol: Protocol, interruption: Interruption) -> str:
    """Return an interruption with its months, and its types of site where its own name does not say them."""
    plurals = {kind.id: kind.plural for kind in protocol.site_types}
    types = [plurals[kind] for kind in interruption.site_types]
    said = all(kind.split()[-1].lower() in interruption.label.lower() for kind in types)
    where = "" if said else f" ({', '.join(types)})"
    return f"{interruption.label}{where}, {_span(interruption.starts_month, interruption.ends_month)}"


def _span(starts: str, ends: str) -> str:
    """Return months in words: March to July 2020."""
    first, last = (datetime.strptime(month, "%Y-%m") for month in (starts, ends))  # noqa: DTZ007 - a month has no hour
    if first == last:
        return f"{last:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first:%Y}'} to {last:%B %Y}"


def instruments(evidence: Evidence, named: Iterable[str]) -> tuple[str, ...]:
    """Return what to know about named instruments: not loaded, or scales whose key nobody has verified."""
    found = {name: evidence.instruments.get(name) for name in named}
    unverified = [instrument.title for instrument in found.values() if instrument and _unverified(instrument)]
    return (
        *(
            f"The instrument `{name}` is not among the study's instruments, so nothing is shown for it."
            for name, instrument in found.items()
            if instrument is None
        ),
        *((_UNVERIFIED.format(titles="; ".join(unverified)),) if unverified else ()),
    )


def _unverified(instrument: Instrument) -> bool:
    return bool(instrument.scales) and instrument.licence.key_status == "unverified"
