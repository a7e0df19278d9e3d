"""What several verbs are given: a study, a build folder, a seed; and how they are read."""

from pathlib import Path
from typing import Any

import click

STUDY = click.argument("study", type=click.Path(path_type=Path, file_okay=False))
BUILD = click.option(
    "--build",
    "build_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the stages leave what they make.  [default: build/<study id>]",
)
SEED = click.option("--seed", type=click.IntRange(min=0), required=True, help="The same seed draws the same study.")


def read_folder(study: Path) -> Any:
    """Read and check a study folder. Heavy libraries load here, so that --help stays quick."""
    from newel.study import read_study

    return read_study(study)


def build_of(study: Path, folder: Path | None) -> Any:
    """Return where a study's stages leave what they make."""
    from newel.pipeline import Build
    from newel.protocol import read_protocol

    return Build(folder or Path("build") / read_protocol(study).study.id)


def say(what: str) -> None:
    """Print a line of progress."""
    click.echo(f"      {what}")
