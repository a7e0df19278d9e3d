"""The verbs of the money: check what things cost in a study, and make and check a cost sheet."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from newel.cli.arguments import STUDY, read_folder
from newel.cli.machine import today

SITE = click.option("--site", "site_id", required=True, help="The site, by its id in the protocol.")
OUT = click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
ON = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which months are open or closed.  [default: today]"
)


@click.group()
def costs() -> None:
    """Check what things cost in a study, and make and check the cost sheet of a site.

    Unit costs, shared costs and series of prices are files of the study's folder `costs`.
    """


@costs.command()
@STUDY
def check(study: Path) -> None:
    """Check unit costs, shared costs, series of prices and the value set, and say what is there."""
    from newel.costs import read_registry, read_value_set

    read = read_folder(study)
    protocol = read.protocol
    registry, value_set = read_registry(study, protocol), read_value_set(study, protocol, read.instruments)
    for perspective, number in sorted(Counter(cost.perspective for cost in registry.unit_costs).items()):
        click.echo(f"  {perspective:16}{number} unit costs")
    click.echo(f"  {'shared':16}{len(registry.shared_costs)} costs")
    for series in registry.series.values():
        click.echo(f"  {series.id:28}{series.years}, {series.file}, sha256 {series.checksum[:12]}")
    header = protocol.economics
    if header:
        click.echo(f"  report prices of {header.price_year} in {header.currency}")
        why = header.value_set_reason if value_set is None else value_set.citation
        click.echo(f"  value set {header.value_set}: {why}")
    click.echo("No faults.")


@costs.command()
@STUDY
@SITE
@OUT
@ON
def template(study: Path, *, site_id: str, out: Path, on: datetime | None) -> None:
    """Write the blank cost sheet of a site, for its finance officer to fill in, with lists to choose from."""
    from newel.importers.returns import template as blank

    definition, context = _sheet_of(study, site_id, on)
    out.write_bytes(blank(definition, context))
    following = f"newel costs sheet {study} {out} --site {site_id} --out checked.xlsx"
    click.echo(f"The blank sheet is {out}. Next, when it is filled in: {following}")


@costs.command()
@STUDY
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@SITE
@OUT
@ON
def sheet(study: Path, file: Path, *, site_id: str, out: Path, on: datetime | None) -> None:
    """Check the filled-in cost sheet FILE cell by cell; write a copy with what is at fault marked. Keep nothing."""
    from newel.importers.returns import annotated, check_file

    definition, context = _sheet_of(study, site_id, on)
    content = file.read_bytes()
    checked = check_file(definition, file.name, content, context=context)
    out.write_bytes(annotated(file.name, content, checked))
    for fault in (*checked.faults, *checked.warnings):
        click.echo(f"  {fault.place}: found {fault.found}; expected {fault.expected}. {fault.remedy}")
    click.echo(f"{len(checked.faults)} faults, {len(checked.warnings)} questions. The marked copy is {out}.")
    if checked.faults:
        raise click.exceptions.Exit(1)


def _sheet_of(study: Path, site_id: str, on: datetime | None) -> tuple[Any, Any]:
    """Return the definition of the study's cost sheet and what a file of one site is held against."""
    from newel.importers.returns import ReturnContext, read_definitions

    protocol = read_folder(study).protocol
    if site_id not in {site.id for site in protocol.sites}:
        raise click.BadParameter(f"the protocol has no site {site_id}", param_hint="--site")
    sheets = [each for each in read_definitions(study).values() if each.kind == "cost"]
    if not sheets:
        raise click.UsageError(f"{study} asks for no cost sheet: no file of its returns has the kind `cost`.")
    return sheets[0], ReturnContext(protocol, on.date() if on else today(), (site_id,))
