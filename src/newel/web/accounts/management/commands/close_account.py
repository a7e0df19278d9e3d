"""`python -m newel.web close_account NAME`: close the account of somebody who has left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newel.web import clock
from newel.web.accounts.actions.close_account import close_account


class Command(BaseCommand):
    """Closes an account and ends its sessions. What it did stays in the audit."""

    help = "Close an account and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's name."""
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Close the account."""
        if not close_account(actor="command line", username=options["name"], now=clock.now()):
            raise CommandError(f"There is no open account `{options['name']}`. Check the spelling.")
        self.stdout.write(f"Closed the account {options['name']}.")
