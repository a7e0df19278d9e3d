"""What a reader must know beside the tables. A note never holds a count of people: it is printed without a disclosure rule."""

from collections.abc import Iterable, Iterator, Sequence

from newel.analysis._plugin import Evidence
from newel.care import month_before
from newel.findings import Table
from newel.instruments import Instrument
from newel.protocol import Protocol, Wave
from newel.protocol.model import Interruption

INTERVALS = (
    "Intervals are 95 % intervals from how sites differ (CR2 with Satterthwaite degrees of freedom; Bell and McCaffrey 2002), "
    "because people of one site resemble each other. With so few sites they are wide."
)
CROSS_SECTIONS = (
    "Each wave asked whoever was there. People came and went between waves, so waves are repeated cross-sections: "
    "a difference between two waves is not change in the same people."
)


def confounding(protocol: Protocol) -> tuple[str, ...]:
    """Return why site types must not be compared as if only the framework differed; nothing where there is one type."""
    if len({site.type for site in protocol.sites}) < 2:
        return ()
    return (
        "Site types differ in size, population, start of delivery and in what COVID-19 or other interruptions did to them. "
        "A difference between them is not an effect of the framework.",
    )


def interrupted_months(protocol: Protocol) -> tuple[str, ...]:
    """Return one note an interruption: which months of which sites it touched."""
    return tuple(
        f"{_named(protocol, interruption)}. These months are counted; they are not like the others, and not alike across site types."
        for interruption in protocol.interruptions
    )


def interrupted_waves(protocol: Protocol, waves: Sequence[Wave]) -> tuple[str, ...]:
    """Return one note a wave that an interruption fell into, or fell just before."""
    return tuple(_interrupted_waves(protocol, waves))


def _interrupted_waves(protocol: Protocol, waves: Sequence[Wave]) -> Iterator[str]:
    since = f"{protocol.study.starts:%Y-%m}"
    for wave in waves:
        until = f"{wave.closes:%Y-%m}"
        touched = [part for part in protocol.interruptions if since <= part.ends_month and part.starts_month <= until]
        if touched:
            named = "; ".join(_named(protocol, part) for part in touched)
            yield f"{wave.label} came during or after an interruption that earlier waves had not seen: {named}."
        since = f"{wave.closes:%Y-%m}"


def _named(protocol: Protocol, interruption: Interruption) -> str:
    plurals = {kind.id: kind.plural for kind in protocol.site_types}
    where = ", ".join(plurals[kind] for kind in interruption.site_types)
    return f"{interruption.label}, {interruption.starts_month} to {interruption.ends_month} ({where})"


def without_interval(tables: Iterable[Table]) -> tuple[str, ...]:
    """Return a note naming the rows whose estimate has no interval although the table gives intervals."""
    labels = [
        f"{row.label} ({column.label.lower()}; {table.title})"
        for table in tables
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.kind != "count" and cell.value is not None and cell.low is None
    ]
    if not labels:
        return ()
    return (
        "No interval is given where fewer than two sites were seen, where sites do not differ at all or where nothing happened: "
        f"an interval would have to come from how sites differ. This holds for: {'; '.join(labels)}.",
    )


def about_instruments(evidence: Evidence, named: Iterable[str]) -> tuple[str, ...]:
    """Return what to know about the instruments a question names: not loaded, or a scoring key nobody has verified."""
    notes = []
    for name in named:
        if name not in evidence.instruments:
            notes.append(f"The instrument `{name}` is named by the question but is not among the study's instruments: nothing is shown for it.")
        elif evidence.instruments[name].licence.key_status == "unverified":
            notes.append(_unverified(evidence.instruments[name]))
    return tuple(notes)


def _unverified(instrument: Instrument) -> str:
    return (
        f"{instrument.title}: the scoring key has not been verified against its publisher's. "
        "Its scores are provisional until a licence holder confirms the key."
    )


def months_before(wave: Wave) -> str:
    """Return the last whole month before a wave opens."""
    return month_before(f"{wave.opens:%Y-%m}")
