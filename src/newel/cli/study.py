"""The verbs that begin a study: make a folder, and check it."""

from pathlib import Path

import click

from newel.cli.arguments import STUDY, read_folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="A new evaluation", show_default=True, help="Printed on the report.")
def new(folder: Path, title: str) -> None:
    """Make a small complete study in FOLDER that you can edit and run at once."""
    from newel.protocol import scaffold

    for path in scaffold(folder, study_id=folder.name.replace("-", "_").lower(), title=title):
        click.echo(f"  {path}")
    click.echo(f"Next: edit {folder / 'protocol.toml'}, then `newel check {folder}`.")


@click.command()
@STUDY
@click.option("--write-schema", is_flag=True, help="Write newel.schema.json, which editors use.")
def check(study: Path, *, write_schema: bool) -> None:
    """Check a study folder; every fault names file, line, key, found, expected and remedy."""
    from newel.protocol import fingerprint, json_schema

    if write_schema:
        (study / "newel.schema.json").write_text(json_schema(), encoding="utf-8")
    read = read_folder(study)
    protocol = read.protocol
    asked = {name for measure in protocol.measures for name in measure.instruments}
    click.echo(
        f"{protocol.study.title}\n"
        f"  {len(protocol.sites)} sites, {len(protocol.waves)} waves, {len(protocol.groups)} respondent groups, "
        f"{len(asked)} instruments, {len(protocol.questions)} questions\n"
        f"  disclosure rule {protocol.disclosure.rule}\n"
        f"  protocol hash {fingerprint(protocol)}\n"
        "No faults."
    )
