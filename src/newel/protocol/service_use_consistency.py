"""Whether what people say of the services they had is asked of them, and in the same wave as the outcomes beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from newel.protocol.economics import ServiceUse
from newel.protocol.impact import Outcome
from newel.protocol.model import Protocol
from newel.protocol.problem import Place, Problem, undeclared

PLACE: Place = ("economics", "service_use")


def service_use_problems(protocol: Protocol, use: ServiceUse) -> Iterator[Problem]:
    """Yield every contradiction of the block, in the order of its keys."""
    groups = [group.id for group in protocol.groups]
    yield from undeclared((*PLACE, "group"), [use.group], groups, block="[[groups]]")
    if use.group in groups:
        yield from _effects(protocol, use)
        yield from _asked(protocol, use)
    yield from _repeated((*PLACE, "effects"), use.effects, "it would be set beside the costs twice")
    yield from _repeated((*PLACE, "counts"), (counted.item for counted in use.counts), "it would be paid for twice")


def _effects(protocol: Protocol, use: ServiceUse) -> Iterator[Problem]:
    """An effect is a scale that the same group answers, in a wave in which its services are asked too."""
    outcomes = {outcome.id: outcome for outcome in protocol.outcomes}
    place = (*PLACE, "effects")
    yield from undeclared(place, use.effects, outcomes, block="[[outcomes]]")
    for name in dict.fromkeys(use.effects):
        outcome = outcomes.get(name)
        if outcome is None:
            continue
        if not outcome.scale or outcome.group != use.group:
            answered = [one.id for one in protocol.outcomes if one.scale and one.group == use.group]
            found = f"`{name}`, {f'a scale of `{outcome.group}`' if outcome.scale else 'a count of the returns'}"
            expected = f"outcomes that `{use.group}` answers, so that both are of one person"
            remedy = f"Name one of {', '.join(answered)}." if answered else "Declare such an outcome in [[outcomes]]."
            yield Problem(place, found, expected, remedy)
        elif not _in_one_wave(protocol, use, outcome):
            found = f"`{name}`, in no wave in which the items of `counts` are all asked of `{use.group}`"
            expected = "at least one wave in which the same people are asked both"
            yield Problem(place, found, expected, "Put both in the same wave of [[measures]], or leave it out.")


def _in_one_wave(protocol: Protocol, use: ServiceUse, outcome: Outcome) -> bool:
    """Return whether a wave asks both. What is asked in no wave at all is a problem of `counts`, not of this."""
    wanted = {counted.instrument for counted in use.counts}
    by_wave = [set(protocol.instruments_for(use.group, wave.id)) for wave in protocol.waves]
    asked_at_all = set[str]().union(*by_wave)
    return not wanted <= asked_at_all or any(wanted | {outcome.instrument} <= asked for asked in by_wave)


def _asked(protocol: Protocol, use: ServiceUse) -> Iterator[Problem]:
    asked = {name for wave in protocol.waves for name in protocol.instruments_for(use.group, wave.id)}
    for index, counted in enumerate(use.counts):
        if counted.instrument not in asked:
            named = f"an item of {', '.join(sorted(asked))}" if asked else "an item; this group is asked nothing"
            yield Problem(
                (*PLACE, "counts", index, "item"),
                f"`{counted.item}`, which no measure puts to `{use.group}`",
                named,
                f"Add {counted.instrument} to a measure with the voice `{use.group}`, or name another item.",
            )


def _repeated(place: Place, names: Iterable[str], because: str) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(place, f"`{name}`, {times} times", f"each once: {because}", "Name it once.")
