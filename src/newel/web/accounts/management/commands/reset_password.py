"""`python -m newel.web reset_password NAME`: give somebody who has forgotten their password a new first one."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newel.web import clock
from newel.web.accounts.actions.reset_password import reset_password


class Command(BaseCommand):
    """Prints a random password once; the person chooses their own when they next sign in."""

    help = "Give an account a new first password, and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's name."""
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reset the password."""
        password = secrets.token_urlsafe(15)
        name = options["name"]
        if not reset_password(actor="command line", username=name, password=password, now=clock.now()):
            raise CommandError(f"There is no open account `{name}`. Check the spelling.")
        self.stdout.write(f"First password of {name}, shown only now: {password}")
