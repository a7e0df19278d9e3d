"""`python -m newel.web invite`: make invitations on the machine that serves the site, and print them once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from newel.web import clock
from newel.web.capture.actions.invite import invite
from newel.web.capture.forms.invitation import read_invitations
from newel.web.capture.invitable import Offer, last_day, offer
from newel.web.study import current_study


class Command(BaseCommand):
    """Makes what the page *Invite people* makes, under the same rules."""

    help = "Make invitations and print their codes and links. Each is shown once and kept nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name who is invited, and where the links lead."""
        parser.add_argument("--site", required=True, help="A site's id, for example S01.")
        parser.add_argument("--group", required=True, help="A respondent group's id, for example staff.")
        parser.add_argument("--wave", required=True, help="A wave's id, for example w1.")
        parser.add_argument("--count", required=True, help="How many people.")
        parser.add_argument("--address", default="http://localhost:8000", help="Where the site is, for the links.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django calls it with both
        """Print one line an invitation: the code, and the link."""
        study = current_study()
        offered = offer(study, [site.id for site in study.protocol.sites], clock.today())
        read = read_invitations(study, {name: str(value) for name, value in options.items()}, offered=offered)
        if read.faults:
            raise CommandError(" ".join([*read.faults.values(), _choices(offered)]))
        expires_on = last_day(study, read.place.wave)
        cards = invite(actor="system", place=read.place, count=read.count, expires_on=expires_on, now=clock.now())
        address = options["address"].rstrip("/")
        for card in cards:
            listed = f"  for the site's list: {card.list_code}" if card.list_code else ""
            self.stdout.write(f"{card.code}  {address}{reverse('capture:open_link', args=[card.link_key])}{listed}")
        self.stdout.write(
            f"Shown once. They open until {expires_on:%-d %B %Y}; to type a code: {address}{reverse('capture:enter')}"
        )


def _choices(offered: Offer) -> str:
    lists = {
        "Sites": [site.id for site in offered.sites],
        "Groups": [group.id for group in offered.groups],
        "Waves not over": [wave.id for wave in offered.waves],
    }
    return " ".join(f"{name}: {', '.join(ids) or 'none'}." for name, ids in lists.items())
