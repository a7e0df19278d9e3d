"""A study folder read whole: its protocol, instruments, returns, truths and report sections, and whether they agree."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from newel.analysis import unknown_analysis
from newel.care.wording import read_wording
from newel.coding import codebooks_in_use
from newel.costs import COUNTED, read_registry, read_value_set
from newel.disclosure import unknown_rule
from newel.faults import Fault, Refused
from newel.importers.returns import ReturnDefinition, list_faults, read_definitions
from newel.instruments import Instrument, instrument_faults, read_instruments
from newel.protocol import FILE, Protocol, line_of_part, read_protocol
from newel.rehearsal import read_truths
from newel.synthesis import read_displays

SECTIONS = "report"
T = TypeVar("T")


@dataclass(frozen=True)
class Study:
    """A study folder whose parts agree."""

    folder: Path
    protocol: Protocol
    instruments: dict[str, Instrument]


def read_study(folder: Path) -> Study:
    """Read a study folder. Raises Refused with every fault of every file, so that one check mends the whole study."""
    protocol = read_protocol(folder)
    faults: list[Fault] = []
    instruments = _collect(faults, lambda: read_instruments(folder)) or {}
    returns = _collect(faults, lambda: read_definitions(folder)) or {}
    faults.extend(list_faults(returns, protocol))
    _collect(faults, lambda: read_truths(folder))
    _collect(faults, lambda: read_wording(folder, protocol))
    codebooks = _collect(faults, lambda: codebooks_in_use(folder, protocol.coding))
    _collect(faults, lambda: read_registry(folder, protocol))
    _collect(faults, lambda: read_value_set(folder, protocol, instruments or None))
    codes = None if codebooks is None else {code.id for book in codebooks.values() for code in book.codes}
    _collect(faults, lambda: read_displays(folder, protocol, codes))
    faults.extend(_counted_twice(returns))
    if not faults:  # an instrument that cannot be read would be reported twice, the second time as missing
        faults.extend(instrument_faults(protocol, instruments))
    faults.extend(_named_but_missing(folder, protocol))
    if faults:
        text = (folder / FILE).read_text(encoding="utf-8")
        raise Refused(_with_line(text, fault) for fault in faults)
    return Study(folder, protocol, instruments)


def _collect(faults: list[Fault], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Refused as refused:
        faults.extend(refused.faults)
        return None


def _with_line(text: str, fault: Fault) -> Fault:
    """Point a fault of the protocol at its line, where whoever found it saw the values and not the text."""
    if fault.file != FILE or fault.line is not None:
        return fault
    return replace(fault, line=line_of_part(text, fault.place.split(", ")))


def _counted_twice(returns: Mapping[str, ReturnDefinition]) -> Iterator[Fault]:
    """Yield the items of a cost sheet that records count and unit costs price: they would be paid for twice."""
    for definition in returns.values():
        words = [word for column in definition.columns if column.name == "item" for word in column.words]
        for item in words if definition.kind == "cost" else ():
            if item in COUNTED:
                place, expected = f"columns, item, words, {item}", "what no other record counts"
                remedy = "Take it off the sheet: it is counted in other records and priced by its unit cost."
                yield Fault(f"{definition.name}.toml", place, f"`{item}`", expected, remedy)


def _named_but_missing(folder: Path, protocol: Protocol) -> Iterator[Fault]:
    """Yield what the protocol names and Newel or the folder does not have: rules, analyses, sections."""
    rule = unknown_rule(protocol.disclosure.rule)
    if rule:
        yield rule
    for question in protocol.questions:
        unknown = unknown_analysis(question)
        if unknown:
            yield unknown
        if not (folder / SECTIONS / question.section).is_file():
            yield Fault(
                FILE,
                f"questions, {question.id}, section",
                f"`{question.section}`",
                f"a file of this name in {SECTIONS}/",
                f"Write it, with `{{{{ finding {question.id} }}}}` in it, or name another file.",
            )
