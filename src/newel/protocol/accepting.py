"""Which effects a protocol accepts money to be held against, and how much of it."""

from newel.protocol.economics import QALY, Effect
from newel.protocol.model import Protocol


def accepted_effects(protocol: Protocol) -> tuple[Effect, ...]:
    """Return the declared effects, then what thresholds are paid for beyond them: an outcome, or `qaly`."""
    header = protocol.economics
    if header is None:
        return ()
    declared = {effect.id: effect for effect in header.effects}
    labels = {outcome.id: f"Point of {outcome.label.lower()}" for outcome in protocol.outcomes if outcome.scale}
    labels[QALY] = "Quality-adjusted life year"
    for threshold in header.thresholds:
        if threshold.per not in declared and threshold.per in labels:
            name = threshold.per
            declared[name] = Effect(id=name, label=labels[name], of=name, source=threshold.source)
    return tuple(declared.values())


def thresholds_of(protocol: Protocol, effect: Effect) -> tuple[float, ...]:
    """Return what a unit of an effect may cost, rising, in the currency and price year of the economic header."""
    header = protocol.economics
    return tuple(each.amount for each in header.thresholds if each.per == effect.id) if header else ()
