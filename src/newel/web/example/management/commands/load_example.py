"""`python -m newel.web load_example`: fill an empty site with invented people and print their codes once."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newel.faults import Refused
from newel.web.example.actions.load_example import Loaded, example_date, load_example
from newel.web.example.queries.day import example_day
from newel.web.study import current_study


class Command(BaseCommand):
    """Loads the example once; where it is loaded already, says so and changes nothing."""

    help = "Load example accounts, invitations and returns. For looking around only, never where real people answer."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load the example and print what is shown once."""
        call_command("migrate", verbosity=0)
        if example_day() is not None:
            self.stdout.write("The example was loaded before. Its passwords and codes were shown then.")
            return
        study, now = current_study(), timezone.now()
        today = settings.NEWEL_TODAY or example_date(study.protocol, timezone.localdate(now))
        try:
            loaded = load_example(study=study, today=today, now=now)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_in_words(loaded))


def _in_words(loaded: Loaded) -> str:
    lines = [
        "This site now holds an example with invented people. Never use it for real ones.",
        f"It shows the study as it stood on {loaded.today:%-d %B %Y}, with {loaded.returns} returns,",
        f"{loaded.young_people} young people on the care pathway, {loaded.sources} sources with",
        f"{loaded.codings} codings, and {loaded.meetings} observed meetings. Shown only now:",
        "",
        "Sign in at /sign-in/ as",
        *(f"  {name:14}{password}" for name, password in loaded.passwords.items()),
        "",
        f"Take part at /take-part/ (site {loaded.site}) with one of these codes:",
        *(f"  {group:20}{'  '.join(card.code for card in cards)}" for group, cards in loaded.cards.items()),
    ]
    if not loaded.cards:
        lines.append("  none: no wave is open on that day")
    return "\n".join(lines)
