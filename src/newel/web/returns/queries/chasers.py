"""Who is to be chased today for which return, by the ladder of the protocol, and who was chased before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from newel.importers.returns import ReturnDefinition
from newel.protocol import Chaser, Protocol, Site
from newel.web.returns.definition import study_returns
from newel.web.returns.models import SentChaser
from newel.web.returns.queries.standing import SiteMonth, standing
from newel.web.returns.subjects import Subject


@dataclass(frozen=True)
class LateMonth:
    """One month of one return that is overdue."""

    definition: ReturnDefinition
    month: SiteMonth
    about: Subject


@dataclass(frozen=True)
class DueChaser:
    """One letter to send today: a rung of the ladder, a site, and every late month that has climbed to it."""

    site: Site
    chaser: Chaser
    late: tuple[LateMonth, ...]


@dataclass(frozen=True)
class Sent:
    """One chaser that was sent."""

    days_late: int
    to: str
    sent_on: date


def due_chasers(protocol: Protocol, site_ids: Iterable[str], today: date) -> list[DueChaser]:
    """Return the letters to send today, the highest rung first.

    Of the rungs to one person that a late month has reached only the highest counts, and only where they were not sent
    it, or a higher one, before.
    """
    sites = [protocol.site(site_id) for site_id in site_ids]
    sent, standings = sent_chasers(site.id for site in sites), standing(protocol, [s.id for s in sites], today)
    found: dict[tuple[int, str], list[LateMonth]] = {}
    for definition in study_returns().values():
        for site in sites:
            for late in _overdue(definition, site, standings[definition.name][site.id]):
                for rung in _rungs(protocol.returns.chasers, late, sent.get(late.about, ())):
                    found.setdefault((rung, site.id), []).append(late)
    order = {site.id: place for place, site in enumerate(sites)}
    return [
        DueChaser(sites[order[site_id]], protocol.returns.chasers[rung], tuple(found[rung, site_id]))
        for rung, site_id in sorted(found, key=lambda key: (-key[0], order[key[1]]))
    ]


def sent_chasers(site_ids: Iterable[str]) -> dict[Subject, tuple[Sent, ...]]:
    """Return what was sent about each month of each return, the first one first."""
    found: dict[Subject, tuple[Sent, ...]] = {}
    for row in SentChaser.objects.filter(site_id__in=list(site_ids)).order_by("days_late"):
        about = Subject(row.kind, row.site_id, row.month)
        found[about] = (*found.get(about, ()), Sent(row.days_late, row.to, row.sent_on))
    return found


def _overdue(definition: ReturnDefinition, site: Site, months: Iterable[SiteMonth]) -> list[LateMonth]:
    return [
        LateMonth(definition, month, Subject(definition.kind, site.id, month.month))
        for month in months
        if month.state == "overdue"
    ]


def _rungs(ladder: tuple[Chaser, ...], late: LateMonth, sent: Iterable[Sent]) -> list[int]:
    """Return the places of the rungs that are due: at most one to each person."""
    reached = {chaser.to: place for place, chaser in enumerate(ladder) if chaser.days_late <= late.month.late_by}
    highest_sent = {chaser.to: chaser.days_late for chaser in sent}  # in order, so that the highest stays
    return [place for to, place in reached.items() if ladder[place].days_late > highest_sent.get(to, 0)]
