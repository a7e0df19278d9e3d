"""`python -m newel.web serve`: bring the database up to date and serve the site."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newel.faults import Refused
from newel.publish import read_pages
from newel.web.example.queries.day import example_day
from newel.web.returns.definition import study_returns
from newel.web.study import current_study

TODAY = "NEWEL_TODAY"


class Command(BaseCommand):
    """Serves the site until it is interrupted."""

    help = "Serve the site. It answers on this machine only, unless --address and NEWEL_HOSTS say otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to listen, and how many processes answer."""
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the study, bring the database up to date, and serve."""
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        try:
            title = current_study().protocol.study.title
            read_pages(current_study().folder)
            study_returns()
        except Refused as refused:
            raise CommandError(f"The study cannot be served.\n{refused}") from refused
        call_command("migrate", verbosity=0)
        call_command("clearsessions", verbosity=0)
        self._show_the_example_on_its_day()
        self.stdout.write(f"{title}\nhttp://localhost:{options['port']}/   (stop with Ctrl+C)")
        Granian(
            "newel.web.wsgi:application",
            address=options["address"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=4,
            log_access=False,
            log_level=LogLevels.warning,
        ).serve()

    def _show_the_example_on_its_day(self) -> None:
        day = example_day()
        if day is not None and settings.NEWEL_TODAY is None:
            settings.NEWEL_TODAY = day
            os.environ[TODAY] = day.isoformat()  # for worker processes that read the settings afresh
