"""The verbs that take in files of others: a whole project, and returns in bulk."""

from pathlib import Path

import click

from newel.cli.arguments import STUDY, read_folder, say
from newel.cli.machine import key_of, today


@click.command(name="import")
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
    project = import_project(contents, key=key_of(key_path), today=today())
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


@click.command()
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

    protocol = read_folder(study).protocol
    key_path = key_file or Path(click.get_app_dir("newel")) / "keys" / f"{protocol.study.id}.returns.key"
    job = bulk_job(study, protocol, name, files=files, out=folder)
    outcome = run_bulk(job, key=key_of(key_path), engine=engine, progress=say)
    where = f"The results are in {folder}. The key of the pseudonyms is {key_path}: keep it away from the data."
    click.echo("\n".join([*in_words(outcome), where]))
