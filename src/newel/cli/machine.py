"""What only the shell may touch: the clock, secrets, and the web shell in a process of its own."""

import os
import secrets
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click


def today() -> date:
    """Return the day on this machine's clock, in UTC."""
    return datetime.now(UTC).date()  # noqa: TID251 - the shell reads the clock


def key_of(path: Path) -> bytes:
    """Return the secret of a key file that only its owner can read; make one where there is none."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


def run_web(study: Path, build_folder: Path, *arguments: str) -> None:
    """Run a command of the web shell in a process of its own: this one never loads Django."""
    places = {
        "NEWEL_STUDY": str(study.resolve()),
        "NEWEL_DATA": str((build_folder / "web").resolve()),
        "NEWEL_PUBLIC": str((build_folder / "public").resolve()),
    }
    command = [sys.executable, "-m", "newel.web", *arguments]
    ended = subprocess.run(command, env=os.environ | places, check=False)  # noqa: S603 - our own module
    if ended.returncode:
        raise click.exceptions.Exit(ended.returncode)
