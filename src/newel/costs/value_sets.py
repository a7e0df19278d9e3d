"""Value sets: how a country values states of health. Named, versioned, loaded by its holder; none ships with Newel."""

from collections.abc import Iterator, Mapping
from math import isclose
from pathlib import Path
from typing import Literal

from pydantic import Field

from newel.costs.registry import FOLDER
from newel.faults import Fault, Refused
from newel.instruments import Instrument, Item
from newel.protocol import FILE, Economics, Identifier, Part, Protocol, line_of_part, read_toml
from newel.protocol.parts import Words

VALUE_SETS = f"{FOLDER}/value_sets"
NONE = "none"
Profile = Mapping[str, int | None]
"""{dimension: level from 1}; None is not known."""


class Example(Part):
    """One state whose value is printed in the publication, so that the file can be checked against it."""

    profile: dict[Identifier, int]
    """The level of every dimension."""
    value: float
    """What the publication says it is worth."""


class ValueSet(Part):
    """What is taken off for each level of each dimension: the value of a state is full health minus all of them."""

    id: Identifier
    """The name of the file, without its ending."""
    instrument: Identifier
    """The instrument whose answers it values."""
    made_for: Literal["youth", "adult"]
    """Whose states of health were valued: of young people, or of adults."""
    country: Words
    """Whose values they are."""
    version: Words
    """Version or year."""
    citation: Words
    """The publication."""
    doi: str = Field(pattern=r"^10\.[0-9]{4,9}/\S+$", description="DOI of the publication.")
    licence: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description="File beside this one: the licence under which the holder may use the set.",
    )
    full_health: float = 1.0
    """Value of the state in which every dimension is at level 1."""
    any_problem: float = Field(default=0.0, description="Taken off once where any dimension is above level 1.")
    any_worst: float = Field(default=0.0, description="Taken off once where any dimension is at its worst level.")
    decrements: dict[Identifier, tuple[float, ...]] = Field(
        min_length=1, description="For each dimension what is taken off at level 1, 2, 3 and so on; at level 1 it is 0."
    )
    examples: tuple[Example, ...] = Field(min_length=1, description="States with their published values.")

    def value(self, profile: Profile) -> float | None:
        """Return what a state is worth; None where a level is not known.

        Raises ValueError for a dimension or a level that the set does not have.
        """
        if set(profile) != set(self.decrements):
            raise ValueError(f"dimensions {', '.join(profile)}: the set has {', '.join(self.decrements)}")
        levels = {name: level for name, level in profile.items() if level is not None}
        for name, level in levels.items():
            if not 1 <= level <= len(self.decrements[name]):
                raise ValueError(f"level {level} of {name}: it has levels 1 to {len(self.decrements[name])}")
        if len(levels) < len(profile):
            return None
        taken = sum(self.decrements[name][level - 1] for name, level in levels.items())
        taken += self.any_problem if any(level > 1 for level in levels.values()) else 0.0
        worst = any(level == len(self.decrements[name]) for name, level in levels.items())
        return self.full_health - taken - (self.any_worst if worst else 0.0)


def read_value_set(
    study: Path, protocol: Protocol, instruments: Mapping[str, Instrument] | None = None
) -> ValueSet | None:
    """Read the value set that the protocol names; None where it names none, for the reason it gives.

    With the study's instruments it is also checked against the one whose answers it values. Raises Refused where there
    is no such file, where its holder's licence is not beside it, where it does not give the published values of its
    examples, where it was made for adults and the protocol does not say why it is used, and where its instrument, its
    dimensions or their levels are not the study's.
    """
    header = protocol.economics
    if header is None or header.value_set == NONE:
        return None
    path = study / VALUE_SETS / f"{header.value_set}.toml"
    if not path.is_file():
        raise Refused([_no_such_file(study, header)])
    value_set = read_toml(path, ValueSet, reference="costs")
    faults = [*_faults(path, value_set), *_adult_faults(study, header, value_set)]
    if instruments is not None:
        faults += _instrument_faults(f"{VALUE_SETS}/{path.name}", value_set, instruments)
    if faults:
        raise Refused(faults)
    return value_set


