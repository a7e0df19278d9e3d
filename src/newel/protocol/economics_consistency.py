"""Whether the economic header agrees with itself and with the rest of the protocol."""

from collections import Counter
from collections.abc import Iterator

from newel.protocol.economics import Economics
from newel.protocol.model import Protocol
from newel.protocol.problem import Problem, undeclared

QALY = "qaly"
"""What a threshold is paid for, and what a question's option `effect` names, where profiles are valued."""


def economics_problems(protocol: Protocol) -> Iterator[Problem]:
    """Yield every contradiction of the economic header, in the order of the file."""
    header = protocol.economics
    if header is None:
        return
    yield from _perspectives(header)
    yield from _rates(header)
    yield from _thresholds(protocol, header)
    yield from _value_set(protocol, header)


def _perspectives(header: Economics) -> Iterator[Problem]:
    for name, times in Counter(header.perspectives).items():
        if times > 1:
            expected = "each perspective once: otherwise its costs would be added twice"
            yield Problem(("economics", "perspectives"), f"`{name}`, {times} times", expected, "Name it once.")


def _rates(header: Economics) -> Iterator[Problem]:
    for index, rates in enumerate(header.discounting):
        if rates.id in [other.id for other in header.discounting[:index]]:
            place = ("economics", "discounting", index, "id")
            yield Problem(place, f"`{rates.id}` again", "each id once", "Give one of the two another id.")


def _thresholds(protocol: Protocol, header: Economics) -> Iterator[Problem]:
    known = [QALY, *(outcome.id for outcome in protocol.outcomes)]
    before: dict[str, float] = {}
    for index, threshold in enumerate(header.thresholds):
        place = ("economics", "thresholds", index)
        yield from undeclared((*place, "per"), [threshold.per], known, block="[[outcomes]]")
        if threshold.amount <= before.get(threshold.per, 0.0):
            found = f"{threshold.amount:g} after {before[threshold.per]:g}"
            remedy = "Put the thresholds in rising order, each once."
            yield Problem((*place, "amount"), found, "more than the threshold before", remedy)
        before[threshold.per] = threshold.amount
    if header.thresholds and not header.comparator.strip():
        yield Problem(
            ("economics", "comparator"),
            "nothing, in a header with thresholds",
            "what delivery is compared with: without it there is no extra cost to hold against a threshold",
            "Say it in words, for example: the same sites before delivery began.",
        )


def _value_set(protocol: Protocol, header: Economics) -> Iterator[Problem]:
    if header.value_set == "none":
        yield from _valued_without_a_set(protocol, header)
        if header.adult_tariff_reason:
            yield Problem(
                ("economics", "adult_tariff_reason"),
                "a reason for an adult value set, where there is none",
                "no such key, or a value set",
                "Remove the key, or name the value set.",
            )


def _valued_without_a_set(protocol: Protocol, header: Economics) -> Iterator[Problem]:
    """Nobody invents a tariff: where there is no value set, nothing can be asked for per quality-adjusted life year."""
    found = "a quality-adjusted life year, where `value_set` is `none`"
    expected = "a value set with country, version and citation, or nothing that needs one"
    remedy = "Put the value set's file into costs/value_sets/ and name it in `value_set`, or remove this."
    for index, threshold in enumerate(header.thresholds):
        if threshold.per == QALY:
            yield Problem(("economics", "thresholds", index, "per"), found, expected, remedy)
    for index, question in enumerate(protocol.questions):
        if question.strand == "economic" and question.options.get("effect") == QALY:
            yield Problem(("questions", index, "options"), found, expected, remedy)
