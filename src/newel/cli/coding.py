"""The verbs of coding projects: take one in from another program, look at it, give it away."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from newel.cli.arguments import say

_SHOWN = 12
_TABLES = ("quotes", "sources", "units", "codebook", "framework")
FOLDER = click.argument("folder", type=click.Path(path_type=Path, exists=True))


@click.group()
def coding() -> None:
    """Take coding projects in from other programs, look at them, and give them away.

    A project here is a folder of plain files: project.toml, codebook.toml, the texts, units.csv and codings.csv.

    \b
      newel coding import project.qdpx --to coding/ours
      newel coding check coding/ours
      newel coding export coding/ours quotes.xlsx --table quotes --table codebook
    """


@coding.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), help="The new folder, or codebook.")
@click.option("--ends-inclusive", is_flag=True, help="The program counts the last character of a passage in.")
def import_(file: Path, *, target: Path, ends_inclusive: bool) -> None:
    """Take in the coding project in FILE as a new folder.

    FILE is a REFI-QDA project (.qdpx, .qde), a Taguette project (.sqlite3), or a QualCoder project (its folder, or the
    file data.qda in it). A REFI-QDA codebook (.qdc) becomes a codebook in TOML. What was odd, changed or not kept is
    listed in import-report.md of the folder. Nothing outside FILE is read, and nothing is written over.
    """
    from newel.exchange import import_project, write_project

    path = file / "data.qda" if file.is_dir() else file
    if not path.is_file():
        raise click.BadParameter(f"{file} has no file data.qda in it", param_hint="FILE")
    name = file.name if file.is_dir() else path.name
    if path.suffix.lower() == ".qdc":
        _import_codebook(path, target)
        return
    say(f"Reading {name}.")
    imported = import_project(name, path.read_bytes(), ends_inclusive=ends_inclusive)
    write_project(imported.project, target, imported=imported)
    _show(imported.remarks)
    report = target / "import-report.md"
    click.echo(f"{_in_words(imported.project)} from {imported.system} are in {target}. Read {report}.")
    if not any(source.may_be_quoted for source in imported.project.sources):
        click.echo("No source may be quoted before you say so: set may_be_quoted in project.toml where consent allows.")
    click.echo(f"Next: newel coding check {target}")


def _import_codebook(path: Path, target: Path) -> None:
    from newel.coding import codebook_toml
    from newel.exchange import read_qdc

    _refuse_to_overwrite(target)
    read = read_qdc(path.name, path.read_bytes())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(codebook_toml(read.codebook), encoding="utf-8", newline="\n")
    _show(read.remarks)
    click.echo(f"{len(read.codebook.codes)} codes are in {target}.")


@coding.command()
@FOLDER
def check(folder: Path) -> None:
    """Read the coding project in FOLDER, hold its files against each other, and say what is there."""
    from newel.exchange import read_project

    project = read_project(folder)
    per_layer = Counter(one.layer for one in project.codings)
    for layer in project.layers:
        words = f"{layer.coder}, round {layer.round}, {layer.purpose}: {per_layer[layer.id]:,} codings"
        click.echo(f"  {layer.id:40}{words}")
    quotable = sum(source.may_be_quoted for source in project.sources)
    click.echo(f"{_in_words(project)}. {quotable} of {len(project.sources)} sources may be quoted. No faults.")


@coding.command()
@FOLDER
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--table",
    "tables",
    multiple=True,
    type=click.Choice(_TABLES),
    help="A table; repeat for several.  [default: quotes]",
)
@click.option("--layer", "layers", multiple=True, help="A layer by its id; repeat for several.  [default: all]")
def export(folder: Path, out: Path, *, tables: tuple[Any, ...], layers: tuple[str, ...]) -> None:
    """Give the coding project in FOLDER away as the file OUT; its ending says in what form.

    \b
      .qdpx              a whole project, for NVivo, MAXQDA, ATLAS.ti, QualCoder and others
      .qdc               the codebook alone; FOLDER may then be a codebook in TOML
      .csv .xlsx .docx   tables: quotes, 0 and 1 by sources or units, the codebook, the framework matrix

    A .qdpx holds every source in full: keep it as you keep transcripts. Tables hold words only of sources that may be
    quoted. Neither is checked for disclosure; publish through a report.
    """
    from newel.exchange.exporting import Wanted, export_project

    _refuse_to_overwrite(out)
    project = _project_of(folder, out.suffix.lower())
    exported = export_project(project, out.suffix.lower(), Wanted(tables or ("quotes",), layers))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(exported.content)
    _show(exported.remarks)
    click.echo(f"{_in_words(project)} are in {out}, {len(exported.content):,} bytes.")
    if out.suffix.lower() == ".qdpx":
        click.echo("It holds every source in full. Keep it as you keep transcripts.")


def _project_of(folder: Path, suffix: str) -> Any:
    from newel.coding import Project, read_codebook
    from newel.exchange import read_project

    if suffix == ".qdc" and folder.is_file():
        book = read_codebook(folder)
        return Project(title=book.title, sources=(), codebook=book)
    return read_project(folder)


def _refuse_to_overwrite(path: Path) -> None:
    from newel.faults import Refused

    if path.exists():
        raise Refused.because(
            str(path),
            "the file itself",
            found="a file of this name",
            expected="a name that is not taken",
            remedy="Name another file, or move the old one away. Nothing is written over.",
        )


def _show(remarks: Any) -> None:
    """Print the first remarks, what is lost first, and how many there are of each kind."""
    from newel.exchange import OUTCOMES

    ordered = [remark for outcome in OUTCOMES for remark in remarks if remark.outcome == outcome]
    for remark in ordered[:_SHOWN]:
        click.echo(f"  {remark.outcome:9} {remark.place}: {remark.words}")
    if len(ordered) > _SHOWN:
        counts: Mapping[str, int] = Counter(remark.outcome for remark in ordered)
        said = ", ".join(f"{outcome} {counts[outcome]}" for outcome in OUTCOMES if counts[outcome])
        click.echo(f"  … {len(ordered) - _SHOWN} more remarks; in all {said}.")


def _in_words(project: Any) -> str:
    from newel.exchange.remarks import counted

    parts = (len(project.sources), "source"), (len(project.codebook.codes), "code"), (len(project.codings), "coding")
    return ", ".join(counted(number, noun) for number, noun in parts)
