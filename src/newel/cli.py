"""The command line: one verb per stage of the flow, and one that asks where a printed number came from."""

import os
import secrets
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import newel
from newel.faults import Refused

STUDY = click.argument("study", type=click.Path(path_type=Path, file_okay=False))
BUILD = click.option(
    "--build",
    "build_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the stages leave what they make.  [default: build/<study id>]",
)
SEED = click.option("--seed", type=click.IntRange(min=0), required=True, help="The same seed draws the same study.")


class Verbs(click.Group):
    """The verbs in the order of the flow, and faults as words instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which a study uses them."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; where it refuses what it was given, say why and end with status 1."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            count = len(refused.faults)
            click.echo(f"Refused, {count} fault{'s' if count > 1 else ''}. Nothing was changed.\n\n{refused}", err=True)
            ctx.exit(1)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(newel.__version__, prog_name="newel")
def main() -> None:
    """Run a national, multi-site, mixed-methods evaluation from one protocol file to the published report.

    A first try, from an empty folder to a report on synthetic data:

    \b
      newel new studies/mine
      newel check studies/mine
      newel evaluate studies/mine --seed 1

    With records of your own the verbs run one after another:

    \b
      newel freeze, newel analyse, newel report, newel publish
    """


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="A new evaluation", show_default=True, help="Printed on the report.")
def new(folder: Path, title: str) -> None:
    """Make a small complete study in FOLDER that you can edit and run at once."""
    from newel.protocol import scaffold

    for path in scaffold(folder, study_id=folder.name.replace("-", "_").lower(), title=title):
        click.echo(f"  {path}")
    click.echo(f"Next: edit {folder / 'protocol.toml'}, then `newel check {folder}`.")


@main.command()
@STUDY
@click.option("--write-schema", is_flag=True, help="Write newel.schema.json, which editors use.")
def check(study: Path, *, write_schema: bool) -> None:
    """Check a study folder; every fault names file, line, key, found, expected and remedy."""
    from newel.protocol import fingerprint, json_schema

    if write_schema:
        (study / "newel.schema.json").write_text(json_schema(), encoding="utf-8")
    read = _read(study)
    protocol = read.protocol
    asked = {name for measure in protocol.measures for name in measure.instruments}
    click.echo(
        f"{protocol.study.title}\n"
        f"  {len(protocol.sites)} sites, {len(protocol.waves)} waves, {len(protocol.groups)} respondent groups, "
        f"{len(asked)} instruments, {len(protocol.questions)} questions\n"
        f"  disclosure rule {protocol.disclosure.rule}\n"
        f"  protocol hash {fingerprint(protocol)}\n"
        "No faults."
    )


@main.command()
@STUDY
@SEED
@BUILD
def rehearse(study: Path, seed: int, build_folder: Path | None) -> None:
    """Draw a synthetic study from the protocol and rehearsal.toml, with the planted truths beside it."""
    from newel.pipeline import rehearse_study

    read, build = _read(study), _build(study, build_folder)
    rehearse_study(read, build, seed=seed, progress=_say)
    click.echo(f"Synthetic records and their truths are in {build.records}. Next: newel freeze {study}")


@main.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="The new study folder.")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the secret that makes the pseudonyms; made where there is none.  [default: in your own settings]",
)
def import_(files: tuple[Path, ...], folder: Path, key_file: Path | None) -> None:
    """Import another system's project: FILES become a new study folder with instruments and records.

    For REDCap give the data dictionary and the data export, both as CSV. What is not carried over is listed, with the
    reason, in import-report.md of the new folder.
    """
    from newel.importers import import_project, write_study

    key_path = key_file or Path(click.get_app_dir("newel")) / "keys" / f"{folder.name}.key"
    contents = {path.name: path.read_bytes() for path in files}
    project = import_project(contents, key=_key(key_path), today=_today())
    write_study(project, folder)
    left = [entry for entry in project.report if entry.outcome != "taken"]
    for entry in left:
        click.echo(f"  {entry.outcome:8} {entry.file}, {entry.field}: {entry.reason}")
    click.echo(
        f"{len(project.instruments)} instruments are in {folder}. {len(left)} things were changed or not carried over; "
        f"{folder / 'import-report.md'} lists them.\n"
        f"The key of the pseudonyms is {key_path}. Keep it away from the data; without it nobody can be added later.\n"
        f"Next: newel check {folder}, then newel freeze {folder} --records {folder / 'records'}"
    )


@main.command()
@STUDY
@click.argument("name")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="The folder for the results.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="Runs it.")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the secret that makes the pseudonyms; made where there is none.  [default: in your own settings]",
)
def returns(  # noqa: PLR0913 - one for each option
    study: Path, name: str, files: tuple[Path, ...], *, folder: Path, engine: str, key_file: Path | None
) -> None:
    """Work through bulk FILES of the return NAME: check every row, put pseudonyms in place of ids, count.

    The results are errors.parquet, clean.parquet and aggregate.parquet. They are not fit to print.
    """
    from newel.importers.returns.bulk import bulk_job, in_words, run_bulk

    protocol = _read(study).protocol
    key_path = key_file or Path(click.get_app_dir("newel")) / "keys" / f"{protocol.study.id}.returns.key"
    job = bulk_job(study, protocol, name, files=files, out=folder)
    outcome = run_bulk(job, key=_key(key_path), engine=engine, progress=_say)
    where = f"The results are in {folder}. The key of the pseudonyms is {key_path}: keep it away from the data."
    click.echo("\n".join([*in_words(outcome), where]))


@main.command()
@STUDY
@click.option("--records", type=click.Path(path_type=Path, file_okay=False, exists=True), help="A folder of records.")
@click.option("--from-web", is_flag=True, help="Take the records from the web shell's database.")
@BUILD
def freeze(study: Path, *, records: Path | None, from_web: bool, build_folder: Path | None) -> None:
    """Seal the records: one Parquet file a kind, and a manifest of hashes. The same records give the same freeze."""
    from newel.pipeline import freeze_records
    from newel.records import FolderSource

    read, build = _read(study), _build(study, build_folder)
    if from_web:
        _web(study, build.folder, "export_records", str(build.records))
    sealed = freeze_records(read, build, FolderSource(records) if records else None)
    withdrawn = sealed.manifest["newel"]["withdrawn"]
    for resource in sealed.manifest["resources"]:
        click.echo(f"  {resource['name']:16}{resource['rows']:>9,} rows  {resource['hash'][:19]}")
    click.echo(
        f"{withdrawn['people']} people withdrew; {withdrawn['rows_left_out']} rows are left out.\n"
        f"Freeze {sealed.id} is in {sealed.folder}. Next: newel analyse {study}"
    )


@main.command()
@STUDY
@BUILD
def analyse(study: Path, build_folder: Path | None) -> None:
    """Answer every question of the protocol from the current freeze."""
    from newel.pipeline import analyse_freeze

    read, build = _read(study), _build(study, build_folder)
    findings = analyse_freeze(read, build, progress=_say)
    click.echo(f"{len(findings)} findings, not yet fit to print, are in {build.findings}. Next: newel report {study}")


@main.command()
@STUDY
@BUILD
def report(study: Path, build_folder: Path | None) -> None:
    """Pass the findings through the disclosure rule and write the report: HTML, PDF and Word."""
    from newel.pipeline import write_report

    read, build = _read(study), _build(study, build_folder)
    write_report(read, build)
    click.echo(_where_the_report_is(build))


@main.command()
@STUDY
@click.argument("address")
@BUILD
def why(study: Path, address: str, build_folder: Path | None) -> None:
    """Follow one printed number back to the sealed files it was computed from.

    ADDRESS is finding.table.row.column, for example incidents.rates_by_type.all.assaults. The provenance appendix of
    the report lists the address of every number.
    """
    from newel.pipeline import explain

    read, build = _read(study), _build(study, build_folder)
    for what, words in explain(read, build, address):
        click.echo(f"{what:10}{words}")


@main.command()
@STUDY
@BUILD
def publish(study: Path, build_folder: Path | None) -> None:
    """Put the report where the web shell serves it from, with the hash of every file."""
    from newel.pipeline import publish_report

    read, build = _read(study), _build(study, build_folder)
    publish_report(read, build)
    click.echo(f"The publication is in {build.public}. Next: newel serve {study}")


@main.command()
@STUDY
@SEED
@BUILD
def evaluate(study: Path, seed: int, build_folder: Path | None) -> None:
    """Run the whole flow on synthetic data: rehearse, freeze, analyse, report, publish."""
    from newel import pipeline

    began = time.perf_counter()
    read, build = _read(study), _build(study, build_folder)
    _stage(1, f"rehearse: draw a synthetic study with seed {seed}", began)
    pipeline.rehearse_study(read, build, seed=seed, progress=_say)
    _stage(2, "freeze: seal the records", began)
    sealed = pipeline.freeze_records(read, build)
    _say(f"freeze {sealed.id}")
    _stage(3, "analyse: answer the protocol's questions", began)
    pipeline.analyse_freeze(read, build, progress=_say)
    _stage(4, f"report: check what may leave by rule {read.protocol.disclosure.rule}, and write it", began)
    pipeline.write_report(read, build)
    _stage(5, "publish: put the report where the web shell serves it from", began)
    pipeline.publish_report(read, build)
    click.echo(f"Done in {time.perf_counter() - began:.0f} seconds.\n{_where_the_report_is(build)}")


@main.command()
@STUDY
@BUILD
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--example", is_flag=True, help="Load example accounts and invitations; their codes are printed once.")
def serve(study: Path, build_folder: Path | None, port: int, *, example: bool) -> None:
    """Serve the study's web shell on this machine: questionnaires, returns, progress and the published report."""
    build = _build(study, build_folder)
    _read(study)
    if example:
        _web(study, build.folder, "load_example")
    _web(study, build.folder, "serve", "--port", str(port))


