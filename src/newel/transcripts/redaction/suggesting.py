"""Suggests what to redact in a text, every way of looking put together; nothing is changed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from newel.transcripts.redaction.capitals import by_capital
from newel.transcripts.redaction.deductive import by_deduction
from newel.transcripts.redaction.labels import by_label
from newel.transcripts.redaction.recognisers import by_pattern
from newel.transcripts.redaction.replacing import Replacements
from newel.transcripts.redaction.rostering import on_roster
from newel.transcripts.redaction.suggestion import Finder, Found, Roster, Suggestion
from newel.transcripts.speakers import is_role, labels

_REPLACED = r"\[(?:name|place|unit|organisation|date|number|contact|address)(?: \d+)?\]"
_CODE = re.compile(r"\d|^\[.*\]$")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_NOBODY = Roster()
_SIGNS = " \t\n.,;:!?\"“”'\u2018\u2019()*_"


def suggest(
    text: str,
    *,
    roster: Roster = _NOBODY,
    finder: Finder | None = None,
    known: Mapping[str, str] | None = None,
) -> tuple[Suggestion, ...]:
    """Return what a person should look at in a text, in order.

    `known` is the project's mapping of identifiers to replacements, so that a person keeps one replacement in all its
    sources; `identifiers` says what to add to it. Suggestions with a replacement do not overlap each other; one without
    is a flag for what may give a person away by deduction, and may lie across the others.
    """
    sure = [*on_roster(text, roster), *by_pattern(text), *by_label(text)]
    found = [*sure, *(finder(text) if finder else ()), *by_capital(text)]
    replacements = Replacements(known or {}, roster)
    settled = _settled(text, {*(known or {}).values(), *(stands for _, stands in roster.stands_for)})
    named = [_suggestion(text, group, replacements) for group in _together(_open(text, found, settled))]
    flags = [Suggestion(each.start, each.end, each.kind, (each.because,), None) for each in by_deduction(text)]
    return tuple(sorted([*named, *flags], key=lambda each: (each.start, each.end)))


def _settled(text: str, stands: Iterable[str]) -> list[tuple[int, int]]:
    """Return where nothing is to be suggested: at replacements, ours or the study's, and at labels that are roles.

    A replacement that could be somebody's own name is none of these: it is better looked at twice than missed.
    """
    codes = {each for each in stands if _CODE.search(each) and not re.fullmatch(_REPLACED, each)}
    patterns = [_REPLACED, *(rf"(?<!\w){re.escape(code)}(?!\w)" for code in sorted(codes))]
    spans = [match.span() for pattern in patterns for match in re.finditer(pattern, text)]
    return sorted({*spans, *((label.start, label.end) for label in labels(text) if is_role(label.name))})


def _open(text: str, found: Iterable[Found], settled: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Yield what is left of each finding outside what is settled, without the blanks and signs around it."""
    starts = [first for first, _ in settled]
    for each in found:
        start = each.start
        near = settled[max(bisect_right(starts, start) - 1, 0) : bisect_left(starts, each.end)]
        for first, last in [*near, (each.end, each.end)]:
            if last >= start:
                yield from _bare(text, replace(each, start=start, end=max(start, min(first, each.end))))
                start = max(start, min(last, each.end))


def _bare(text: str, found: Found) -> Iterator[Found]:
    words = text[found.start : found.end]
    start = found.start + len(words) - len(words.lstrip(_SIGNS))
    end = found.start + len(_POSSESSIVE.sub("", words.rstrip(_SIGNS)))
    if start < end:
        yield replace(found, start=start, end=end)


def _together(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Yield groups of what overlaps. Within a group the surest comes first, as `found` has it."""
    ranked = list(enumerate(found))
    group: list[tuple[int, Found]] = []
    end = 0
    for place, each in sorted(ranked, key=lambda item: (item[1].start, item[1].end)):
        if group and each.start >= end:
            yield [one for _, one in sorted(group, key=lambda item: item[0])]
            group = []
        group.append((place, each))
        end = max(end, each.end) if len(group) > 1 else each.end
    if group:
        yield [one for _, one in sorted(group, key=lambda item: item[0])]


def _suggestion(text: str, group: Sequence[Found], replacements: Replacements) -> Suggestion:
    start, end = min(each.start for each in group), max(each.end for each in group)
    kind = group[0].kind
    reasons = tuple(dict.fromkeys(each.because for each in group))
    return Suggestion(start, end, kind, reasons, replacements.of(kind, text[start:end]))
