"""The verb that rehearses: a synthetic study, before there is a real one, or many, to see what the plan would find."""

from pathlib import Path

import click

from newel.cli.arguments import BUILD, SEED, STUDY, build_of, read_folder, say
from newel.cli.powering import Asked, print_power


@click.command()
@STUDY
@SEED
@BUILD
@click.option("--power", is_flag=True, help="Run every planned analysis of change on many rehearsals, and keep none.")
@click.option("--replicates", type=click.IntRange(min=2), default=1000, show_default=True, help="How many rehearsals.")
@click.option("--sites", type=click.IntRange(min=2), help="With so many sites only.  [default: all]")
@click.option(
    "--checked",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="How many of them are analysed by CR2 and by the exact wild cluster test besides.",
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
def rehearse(study: Path, seed: int, build_folder: Path | None, *, power: bool, **options: int) -> None:
    """Draw a synthetic study from the protocol and rehearsal.toml, with the planted truths beside it.

    With --power: say of each planned analysis of change how likely it is to find what is planted, how far its estimate
    is off, how often its interval holds the truth, and how often it finds a change where there is none.
    """
    read, build = read_folder(study), build_of(study, build_folder)
    if power:
        print_power(read, build.folder / "power.csv", Asked(seed, **options))
        return
    from newel.pipeline import rehearse_study

    rehearse_study(read, build, seed=seed, progress=say)
    click.echo(f"Synthetic records and their truths are in {build.records}. Next: newel freeze {study}")
