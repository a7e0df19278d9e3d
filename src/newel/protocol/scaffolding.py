"""Makes a new study folder: small, complete, and ready to be changed and run at once."""

import re
from collections.abc import Iterator
from pathlib import Path

from newel.faults import Refused
from newel.protocol.reading import json_schema

_TEMPLATE = Path(__file__).parent / "new_study"
_SCHEMA = "newel.schema.json"


def scaffold(folder: Path, *, study_id: str, title: str) -> list[Path]:
    """Write a new study into `folder` and return its files. Raises Refused, with nothing written, where it cannot."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused.because(
            str(folder),
            "the folder itself",
            found="something is already there",
            expected="a folder that is empty or does not exist yet",
            remedy="Name another folder. Newel never writes over a study.",
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", study_id):
        raise Refused.because(
            str(folder),
            "the study's id",
            found=f"`{study_id}`",
            expected="small letters, digits and _, with a letter first",
            remedy="Name the folder so, for example my_study.",
        )
    written = []
    for name, text in _files(study_id, " ".join(title.split()) or study_id):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _files(study_id: str, title: str) -> Iterator[tuple[str, str]]:
    for path in sorted(_TEMPLATE.rglob("*.*")):
        quoted = title.replace("\\", "\\\\").replace('"', '\\"') if path.suffix == ".toml" else title
        text = path.read_text(encoding="utf-8").replace("@study_id@", study_id).replace("@title@", quoted)
        yield path.relative_to(_TEMPLATE).as_posix(), text
    yield _SCHEMA, json_schema()
