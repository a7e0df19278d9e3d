"""From `instruments/<id>.toml` to an Instrument, or to faults in words."""

from pathlib import Path

from newel.faults import Fault, Refused
from newel.instruments.consistency import problems
from newel.instruments.model import Instrument
from newel.protocol import read_toml
from newel.protocol.lines import line_of
from newel.protocol.problem import Problem


def read_instruments(study: Path) -> dict[str, Instrument]:
    """Read every instrument of a study folder, by id. Raises Refused with the faults of all files."""
    found: dict[str, Instrument] = {}
    faults: list[Fault] = []
    for path in sorted((study / "instruments").glob("*.toml")):
        try:
            found[path.stem] = read_instrument(path)
        except Refused as refused:
            faults.extend(refused.faults)
    if faults:
        raise Refused(faults)
    return found


def read_instrument(path: Path) -> Instrument:
    """Read and check one instrument file."""
    instrument = read_toml(path, Instrument, reference="instruments")
    found = problems(instrument)
    if instrument.id != path.stem:
        remedy = "Rename the file or change the id."
        found.insert(0, Problem(("id",), f"`{instrument.id}`", f"`{path.stem}`, the file's name", remedy))
    if found:
        text = path.read_text(encoding="utf-8")
        raise Refused(
            Fault(
                path.name,
                _named(instrument, problem.path),
                problem.found,
                problem.expected,
                problem.remedy,
                line_of(text, problem.path),
            )
            for problem in found
        )
    return instrument


def _named(instrument: Instrument, path: tuple[str | int, ...]) -> str:
    """Write a place with the names its author gave: scale coherence, items."""
    if len(path) < 2 or not isinstance(path[1], int):
        return str(path[0])
    names = {
        "items": [f"item {item.id}" for item in instrument.items],
        "scales": [f"scale {scale.id}" for scale in instrument.scales],
        "option_sets": [f"option set {options.id}" for options in instrument.option_sets],
        "examples": [f"example {number}" for number in range(1, len(instrument.examples) + 1)],
    }
    rest = [part for part in path[2:] if isinstance(part, str)]
    return ", ".join([names[str(path[0])][path[1]], *rest])
