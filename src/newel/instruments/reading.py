"""From `instruments/<id>.toml` to an Instrument, or to faults in words."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from newel.faults import Fault, Refused
from newel.instruments.model import Instrument, Scale
from newel.protocol import read_toml


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
    instrument = read_toml(path, Instrument)
    faults = list(_faults(path, instrument))
    if faults:
        raise Refused(faults)
    return instrument


def _faults(path: Path, instrument: Instrument) -> Iterator[Fault]:
    file = path.name
    if instrument.id != path.stem:
        yield Fault(file, "id", f"`{instrument.id}`", f"`{path.stem}`, the file's name", "Rename the file or change the id.")
    if instrument.licence.shelf == "green" and not instrument.can_be_asked:
        yield Fault(file, "items", "an item without text", "text for every item on the green shelf", "Add it, or use the key shelf.")
    if instrument.licence.shelf == "key" and any(item.text for item in instrument.items):
        yield Fault(
            file, "items", "wording on the key shelf", "numbered slots only", "Remove the text: its owner has not licensed it here."
        )
    yield from _item_faults(file, instrument)
    for scale in instrument.scales:
        yield from _scale_faults(file, instrument, scale)


def _item_faults(file: str, instrument: Instrument) -> Iterator[Fault]:
    sets = [options.id for options in instrument.option_sets]
    for item in instrument.items:
        if item.options is not None:
            yield from _undeclared(file, f"item {item.id}, options", [item.options], sets)
        elif not item.number and (item.lowest is None or item.highest is None):
            yield Fault(
                file,
                f"item {item.id}",
                "neither options nor a range",
                "`options`, `lowest` and `highest`, or `number = true`",
                "Add one of them.",
            )


def _scale_faults(file: str, instrument: Instrument, scale: Scale) -> Iterator[Fault]:
    items = [item.id for item in instrument.items]
    yield from _undeclared(file, f"scale {scale.id}, items", scale.items, items)
    yield from _undeclared(file, f"scale {scale.id}, reversed", scale.reversed, list(scale.items))
    if scale.minimum_answered > len(scale.items):
        yield Fault(
            file,
            f"scale {scale.id}, minimum_answered",
            str(scale.minimum_answered),
            f"at most {len(scale.items)}, the number of its items",
            "Lower it.",
        )


def _undeclared(file: str, place: str, used: Iterable[str], declared: list[str]) -> Iterator[Fault]:
    for value in used:
        if value not in declared:
            yield Fault(file, place, f"`{value}`", f"one of {', '.join(declared)}", "Correct the spelling or declare it.")
