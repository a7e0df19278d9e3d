"""The verb that compares every estimator with the reference software's numbers."""

import json
import os
from pathlib import Path

import click


@click.command()
@click.option(
    "--reference",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with cases.csv, ref/ and data/.  [default: one named by NEWEL_SHARED or found, else a small one]",
)
def verify(reference: Path | None) -> None:
    """Compare our estimators with reference numbers: one JSON object a line, and status 1 where one falls short."""
    from newel.verification import SMALL, record
    from newel.verification import verify as verified

    folder = reference or _found() or SMALL
    click.echo(f"Comparing with the reference numbers in {folder}.", err=True)
    short = total = 0
    for comparison in verified(folder):
        total += 1
        short += not comparison.passed
        click.echo(json.dumps(record(comparison)))
    click.echo(f"{total - short} of {total} figures agree as well as is required; {short} fall short.", err=True)
    if short or not total:
        raise click.exceptions.Exit(1)


def _found() -> Path | None:
    """Return the folder of reference numbers beside the checkout, where there is one."""
    shared = Path(os.environ.get("NEWEL_SHARED", Path(__file__).resolve().parents[4] / "shared"))
    folder = shared / "reference" / "quantitative"
    return folder if folder.is_dir() else None
