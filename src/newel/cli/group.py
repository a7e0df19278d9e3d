"""The command `newel`: its verbs in the order of the flow, and faults as words instead of a traceback."""

from typing import Any

import click

import newel
from newel.faults import Refused


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
