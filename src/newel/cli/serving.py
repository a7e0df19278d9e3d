"""The verb that serves the web shell."""

from pathlib import Path

import click

from newel.cli.arguments import BUILD, STUDY, build_of, read_folder
from newel.cli.machine import run_web


@click.command()
@STUDY
@BUILD
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--example", is_flag=True, help="Load example accounts and invitations; their codes are printed once.")
def serve(study: Path, build_folder: Path | None, port: int, *, example: bool) -> None:
    """Serve the study's web shell on this machine: questionnaires, returns, progress and the published report."""
    build = build_of(study, build_folder)
    read_folder(study)
    if example:
        run_web(study, build.folder, "load_example")
    run_web(study, build.folder, "serve", "--port", str(port))