def _no_such_file(study: Path, header: Economics) -> Fault:
    return Fault(
        FILE,
        "economics, value_set",
        f"`{header.value_set}`",
        f"a file {VALUE_SETS}/{header.value_set}.toml, which its licence holder puts there",
        "Put the file there with its licence, or write `none` and say why. No value set ships with Newel.",
        _line(study, "value_set"),
    )


def _line(study: Path, key: str) -> int | None:
    return line_of_part((study / FILE).read_text(encoding="utf-8"), ("economics", key))


def _faults(path: Path, value_set: ValueSet) -> Iterator[Fault]:
    file = f"{VALUE_SETS}/{path.name}"
    if value_set.id != path.stem:
        yield Fault(file, "id", f"`{value_set.id}`", f"`{path.stem}`, the file's name", "Rename one of the two.")
    if not (path.parent / value_set.licence).is_file():
        remedy = "Put the licence there as its holder has it. Without one the set may not be used."
        yield Fault(file, "licence", f"no file {value_set.licence} beside it", "the holder's licence", remedy)
    for name, taken in value_set.decrements.items():
        if len(taken) < 2 or taken[0] != 0:
            expected = "0 at level 1, and at least one level more"
            yield Fault(file, f"decrements, {name}", str(list(taken)), expected, "Correct the list.")
    for number, example in enumerate(value_set.examples, start=1):
        yield from _example_faults(file, value_set, example, place=f"examples, number {number}")


def _example_faults(file: str, value_set: ValueSet, example: Example, *, place: str) -> Iterator[Fault]:
    try:
        found = value_set.value(example.profile)
    except ValueError as error:
        yield Fault(file, place, str(error), "every dimension at one of its levels", "Correct the example.")
        return
    if found is None or not isclose(found, example.value, abs_tol=5e-4):
        remedy = "Compare both with the publication, to the last digit."
        yield Fault(file, place, f"{found:.4f}", f"{example.value:.4f}, its published value", remedy)


def _instrument_faults(file: str, value_set: ValueSet, instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    """Yield what the set values and the study does not ask: another instrument, dimension or number of levels."""
    instrument = instruments.get(value_set.instrument)
    if instrument is None:
        expected = f"one of the study's instruments: {', '.join(instruments) or 'there is none'}"
        remedy = "Add the instrument to instruments/, or name the one whose answers the set values."
        yield Fault(file, "instrument", f"`{value_set.instrument}`", expected, remedy)
        return
    levels = {item.id: _levels(instrument, item) for item in instrument.items}
    for name, taken in value_set.decrements.items():
        asked, valued = levels.get(name, ()), tuple(range(1, len(taken) + 1))
        if name not in levels:
            expected = f"an item of {instrument.id}: {', '.join(levels)}"
            yield Fault(file, f"decrements, {name}", f"`{name}`", expected, "Name the dimension as its item is named.")
        elif asked != valued:
            expected = f"one number for each code of the item, {', '.join(map(str, asked)) or 'which has none'}"
            remedy = "Compare the set's publication with the instrument's version: they may be of two versions."
            yield Fault(file, f"decrements, {name}", f"levels 1 to {len(taken)}", expected, remedy)


def _levels(instrument: Instrument, item: Item) -> tuple[int, ...]:
    """Return the codes of an item's choices that are answers."""
    choices = {each.id: each.options for each in instrument.option_sets}.get(item.options or "", ())
    return tuple(sorted(choice.code for choice in choices if choice.missing is None))


def _adult_faults(study: Path, header: Economics, value_set: ValueSet) -> Iterator[Fault]:
    """An adult tariff is no substitute for young people's own: it is refused unless the protocol says why, in print."""
    if value_set.made_for == "adult" and not header.adult_tariff_reason.strip():
        yield Fault(
            FILE,
            "economics, value_set",
            f"`{value_set.id}`, a set made for adults, for answers of young people",
            "a set made for young people, `none`, or an `adult_tariff_reason` that the report prints",
            "Write `none`, or say in `adult_tariff_reason` why adults' values are used all the same.",
            _line(study, "value_set"),
        )
    if value_set.made_for == "youth" and header.adult_tariff_reason:
        expected = "no such key, because the set is made for young people"
        place = "economics, adult_tariff_reason"
        line = _line(study, "adult_tariff_reason")
        yield Fault(FILE, place, "a reason for an adult value set", expected, "Remove the key.", line)
