"""`python -m newel.web export_records FOLDER`: write what was collected as a folder of records, ready to freeze."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from newel.records import KINDS, write_records
from newel.web import clock
from newel.web.audit.actions import record_event
from newel.web.audit.queries.verification import verify_chain
from newel.web.record_source import WebSource


class Command(BaseCommand):
    """Writes all records as they stand at one moment: nobody's answer is half in."""

    help = "Write the records collected here to a folder that `newel freeze --records` reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the records, and print the last seal of the audit, to be kept with them."""
        with transaction.atomic():
            source = WebSource()
            counts = {kind.name: source.frame(kind).height for kind in KINDS.values()}
            write_records(source, options["folder"])
            record_event(actor="command line", verb="export", thing="records", body=counts, now=clock.now())
            found = verify_chain()
        for name, rows in counts.items():
            self.stdout.write(f"  {name:24}{rows:>9,} rows")
        chain = "is whole" if found.broken_at is None else f"IS BROKEN at event {found.broken_at}"
        self.stdout.write(f"The audit chain {chain}. Last seal: {found.head}")
