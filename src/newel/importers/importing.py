"""From the files of a project in another system to what it becomes here."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from newel._plugins import discover
from newel.faults import Refused
from newel.importers import projects
from newel.importers._grid import MAX_BYTES
from newel.importers._plugin import ImportedProject, ProjectImporter

SHORTEST_KEY = 32


def project_importers() -> dict[str, ProjectImporter]:
    """Return every importer of projects there is, by file name."""
    return discover(projects, "importer", ProjectImporter)


def import_project(files: Mapping[str, bytes], *, key: bytes, today: date) -> ImportedProject:
    """Import a project from its files' bytes, by name. `key` (at least 32 bytes) makes the pseudonyms.

    Raises Refused, and no other exception, whatever the bytes are.
    """
    if len(key) < SHORTEST_KEY:
        raise Refused.because(
            "the key of the pseudonyms",
            "its length",
            found=f"{len(key)} bytes",
            expected=f"{SHORTEST_KEY} bytes or more",
            remedy="Use a key made at random, as `newel import` makes one; a short key can be guessed.",
        )
    shown = {PurePath(name.replace("\\", "/")).name: content for name, content in files.items()}
    for name, content in shown.items():
        if len(content) > MAX_BYTES:
            raise Refused.because(
                name,
                "the whole file",
                found=f"{len(content) / 1e6:.0f} MB",
                expected=f"at most {MAX_BYTES / 1e6:.0f} MB",
                remedy="Export fewer fields or records at a time.",
            )
    importers = project_importers().values()
    for importer in importers:
        if importer.recognise(shown):
            return importer.read(shown, key, today)
    raise Refused.because(
        ", ".join(shown) or "no file",
        "all files",
        found="no project that is read here",
        expected="; ".join(f"{importer.title}: {importer.expects}" for importer in importers),
        remedy="Download these files from the other system and give all of them at once.",
    )