def _read(study: Path) -> Any:
    """Read and check a study folder. Heavy libraries load here, so that --help stays quick."""
    from newel.study import read_study

    return read_study(study)


def _build(study: Path, folder: Path | None) -> Any:
    from newel.pipeline import Build
    from newel.protocol import read_protocol

    return Build(folder or Path("build") / read_protocol(study).study.id)


def _say(what: str) -> None:
    click.echo(f"      {what}")


def _stage(number: int, what: str, began: float) -> None:
    click.echo(f"{number}/5 {what}  [{time.perf_counter() - began:.0f} s]")


def _where_the_report_is(build: Any) -> str:
    names = ("report.html", "report.pdf", "report.docx")
    return "\n".join(["The report:", *(f"  {build.report / name}" for name in names)])


def _today() -> Any:
    return datetime.now(UTC).date()  # noqa: TID251 - the shell reads the clock


def _key(path: Path) -> bytes:
    """Return the secret of a key file that only its owner can read; make one where there is none."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


def _web(study: Path, build_folder: Path, *arguments: str) -> None:
    """Run a command of the web shell in a process of its own: this one never loads Django."""
    places = {
        "NEWEL_STUDY": str(study.resolve()),
        "NEWEL_DATA": str((build_folder / "web").resolve()),
        "NEWEL_PUBLIC": str((build_folder / "public").resolve()),
    }
    command = [sys.executable, "-m", "newel.web", *arguments]
    ended = subprocess.run(command, env=os.environ | places, check=False)  # noqa: S603 - our own module
    if ended.returncode:
        raise click.exceptions.Exit(ended.returncode)
