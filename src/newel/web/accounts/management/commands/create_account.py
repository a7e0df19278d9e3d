"""`python -m newel.web create_account NAME --role site_lead --site S01`: make an account for somebody of the study."""

import getpass
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newel.faults import Refused
from newel.web import clock
from newel.web.accounts.actions.create_account import Post, create_account
from newel.web.accounts.permissions import ROLES


class Command(BaseCommand):
    """Asks for the first password, or prints one; the person chooses their own when they first sign in."""

    help = "Make an account. The person must choose a password of their own when they first sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name, the role, the sites, and how the first password is made."""
        parser.add_argument("name", help="The name to sign in with; not an e-mail address.")
        parser.add_argument("--role", required=True, choices=ROLES)
        parser.add_argument("--site", action="append", default=[], help="A site's id; again for a second site.")
        parser.add_argument("--print-password", action="store_true", help="Make a random password and print it once.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the account."""
        printed = options["print_password"]
        password = secrets.token_urlsafe(15) if printed else getpass.getpass("First password (12 characters or more): ")
        post = Post(options["name"], options["role"], tuple(options["site"]))
        try:
            create_account(actor="command line", post=post, password=password, now=clock.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        self.stdout.write(f"Made the account {options['name']}.")
        if printed:
            self.stdout.write(f"First password, shown only now: {password}")
