"""Whether the block about observing agrees with itself and with the questions."""

from collections import Counter
from collections.abc import Iterator

from newel.protocol.model import Protocol
from newel.protocol.observing import ObservedItem
from newel.protocol.problem import Problem

ANALYSIS = "observed_meetings"


def observing_problems(protocol: Protocol) -> Iterator[Problem]:
    """Yield every contradiction of the block about observing, in the order of the file."""
    if protocol.observing is None:
        yield from _asked_without(protocol)
        return
    items = protocol.observing.items
    for name, times in Counter(item.id for item in items).items():
        if times > 1:
            found = f"{times} items with the id `{name}`"
            yield Problem(("observing", "items"), found, "one item an id", "Rename all but one of them.")
    for number, item in enumerate(items):
        yield from _kind(number, item)


def _kind(number: int, item: ObservedItem) -> Iterator[Problem]:
    place = ("observing", "items", number, "anchors")
    if item.timed and item.anchors:
        found = f"steps for `{item.id}`, which is timed"
        yield Problem(place, found, "steps or moments, not both", "Take the anchors away, or set timed to false.")
    if not item.timed and len(item.anchors) < 2:
        found = f"{len(item.anchors)} steps for `{item.id}`"
        yield Problem(place, found, "at least 2", "Write what each step looks like, or set timed to true.")


def _asked_without(protocol: Protocol) -> Iterator[Problem]:
    for index, question in enumerate(protocol.questions):
        if question.analysis == ANALYSIS:
            yield Problem(
                ("questions", index, "analysis"),
                f"`{ANALYSIS}`, in a protocol that does not say what is looked for",
                "a block [observing]",
                "Add the block [observing], or remove the question.",
            )
