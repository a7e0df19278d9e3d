"""Whether the parts of an instrument agree: every name that is used is declared, every score can be reached."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf
from typing import get_args

from newel.instruments.model import Example, Instrument, Item, MissingCode, Scale
from newel.protocol.problem import Place, Problem

REASONS: tuple[str, ...] = get_args(MissingCode)


def problems(instrument: Instrument) -> list[Problem]:
    """Return every contradiction, in the order of the file.

    Only where items and options are sound are scales and examples looked at, because those are read through them.
    """
    unsound = [*_shelf(instrument), *_repeated(instrument), *_items(instrument)]
    if unsound:
        return unsound
    scales = [problem for index, scale in enumerate(instrument.scales) for problem in _scale(instrument, index, scale)]
    return scales or [
        problem for index, example in enumerate(instrument.examples) for problem in _example(instrument, index, example)
    ]


def _shelf(instrument: Instrument) -> Iterator[Problem]:
    """Yield at most one problem: wording that may not be here, or wording that should be and is not."""
    shelf = instrument.licence.shelf
    silent = [index for index, item in enumerate(instrument.items) if not item.text]
    worded = [
        index for index, item in enumerate(instrument.items) if item.text or item.lowest_label or item.highest_label
    ]
    if shelf == "key" and worded:
        remedy = "Remove the text: its owner has not licensed it here."
        yield Problem(("items", worded[0]), "wording on the key shelf", "numbered slots only", remedy)
    if shelf == "green" and silent:
        remedy = "Add the text, or use the key shelf."
        yield Problem(("items", silent[0]), "no text", "text for every item on the green shelf", remedy)
    if shelf == "pack" and silent and worded:
        remedy = "Take the whole text from the pack, or none of it."
        yield Problem(
            ("items", silent[0]), "no text, while other items have it", "the text of every item, or of none", remedy
        )


def _repeated(instrument: Instrument) -> Iterator[Problem]:
    lists: dict[Place, list[str]] = {
        ("option_sets",): [options.id for options in instrument.option_sets],
        ("items",): [item.id for item in instrument.items],
        ("scales",): [scale.id for scale in instrument.scales],
    }
    for index, options in enumerate(instrument.option_sets):
        lists["option_sets", index, "options"] = [str(option.code) for option in options.options]
    for place, names in lists.items():
        for name, count in Counter(names).items():
            if count > 1:
                last = len(names) - 1 - names[::-1].index(name)
                remedy = "Give one of them another name or code."
                yield Problem((*place, last), f"`{name}`, {count} times", "each once", remedy)


def _items(instrument: Instrument) -> Iterator[Problem]:
    sets = [options.id for options in instrument.option_sets]
    for index, item in enumerate(instrument.items):
        if item.options is not None:
            yield from _declared(("items", index, "options"), [item.options], sets)
        elif not item.number and (item.lowest is None or item.highest is None):
            yield Problem(
                ("items", index),
                "neither options nor a range",
                "`options`, `lowest` and `highest`, or `number = true`",
                "Add one of them.",
            )
        if item.whole and not item.number:
            remedy = "Add `number = true`, or remove `whole`: a range without it takes whole numbers anyway."
            yield Problem(("items", index, "whole"), "`whole` without `number`", "`number = true` beside it", remedy)
        if item.lowest is not None and item.highest is not None and item.highest <= item.lowest:
            expected = f"more than `lowest`, {item.lowest}"
            yield Problem(("items", index, "highest"), str(item.highest), expected, "Mend one of the two.")


def _scale(instrument: Instrument, index: int, scale: Scale) -> Iterator[Problem]:
    names = [item.id for item in instrument.items]
    unknown = [
        *_declared(("scales", index, "items"), scale.items, names),
        *_declared(("scales", index, "reversed"), scale.reversed, list(scale.items)),
        *_declared(("scales", index, "respondents"), scale.respondents, list(instrument.respondents)),
    ]
    yield from unknown
    if scale.minimum_answered > len(scale.items):
        yield Problem(
            ("scales", index, "minimum_answered"),
            str(scale.minimum_answered),
            f"at most {len(scale.items)}, the number of its items",
            "Lower it.",
        )
    if not unknown:
        yield from _reach(instrument, index, scale)


def _reach(instrument: Instrument, index: int, scale: Scale) -> Iterator[Problem]:
    """Compare the stated range of a score with the range its items give."""
    items = [instrument.item(name) for name in scale.items]
    endless = [item.id for item in items if instrument.is_unbounded(item)]
    if endless:
        if set(endless) & set(scale.reversed):
            yield Problem(
                ("scales", index, "reversed"),
                f"item {endless[0]}, which takes any number",
                "an item with a lowest and a highest answer, which can be turned round",
                "Give the item `lowest` and `highest`, or do not reverse it.",
            )
        return
    lows, highs = zip(*(instrument.range_of(item) for item in items), strict=True)
    share = len(items) if scale.rule == "mean" else 1
    ends = (("lowest", scale.lowest, sum(lows) / share), ("highest", scale.highest, sum(highs) / share))
    for key, stated, reached in ends:
        if abs(stated - reached) > 1e-9:
            yield Problem(
                ("scales", index, key),
                f"{stated:g}",
                f"{reached:g}, the {key} {scale.rule} its items can give",
                "Correct the number, or the items and the rule.",
            )


def _example(instrument: Instrument, index: int, example: Example) -> Iterator[Problem]:
    place: Place = ("examples", index)
    names, scales = [item.id for item in instrument.items], [scale.id for scale in instrument.scales]
    unknown = [*_declared(place, example.answers, names), *_declared(place, example.scores, scales)]
    yield from unknown
    if unknown:
        return
    for name, answer in example.answers.items():
        if not _possible(instrument, instrument.item(name), answer):
            yield Problem(
                place,
                f"{name} = {answer!r}",
                f"an answer of this item, or a reason: {', '.join(REASONS)}",
                "Write the code of one of its options, or the reason there is no answer.",
            )


def _possible(instrument: Instrument, item: Item, answer: float | str) -> bool:
    if isinstance(answer, str):
        return answer in REASONS
    if item.options is not None:
        return answer in [option.code for option in instrument.options_of(item) if option.missing is None]
    low, high = (-inf, inf) if instrument.is_unbounded(item) else instrument.range_of(item)
    return low <= answer <= high and ((item.number and not item.whole) or answer == int(answer))


def _declared(place: Place, used: Iterable[str], declared: list[str]) -> Iterator[Problem]:
    for value in used:
        if value not in declared:
            yield Problem(place, f"`{value}`", f"one of {', '.join(declared)}", "Correct the spelling, or declare it.")
