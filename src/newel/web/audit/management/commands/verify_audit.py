"""`python -m newel.web verify_audit`: check that no event was changed or removed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newel.web.audit.queries.verification import verify_chain


class Command(BaseCommand):
    """Walks the chain from the first event to the last."""

    help = "Check the audit chain. Keep the last seal it prints: a later chain must still contain it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print what was found; end with an error where the chain is broken."""
        found = verify_chain()
        if found.broken_at is not None:
            raise CommandError(
                f"The audit chain is broken at event {found.broken_at}: it was changed, or one before it is missing. "
                "Stop the site, keep the database file, and compare it with the last backup."
            )
        self.stdout.write(f"The audit chain is whole: {found.events} events. Last seal: {found.head}")
