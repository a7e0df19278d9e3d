"""From `protocol.toml` to a Protocol, or to a list of faults that say where and how to mend each."""

import hashlib
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from newel.faults import Fault, Refused
from newel.protocol import consistency
from newel.protocol.lines import line_of
from newel.protocol.model import Protocol

FILE = "protocol.toml"
Model = TypeVar("Model", bound=BaseModel)


def read_protocol(study: Path) -> Protocol:
    """Read and check the protocol of a study folder. Raises Refused with every fault found."""
    path = study / FILE
    protocol = read_toml(path, Protocol)
    text = path.read_text(encoding="utf-8")
    faults = [
        Fault(FILE, _dotted(problem.path), problem.found, problem.expected, problem.remedy, line_of(text, problem.path))
        for problem in consistency.problems(protocol)
    ]
    if faults:
        raise Refused(faults)
    return protocol


def read_toml(path: Path, model: type[Model], *, reference: str = "protocol") -> Model:
    """Read one TOML file into a typed model. Raises Refused with a line and a remedy for every fault.

    `reference` is the page of docs/reference/ that lists the keys of such a file.
    """
    if not path.is_file():
        raise Refused.because(
            path.name,
            str(path.parent.name),
            found="no such file",
            expected=f"a file {path.name} in this folder",
            remedy="Check the folder's name, or make a new study with `newel new`.",
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Refused.because(
            path.name,
            f"byte {error.start}",
            found="text that is not UTF-8",
            expected="UTF-8",
            remedy="Save the file again as UTF-8 in your editor.",
        ) from error
    return toml_of(text, path.name, model, reference=reference)


def toml_of(text: str, name: str, model: type[Model], *, reference: str = "protocol") -> Model:
    """Read a text in TOML into a typed model. Raises Refused, naming the file, as `read_toml` does."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused.because(
            name,
            "the text itself",
            found=str(error),
            expected="TOML",
            remedy="Mend the quotes, brackets or the missing value at that line.",
        ) from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults: dict[str, Fault] = {}  # by place: a value that fits no type of a union is one fault, not one a type
        for detail in error.errors(include_url=False):
            fault = _fault(name, text, detail)
            faults.setdefault(fault.place, replace(fault, remedy=fault.remedy.format(reference=reference)))
        raise Refused(faults.values()) from error


def fingerprint(protocol: Protocol) -> str:
    """Return the protocol hash: SHA-256 of its canonical JSON, so that layout and comments do not change it."""
    canonical = json.dumps(protocol.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def json_schema() -> str:
    """Return the JSON Schema of `protocol.toml`, for completion and checks in an editor."""
    return json.dumps(Protocol.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def _fault(file: str, text: str, detail: Any) -> Fault:
    place = tuple(part for part in detail["loc"] if not _is_union_branch(part))
    kind = detail["type"]
    found = "nothing" if kind == "missing" else _shown(detail["input"])
    if kind == "extra_forbidden":
        found = f"the unknown key `{place[-1]}`"
    return Fault(
        file, _dotted(place), found, _expected(detail), _REMEDIES.get(kind, _DEFAULT_REMEDY), line_of(text, place)
    )


def _is_union_branch(part: str | int) -> bool:
    """Pydantic ends the path of a value that may be of several types with the type it tried; no reader needs that."""
    return part in {"int", "str", "float", "bool"} or str(part).startswith(("literal[", "constrained-"))


def _expected(detail: Any) -> str:
    if detail["type"] == "extra_forbidden":
        return "a key of the schema"
    if detail["type"] == "missing":
        return f"a value for `{detail['loc'][-1]}`"
    return str(detail["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")


def _shown(value: Any) -> str:
    shown = json.dumps(value, default=str, ensure_ascii=False)
    return shown if len(shown) <= 80 else shown[:77] + "..."


def _dotted(place: tuple[str | int, ...]) -> str:
    """Write a path as a person counts: sites, number 3, places."""
    return ", ".join(f"number {part + 1}" if isinstance(part, int) else str(part) for part in place)


_DEFAULT_REMEDY = "Change the value to what is expected; docs/reference/{reference}.md lists every key."
_REMEDIES = {
    "missing": "Add the key; docs/reference/{reference}.md shows it in an example.",
    "extra_forbidden": "Correct the spelling or remove the key; docs/reference/{reference}.md lists every key.",
    "string_pattern_mismatch": "Write it as expected: identifiers in small letters, digits and _; months as 2019-08.",
}
