"""The verb that does everything: the whole flow, on synthetic data."""

import time
from pathlib import Path

import click

from newel.cli.arguments import BUILD, SEED, STUDY, build_of, read_folder, say
from newel.cli.flow import where_the_report_is


@click.command()
@STUDY
@SEED
@BUILD
def evaluate(study: Path, seed: int, build_folder: Path | None) -> None:
    """Run the whole flow on synthetic data: rehearse, freeze, analyse, report, publish."""
    from newel import pipeline

    began = time.perf_counter()
    read, build = read_folder(study), build_of(study, build_folder)
    _stage(1, f"rehearse: draw a synthetic study with seed {seed}", began)
    pipeline.rehearse_study(read, build, seed=seed, progress=say)
    _stage(2, "freeze: seal the records", began)
    sealed = pipeline.freeze_records(read, build)
    say(f"freeze {sealed.id}")
    _stage(3, "analyse: answer the protocol's questions (the first run compiles its inner loops: a minute)", began)
    pipeline.analyse_freeze(read, build, progress=say)
    _stage(4, f"report: check what may leave by rule {read.protocol.disclosure.rule}, and write it", began)
    pipeline.write_report(read, build)
    _stage(5, "publish: put the report where the web shell serves it from", began)
    pipeline.publish_report(read, build)
    click.echo(f"Done in {time.perf_counter() - began:.0f} seconds.\n{where_the_report_is(build)}")


def _stage(number: int, what: str, began: float) -> None:
    click.echo(f"{number}/5 {what}  [{time.perf_counter() - began:.0f} s]")
