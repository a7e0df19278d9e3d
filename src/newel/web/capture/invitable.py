"""Who can be invited: people of a group with something to answer, at a site still in the study, in a wave not over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from newel.protocol import Group, Site, Wave
from newel.web.capture.actions.invite import Place
from newel.web.capture.models import AccessGrant
from newel.web.capture.screens import asked_instruments
from newel.web.study import Study


@dataclass(frozen=True)
class Offer:
    """What a form can offer: each of these by itself could be chosen; `why_not` says whether they go together."""

    sites: tuple[Site, ...]
    groups: tuple[Group, ...]
    waves: tuple[Wave, ...]

    def holds(self, place: Place) -> bool:
        """Whether every part of a place is among those offered."""
        return (
            any(site.id == place.site_id for site in self.sites)
            and any(group.id == place.group for group in self.groups)
            and any(wave.id == place.wave for wave in self.waves)
        )


def offer(study: Study, site_ids: Iterable[str], today: date) -> Offer:
    """Return the sites, groups and waves for which anybody could be invited today, of the sites given."""
    protocol, among = study.protocol, set(site_ids)
    waves = tuple(wave for wave in protocol.waves if today <= wave.closes)
    return Offer(
        sites=tuple(site for site in protocol.sites if site.id in among and not _closed(site, today)),
        groups=tuple(
            group for group in protocol.groups if any(_asked(study, group.id, wave.id) for wave in protocol.waves)
        ),
        waves=waves,
    )


def why_not(study: Study, place: Place, *, offered: Offer) -> str:
    """Return why nobody of this place can be invited, in words; an empty text where they can."""
    if not offered.holds(place):
        return "Choose a site, a group and a wave from the lists."
    if not _asked(study, place.group, place.wave):
        return "This group has no questions to answer in this wave. Choose another group or wave."
    return ""


def followed(study: Study) -> tuple[str, ...]:
    """Return the groups whose people are followed over the waves, by id."""
    return tuple(group.id for group in study.protocol.groups if group.linked)


def why_not_again(study: Study, cards: Sequence[AccessGrant], wave: str) -> str:
    """Return why the person who had these cards cannot be invited to a wave, in words; empty where they can."""
    order = {each.id: place for place, each in enumerate(study.protocol.waves)}
    if any(card.wave == wave and card.revoked_at is None for card in cards):
        return "this person has a card for that wave. If it is lost, stop it first."
    if not any(order.get(card.wave, len(order)) < order[wave] for card in cards):
        return "this person had no card in an earlier wave."
    if not _asked(study, cards[0].group, wave):
        return "this group has no questions to answer in that wave."
    return ""


def last_day(study: Study, wave: str) -> date:
    """Return the last day an invitation opens anything: the end of its wave."""
    return next(each.closes for each in study.protocol.waves if each.id == wave)


def _asked(study: Study, group: str, wave: str) -> bool:
    return bool(asked_instruments(study.protocol, study.instruments, group=group, wave=wave))


def _closed(site: Site, today: date) -> bool:
    return site.closed_month is not None and f"{today:%Y-%m}" >= site.closed_month
