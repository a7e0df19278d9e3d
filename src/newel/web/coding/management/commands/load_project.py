"""`python -m newel.web load_project FOLDER --by ACCOUNT`: load a coding project, to carry it on in the browser."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newel.coding import Project
from newel.exchange import read_project
from newel.exchange.remarks import counted
from newel.faults import Refused
from newel.importers import TextTable, read_table
from newel.transcripts.redaction import name_finder
from newel.web import clock
from newel.web.accounts.permissions import Act, allowed, names_with, sites_of
from newel.web.coding.actions._coders import Coders
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.load_project import Arriving, Loaded, load_project
from newel.web.coding.coders import is_nobody
from newel.web.coding.forms.project import coders_of, project_faults
from newel.web.coding.forms.sources_table import FILE, Day, read_sources, template
from newel.web.sessions.actions.suggest_redactions import suggest_redactions
from newel.web.sessions.kinds import KINDS
from newel.web.study import current_study

_ACTS: tuple[Act, ...] = ("add_source", "sign_redaction", "edit_codebook", "open_round")
_DEFAULTS = ("site", "wave", "group", "kind", "held_on")


class Command(BaseCommand):
    """Loads all of a project or nothing of it, and says what it was and what waits for whom."""

    help = "Load the folder of a coding project: its sources, codebook, layers, codings and memos."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, who loads it, and what holds for every source about which sources.csv says nothing else."""
        parser.add_argument("folder", type=Path, help="As `newel coding import` and `export_project` write it.")
        parser.add_argument("--by", metavar="ACCOUNT", help="The evaluation lead's account that loads it.")
        parser.add_argument("--template", action="store_true", help=f"Only write {FILE} into the folder, to fill in.")
        said = "The texts and memos were redacted before: --by answers for it, and the texts are signed at once."
        parser.add_argument("--texts-are-redacted", action="store_true", help=said)
        said = "The memos alone were: else those of texts that were not redacted are left out."
        parser.add_argument("--memos-are-redacted", action="store_true", help=said)
        for name in ("site", "wave", "group"):
            parser.add_argument(f"--{name}", default="", help=f"Id of the protocol's {name}.")
        parser.add_argument("--kind", default="", choices=KINDS)
        parser.add_argument("--held-on", default="", metavar="DAY", help="As 2020-09-15.")
        said = "What all people of the sources agreed to; again for the second."
        parser.add_argument("--agreed", action="append", default=[], choices=("use", "quotes"), help=said)
        said = "Whose account here a coder of the project has: they go on in their own layer."
        parser.add_argument("--coder", action="append", default=[], metavar="CODER=ACCOUNT", help=said)
        parser.add_argument("--codebook", default="", metavar="ID", help="Another id for the codebook.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the template, or load the project."""
        try:
            project = _read(options)
            if options["template"]:
                self._write_template(project, options)
                return
            arriving = _arriving(project, options)
            loaded = load_project(by=Doer(options["by"], clock.now()), arriving=arriving)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for line in _in_words(loaded, arriving):
            self.stdout.write(line)
        self._look(loaded, options["by"])

    def _look(self, loaded: Loaded, actor: str) -> None:
        """Look for identifiers in what lies on the desk now. Where this is broken off, the page does the rest."""
        finder = name_finder() if loaded.on_desk else None
        found = [
            suggest_redactions(actor=actor, source_id=source_id, finder=finder, now=clock.now())
            for source_id in loaded.on_desk
        ]
        if found:
            self.stdout.write(f"Looked for identifiers: {counted(sum(found), 'place')} wait for a decision.")

    def _write_template(self, project: Project, options: dict[str, Any]) -> None:
        path = options["folder"] / FILE
        if path.exists():
            raise CommandError(f"{path} is there already. Fill that in, or move it away first.")
        path.write_bytes(template(project, _defaults(options)))
        self.stdout.write(f"{path} has a row for each of {len(project.sources)} sources. Fill it in; then load.")


def _read(options: dict[str, Any]) -> Project:
    project = read_project(options["folder"])
    renamed = replace(project.codebook, id=options["codebook"]) if options["codebook"] else project.codebook
    return replace(project, codebook=renamed)


def _arriving(project: Project, options: dict[str, Any]) -> Arriving:
    """Return the project with all that is said of it. Raises Refused and CommandError."""
    user = _loader(options["by"])
    coders = Coders(_coders(options["coder"]), names_with("code"))
    if faults := project_faults(project, coders):
        raise Refused(faults)
    day = Day(current_study().protocol, sites_of(user), clock.today())
    return Arriving(
        project,
        read_sources(project, _table(options["folder"] / FILE), defaults=_defaults(options), day=day),
        coders,
        redacted=options["texts_are_redacted"],
        memos_redacted=options["memos_are_redacted"],
    )


def _loader(name: str | None) -> User:
    """Return whose act it is. It takes rights that the evaluation lead alone has together."""
    user = User.objects.filter(username=name or "").first()
    if user is None or not all(allowed(user, act) for act in _ACTS):
        raise CommandError(
            f"--by is {name or 'missing'}: it must be the account of an evaluation lead, who may add sources, sign "
            "redactions, start codebooks and open rounds. See create_account."
        )
    return user


def _coders(said: list[str]) -> dict[str, str]:
    given = dict(one.partition("=")[::2] for one in said)
    known = names_with("code")
    if wrong := [account for account in given.values() if account not in known]:
        raise CommandError(f"--coder: no account that may code is called {', '.join(wrong) or '(nothing)'}.")
    return given


def _table(path: Path) -> TextTable | None:
    return read_table(path.name, path.read_bytes()) if path.is_file() else None


def _defaults(options: dict[str, Any]) -> dict[str, str]:
    agreed = {f"agreed_{what}": "given" for what in options["agreed"]}
    return {name: options[name] for name in _DEFAULTS} | agreed


def _in_words(loaded: Loaded, arriving: Arriving) -> Iterator[str]:
    yield from (f"  {source:40}{title}" for source, title in loaded.titles.items())
    number = loaded.counts
    yield ", ".join(counted(number[f"{what}s"], what) for what in ("source", "code", "layer", "coding", "memo")) + "."
    if arriving.project.sources and not arriving.redacted:
        yield "The texts are in the vault and on the redaction desk. Codings are there once their source is signed."
    yield from _left(number)
    absent = [coder for coder in coders_of(arriving.project) if is_nobody(arriving.coders.here(coder))]
    if absent:
        yield f"Without an account here, so that layers of theirs are locked: {', '.join(absent)}."
    private = sum(memo.kind == "reflexive" and memo.by in absent for memo in arriving.project.memos)
    if private and number["memos"]:
        yield f"Read by nobody, because they are their writers' own: {counted(private, 'reflexive memo')} of theirs."


def _left(number: Mapping[str, int]) -> Iterator[str]:
    if number["double"]:
        yield f"There twice in one layer, and so one: {counted(number['double'], 'coding')}."
    if number["memos_left_out"]:
        yield f"Left out, because nobody says that they are redacted: {counted(number['memos_left_out'], 'memo')}."
    if number["sources_without_consent"]:
        closed = counted(number["sources_without_consent"], "source")
        waiting = counted(number["codings_without_consent"], "coding")
        yield f"Not to be read or coded, as no consent to use is stated: {closed}, with {waiting} that wait for it."
