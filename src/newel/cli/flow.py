"""The verbs of the flow: freeze, analyse, report, publish, and the way back from a printed number."""

from pathlib import Path
from typing import Any

import click

from newel.cli.arguments import BUILD, STUDY, build_of, read_folder, say
from newel.cli.machine import run_web


@click.command()
@STUDY
@click.option("--records", type=click.Path(path_type=Path, file_okay=False, exists=True), help="A folder of records.")
@click.option("--from-web", is_flag=True, help="Take the records from the web shell's database.")
@BUILD
def freeze(study: Path, *, records: Path | None, from_web: bool, build_folder: Path | None) -> None:
    """Seal the records: one Parquet file a kind, and a manifest of hashes. The same records give the same freeze."""
    from newel.pipeline import freeze_records
    from newel.records import FolderSource

    read, build = read_folder(study), build_of(study, build_folder)
    if from_web:
        run_web(study, build.folder, "export_records", str(build.records))
    sealed = freeze_records(read, build, FolderSource(records) if records else None)
    withdrawn = sealed.manifest["newel"]["withdrawn"]
    for resource in sealed.manifest["resources"]:
        click.echo(f"  {resource['name']:16}{resource['rows']:>9,} rows  {resource['hash'][:19]}")
    click.echo(
        f"{withdrawn['people']} people withdrew; {withdrawn['rows_left_out']} rows are left out.\n"
        f"Freeze {sealed.id} is in {sealed.folder}. Next: newel analyse {study}"
    )


@click.command()
@STUDY
@BUILD
def analyse(study: Path, build_folder: Path | None) -> None:
    """Answer every question of the protocol from the current freeze."""
    from newel.pipeline import analyse_freeze

    read, build = read_folder(study), build_of(study, build_folder)
    findings = analyse_freeze(read, build, progress=say)
    click.echo(f"{len(findings)} findings, not yet fit to print, are in {build.findings}. Next: newel report {study}")


@click.command()
@STUDY
@BUILD
def report(study: Path, build_folder: Path | None) -> None:
    """Pass the findings through the disclosure rule and write the report: HTML, PDF and Word.

    Where sections say `{{ brief }}`, the report in brief is written beside it as PDF and Word.
    """
    from newel.pipeline import write_report

    read, build = read_folder(study), build_of(study, build_folder)
    write_report(read, build)
    click.echo(where_the_report_is(build))


@click.command()
@STUDY
@click.argument("address")
@BUILD
def why(study: Path, address: str, build_folder: Path | None) -> None:
    """Follow one printed number back to the sealed files it was computed from.

    ADDRESS is finding.table.row.column, for example incidents.rates_by_type.all.assaults. The provenance appendix of
    the report lists the address of every number.
    """
    from newel.pipeline import explain

    read, build = read_folder(study), build_of(study, build_folder)
    for what, words in explain(read, build, address):
        click.echo(f"{what:10}{words}")


@click.command()
@STUDY
@BUILD
def publish(study: Path, build_folder: Path | None) -> None:
    """Put the report where the web shell serves it from, with the hash of every file."""
    from newel.pipeline import publish_report

    read, build = read_folder(study), build_of(study, build_folder)
    publish_report(read, build)
    click.echo(f"The publication is in {build.public}. Next: newel serve {study}")


def where_the_report_is(build: Any) -> str:
    """Return where the report's files are, a line each."""
    names = ("report.html", "report.pdf", "report.docx")
    brief = [build.report / name for name in ("brief.pdf", "brief.docx") if (build.report / name).is_file()]
    lines = ["The report:", *(f"  {build.report / name}" for name in names)]
    return "\n".join([*lines, *(["In brief:", *(f"  {path}" for path in brief)] if brief else ())])
