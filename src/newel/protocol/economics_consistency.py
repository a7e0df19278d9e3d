"""Whether the economic header agrees with itself and with the rest of the protocol."""

from collections import Counter
from collections.abc import Iterator

from newel.protocol.economics import PREVENTABLE, QALY, Economics
from newel.protocol.further_study_consistency import further_study_problems
from newel.protocol.long_run_consistency import long_run_problems
from newel.protocol.model import Protocol
from newel.protocol.problem import Problem, undeclared
from newel.protocol.service_use_consistency import service_use_problems


def economics_problems(protocol: Protocol) -> Iterator[Problem]:
    """Yield every contradiction of the economic header, in the order of the file."""
    header = protocol.economics
    if header is None:
        return
    yield from _perspectives(header)
    yield from _rates(header)
    yield from _thresholds(protocol, header)
    yield from _effects(protocol, header)
    yield from _scenarios(header)
    yield from further_study_problems(protocol, header.further_studies)
    if header.service_use is not None:
        yield from service_use_problems(protocol, header.service_use)
    if header.long_run is not None:
        yield from long_run_problems(header.long_run)
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
    known = [QALY, *(effect.id for effect in header.effects), *(outcome.id for outcome in protocol.outcomes)]
    before: dict[str, float] = {}
    for index, threshold in enumerate(header.thresholds):
        place = ("economics", "thresholds", index)
        yield from undeclared((*place, "per"), [threshold.per], known, block="[[economics.effects]]")
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


def _effects(protocol: Protocol, header: Economics) -> Iterator[Problem]:
    known = [*PREVENTABLE, QALY, *(outcome.id for outcome in protocol.outcomes if outcome.scale)]
    paid_for = {threshold.per for threshold in header.thresholds}
    for index, effect in enumerate(header.effects):
        place = ("economics", "effects", index)
        yield from undeclared((*place, "of"), [effect.of], known, block="[[outcomes]]")
        if effect.id in [other.id for other in header.effects[:index]]:
            yield Problem((*place, "id"), f"`{effect.id}` again", "each id once", "Give one of the two another id.")
        if effect.id in known and effect.id != effect.of:
            expected = f"an id of its own: `{effect.id}` is a count or an outcome of the protocol"
            yield Problem((*place, "id"), f"`{effect.id}`, an effect of `{effect.of}`", expected, "Rename the effect.")
        if effect.id not in paid_for:
            remedy = f'Add [[economics.thresholds]] with per = "{effect.id}", an amount and its source, or remove it.'
            yield Problem((*place, "id"), f"`{effect.id}`, without a threshold", "what it may cost", remedy)
        if effect.counts_savings and effect.of not in PREVENTABLE:
            expected = "savings of incidents only: nothing else has a unit cost"
            yield Problem((*place, "counts_savings"), f"savings of `{effect.of}`", expected, "Remove the key.")


def _scenarios(header: Economics) -> Iterator[Problem]:
    for index, scenario in enumerate(header.scenarios):
        place = ("economics", "scenarios", index)
        if scenario.id in [other.id for other in header.scenarios[:index]]:
            yield Problem((*place, "id"), f"`{scenario.id}` again", "each id once", "Give one of the two another id.")
        if not any(scenario.uptake):
            remedy = "Give the share of places of each year, for example [0.5, 1.0]."
            yield Problem((*place, "uptake"), "nothing in every year", "a year in which somebody delivers", remedy)


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
    for index, effect in enumerate(header.effects):
        if effect.of == QALY:
            yield Problem(("economics", "effects", index, "of"), found, expected, remedy)
    for index, question in enumerate(protocol.questions):
        if question.strand == "economic" and question.options.get("effect") == QALY:
            yield Problem(("questions", index, "options"), found, expected, remedy)
