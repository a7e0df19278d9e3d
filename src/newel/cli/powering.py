"""What `newel rehearse --power` prints."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

EXPLAINED = """\
Planted, mean, bias and SE are in points of the scale: SE is the spread of the estimates, SE given what the analysis
says it is. Shares are in per cent, with their Monte Carlo error in brackets: intervals that hold the planted change; p
below 5 % under the planted truth; the same, corrected in the family; the same where nothing changes on average.
"""
VERDICTS = "How often each outcome would end in each verdict, under the planted truth:\n"
CHECKED = "The first comparison by CR2 and by the exact wild cluster test, in the rehearsals that were analysed so:\n"


@dataclass(frozen=True)
class Asked:
    """The options of the verb."""

    seed: int
    replicates: int
    sites: int | None
    checked: int
    workers: int


def print_power(study: Any, path: Path, asked: Asked) -> None:
    """Print the table of power, with a progress bar while it is made, and leave it as a file."""
    from newel import power
    from newel.rehearsal import read_truths

    protocol = study.protocol
    try:
        plan = power.plan_of(protocol, study.instruments, read_truths(study.folder), sites=asked.sites)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--sites") from error
    analyses = power.planned_analyses(plan)
    if not analyses:
        raise click.UsageError("The protocol plans no analysis of change: it needs [impact] and outcomes with a scale.")
    found = _simulated(analyses, asked)
    table = list(power.performances(found, protocol.families))
    click.echo(f"\n{len(plan.protocol.sites)} sites. The planned analysis: mixed model, Kenward-Roger.\n")
    _print_lines(power.performance_lines(table), EXPLAINED)
    if asked.checked:
        click.echo(CHECKED)
        _print_lines(power.checked_lines(table))
    click.echo(VERDICTS)
    _print_lines(power.verdict_lines(power.verdicts(found, protocol.families)))
    left_out = [outcome.id for outcome in protocol.outcomes if outcome.id not in analyses]
    if left_out:
        click.echo(f"Not drawn here, because they are no scale that the study holds: {', '.join(left_out)}.\n")
    power.write_performances(table, path)
    click.echo(f"The table is in {path}.")


def _simulated(analyses: Any, asked: Asked) -> Any:
    from newel.power import Size, simulate

    with click.progressbar(length=1, label=f"{asked.replicates} rehearsals of {len(analyses)} outcomes") as bar:

        def progress(_done: int, of: int) -> None:
            bar.length = of
            bar.update(1)

        size = Size(asked.replicates, asked.checked, asked.seed)
        return simulate(analyses, size, workers=asked.workers, progress=progress)


def _print_lines(lines: Any, after: str = "") -> None:
    for line in lines:
        click.echo(line)
    click.echo(f"\n{after}" if after else "")
