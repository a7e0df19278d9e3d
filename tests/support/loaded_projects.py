"""Folders of coding projects to load into a study, and the commands that load and write them."""

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from newel.coding import Coding, Layer, Project, Source
from newel.exchange import write_project
from newel.transcripts import units_of
from newel.web.coding import models as coding
from newel.web.coding.models import Coding as Kept
from newel.web.sessions import models as sessions
from newel.web.sessions.queries.sources import current_text
from newel.web.vault import models as vault
from tests.support.coding_projects import a_project
from tests.support.filed_sources import HELD_ON, NAME, TEXT

PLACE = {"site": "S01", "wave": "w3", "held_on": HELD_ON}
LEAD = "lead-all"
LOAD = ("--site", "S01", "--wave", "w3", "--held-on", "2020-09-01", "--group", "staff")


def a_placed_project() -> Project:
    """Return the small project with something of everything, its sources at a site and a wave of the model study."""
    project = a_project()
    sources = tuple(replace(source, group="staff", **PLACE) for source in project.sources)
    return replace(project, sources=sources)


def a_project_with_names() -> Project:
    """Return a project of one coder on a text that nobody has redacted. Some codings touch what must be hidden."""
    talk = Source("anna-s-interview", "Anna", "interview", TEXT, units_of(TEXT), group="young_person", **PLACE)
    spots = [
        ("time", "we played chess"),
        ("care", f"Mr {NAME} from the school"),
        ("trust", "Quokka from"),
        ("paper", f"Mr {NAME}"),
    ]
    codings = tuple(
        Coding(f"c{number}", "one", talk.id, 1, code, TEXT.index(words), TEXT.index(words) + len(words))
        for number, (code, words) in enumerate(spots)
    )
    bare = replace(a_project(), sources=(talk,), layers=(Layer("one", "K1"),), codings=codings, relations=())
    return replace(bare, memos=(replace(a_project().memos[0], about=()),))


def written(project: Project, folder: Path) -> Path:
    """Write a project as a folder, and return it."""
    write_project(project, folder)
    return folder


def load(folder: Path, *options: str, by: str | None = LEAD) -> str:
    """Load a folder by the command, and return what it says."""
    return _said("load_project", str(folder), *options, *(("--by", by) if by else ()))


def export(folder: Path, *options: str, by: str = LEAD) -> str:
    """Write a folder by the command, and return what it says."""
    return _said("export_project", str(folder), "--by", by, *options)


def _said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def coded(**of: Any) -> list[tuple[str, str, str]]:
    """Return (pseudonym of the coder, code, words) of the codings that count, in an order of their own."""
    rows = Kept.objects.filter(live=True, queued=False, **of).select_related("layer")
    texts = {row.source_id: current_text(row.source_id).text for row in rows}
    return sorted((row.layer.pseudonym, row.code, texts[row.source_id][row.start : row.end]) for row in rows)


def in_project(project: Project) -> list[tuple[str, str, str]]:
    """Return the same of a project."""
    texts = {source.id: source.text for source in project.sources}
    coders = {layer.id: layer.coder for layer in project.layers}
    return sorted((coders[one.layer], one.code, texts[one.source][one.start : one.end]) for one in project.codings)


def empty_the_study() -> None:
    """Take every source and coding away, so that a project can be loaded as into another study with the same people."""
    tables: tuple[Any, ...] = (
        *(coding.Waiting, coding.Quote, coding.MatrixCell, coding.Part, coding.Relation, coding.Memo, coding.Decision),
        *(coding.Coding, coding.Step, coding.Layer, coding.CodebookVersion, coding.Codebook),
        *(sessions.Redaction, sessions.RedactionRound, sessions.ConsentWord, sessions.TextVersion, sessions.Source),
        *(vault.OriginalText, vault.OriginalFile, vault.Replacement),
    )
    for table in tables:
        table.objects.all().delete()
