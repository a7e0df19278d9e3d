"""The verbs of the command line and the targets of the Makefile."""

import re
from pathlib import Path

import click

from generated.tables import first_paragraph, table
from newel.cli import main

ROOT = Path(__file__).resolve().parents[2]


def commands() -> str:
    """Return one section a verb: what it does, how it is called, its options."""
    context = click.Context(main, info_name="newel", **main.context_settings)
    return "\n\n".join(_section(name, main.commands[name], context) for name in main.list_commands(context))


def _section(name: str, command: click.Command, parent: click.Context) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    usage = command.get_usage(context).removeprefix("Usage: ")
    says = " ".join((command.help or "").replace("\b", "").split())
    options = [option for option in command.params if isinstance(option, click.Option) and option.help]
    rows = [
        (f"`{'`, `'.join(option.opts)}`", option.help or "", "yes" if option.required else "") for option in options
    ]
    parts = [f"## `{context.command_path}`", says, f"```sh\n{usage}\n```"]
    parts += [table(["option", "what it does", "required"], rows)] if rows else []
    inner = command.commands if isinstance(command, click.Group) else {}
    return "\n\n".join([*parts, *(_section(verb, each, context) for verb, each in inner.items())])


def targets() -> str:
    """Return one row a target of the Makefile."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z]+):[^#\n]*## (.*)$", text, re.MULTILINE)
    return table(["command", "what it does"], [(f"`make {name}`", first_paragraph(says)) for name, says in found])
