"""Whether a protocol and the instruments of its study agree: who is asked what, and what is scored of whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from newel.faults import Fault
from newel.instruments.model import Instrument
from newel.protocol import FILE, Measure, Outcome, Protocol, Question, ServiceUse


def instrument_faults(protocol: Protocol, instruments: Mapping[str, Instrument]) -> list[Fault]:
    """Return every contradiction between a protocol and the instruments of its study."""
    groups = [group.id for group in protocol.groups]
    faults = [fault for instrument in instruments.values() for fault in _respondents(instrument, groups)]
    for measure in protocol.measures:
        faults += _unknown(f"measures, {measure.id}, instruments", measure.instruments, instruments)
        faults += _voices(measure, instruments)
    for question in protocol.questions:
        faults += _question(protocol, question, instruments)
    for outcome in protocol.outcomes:
        faults += _outcome(outcome, instruments)
    if protocol.impact is not None:
        for key in ("adjust_for", "composition"):
            faults += _adjustments(f"impact, {key}", getattr(protocol.impact, key), instruments)
    if protocol.economics is not None and protocol.economics.service_use is not None:
        faults += _counts(protocol.economics.service_use, instruments)
    return faults


def _respondents(instrument: Instrument, groups: list[str]) -> Iterator[Fault]:
    for group in instrument.respondents:
        if group not in groups:
            yield Fault(
                f"{instrument.id}.toml",
                "respondents",
                f"`{group}`",
                f"groups of the protocol: {', '.join(groups)}",
                _nearest(group, groups) or f"Declare the group in [[groups]] of {FILE}, or remove it here.",
            )


def _voices(measure: Measure, instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    for name in measure.instruments:
        respondents = instruments[name].respondents if name in instruments else measure.voices
        for voice in measure.voices:
            if voice not in respondents:
                yield Fault(
                    FILE,
                    f"measures, {measure.id}, voices",
                    f"`{voice}`",
                    f"the respondents of {name}: {', '.join(respondents)}",
                    f"Remove the voice, or add it to `respondents` in {name}.toml if the form is fit for that group.",
                )


def _question(protocol: Protocol, question: Question, instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    """A question may narrow its analysis to some instruments, of one group: those have to be put to that group."""
    named, group = question.options.get("instruments", []), question.options.get("group")
    place = f"questions, {question.id}, options, instruments"
    if not isinstance(named, list):
        return
    yield from _unknown(place, named, instruments)
    asked = {name for wave in protocol.waves for name in protocol.instruments_for(str(group), wave.id)}
    for name in named:
        if group is not None and name in instruments and name not in asked:
            yield Fault(
                FILE,
                place,
                f"`{name}`, which no measure puts to `{group}`",
                f"one of {', '.join(sorted(asked)) or 'none: this group is asked nothing'}",
                f"Add {name} to a measure with the voice `{group}`, or leave it out of the question.",
            )


def _outcome(outcome: Outcome, instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    """An outcome names a scale that its group is asked."""
    instrument = instruments.get(outcome.instrument)
    if outcome.scale is None:
        return
    place = f"outcomes, {outcome.id}, scale"
    yield from _unknown(place, [outcome.instrument], instruments)
    asked = [] if instrument is None else [scale.id for scale in instrument.asked_of(str(outcome.group)).scales]
    if instrument is not None and outcome.scale_id not in asked:
        named = ", ".join(f"{instrument.id}.{scale}" for scale in asked) or "a scale; the instrument has none for them"
        nearest = _nearest(outcome.scale_id, asked) or "Name one of these."
        yield Fault(FILE, place, f"`{outcome.scale}`", f"a scale that `{outcome.group}` is asked: {named}", nearest)


def _adjustments(place: str, names: Iterable[str], instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    """What a model adjusts for is an item of an instrument, where it is not a word of Newel's own."""
    for name in names:
        instrument, _, item = name.partition(".")
        if item:
            yield from _unknown(place, [instrument], instruments)
            items = [known.id for known in instruments[instrument].items] if instrument in instruments else [item]
            if item not in items:
                nearest = _nearest(item, items) or f"Name an item of {instrument}.toml."
                yield Fault(FILE, place, f"`{name}`", f"an item of {instrument}: {', '.join(items)}", nearest)


def _counts(use: ServiceUse, instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    """What is counted is an item of an instrument that its group is asked, and takes a number."""
    for counted in use.counts:
        place, instrument = f"economics, service_use, counts, {counted.item}", instruments.get(counted.instrument)
        yield from _unknown(place, [counted.instrument], instruments)
        if instrument is None:
            continue
        items = {item.id: item for item in instrument.asked_of(use.group).items}
        item, takes = items.get(counted.item_id), [item.id for item in items.values() if item.options is None]
        if item is not None and item.options is None:
            continue
        found = f"`{counted.item}`" if item is None else f"`{counted.item}`, which is answered by a choice"
        named = ", ".join(f"{instrument.id}.{each}" for each in takes) or f"one; {instrument.id} has none"
        nearest = _nearest(counted.item_id, takes) or f"Name another, or add one to {instrument.id}.toml."
        yield Fault(FILE, place, found, f"an item that takes a number and `{use.group}` is asked: {named}", nearest)


def _unknown(place: str, names: Iterable[str], instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    known = sorted(instruments)
    for name in names:
        if name not in instruments:
            yield Fault(
                FILE,
                place,
                f"`{name}`",
                f"one of {', '.join(known)}" if known else "an instrument of this study; its folder holds none",
                _nearest(name, known) or f"Write instruments/{name}.toml, or remove the name.",
            )


def _nearest(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"Did you mean `{close[0]}`?" if close else ""
