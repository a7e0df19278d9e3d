"""`python -m newel.web export_project FOLDER --by ACCOUNT`: write what was coded as the folder of a coding project."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from newel.exchange import write_project
from newel.faults import Refused
from newel.web import clock
from newel.web.accounts.permissions import allowed
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.note_export import note_export
from newel.web.coding.actions.note_looks import note_looks
from newel.web.coding.forms.sources_table import FILE, template
from newel.web.coding.presenters.whole_project import whole_project
from newel.web.coding.queries.codebooks import codebooks
from newel.web.coding.queries.layers import Sight, settled_layers
from newel.web.study import current_study


class Command(BaseCommand):
    """Writes sources in full, so it is for the evaluation lead alone, as the same file is on the pages."""

    help = "Write one codebook and all that is coded with it as a folder that load_project and `newel coding` read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, who writes it, and the codebook where there are several."""
        parser.add_argument("folder", type=Path, help="A new folder.")
        parser.add_argument("--by", required=True, metavar="ACCOUNT", help="The evaluation lead's account.")
        parser.add_argument("--codebook", default="", metavar="ID", help="Which one, where there are several.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the folder, and say what stayed here."""
        user = User.objects.filter(username=options["by"]).first()
        if user is None or not allowed(user, "open_round"):
            raise CommandError(f"--by is {options['by']}: it must be the account of an evaluation lead.")
        book, folder = _codebook(options["codebook"]), options["folder"]
        try:
            with transaction.atomic():
                whole = whole_project(book, current_study().protocol)
                counts = {"sources": len(whole.project.sources), "codings": len(whole.project.codings)}
                body = {"codebook": book, "stays": sum(whole.stays.values())} | counts
                by = Doer(options["by"], clock.now())
                note_export(by=by, file="project folder", body=body)
                shown = {(coding.layer, coding.source) for coding in whole.project.codings}
                note_looks(by=by, sight=Sight(by.name, tuple(settled_layers()), frozenset()), shown=shown)
                write_project(whole.project, folder)
                (folder / FILE).write_bytes(template(whole.project, {"agreed_use": "given"}))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        said = ", ".join(f"{number:,} {what}" for what, number in counts.items())
        self.stdout.write(f"{said} are in {folder}. It holds every source in full: keep it as you keep transcripts.")
        for what, number in whole.stays.items():
            self.stdout.write(f"  left out  {number:>6,} {what}")


def _codebook(asked: str) -> str:
    known = [book.pk for book in codebooks()]
    if asked in known:
        return asked
    if asked or len(known) != 1:
        raise CommandError(f"Name one with --codebook: {', '.join(known) or 'there is none yet'}.")
    return known[0]
