"""Flags what may give a person away to somebody who knows them, though nobody is named: there is no word for it to put.

After Kaiser, Qualitative Health Research 2009;19:1632-1641, who calls it deductive disclosure.
"""

import re
from collections.abc import Iterator

from newel.transcripts.redaction.suggestion import Found

_CUES = {
    "a nickname": (
        r"nick-?name[ds]?|street name|known as|goes by|aka|"
        r"(?:they|everyone|everybody|people|staff|we|the lads) (?:all )?calls? (?:me|him|her|them)"
    ),
    "a mark on the body": (
        r"tattoo(?:s|ed)?|birth-?marks?|scars?|scarred|missing (?:a )?(?:finger|tooth|leg|arm)|glass eye|wheelchair|"
        r"stammer"
    ),
    "something that was public": (
        r"(?:in|on|all over) the (?:news|papers?|telly|radio)|in the news ?papers?|made the news|went viral|front page|"
        r"inquest|inquiry|head-?lines?"
    ),
    "something that happened once": (
        r"riot(?:s|ed)?|escap(?:e|ed|ing)|absconded|roof-?top|hostage|hunger strike|set fire|burn(?:t|ed) down|"
        r"murder(?:ed)?|manslaughter|stabb(?:ed|ing)|shooting|kidnap(?:ped|ping)?|died in|"
        r"killed (?:him|her|them)sel(?:f|ves)|hanged"
    ),
    "being the only or the first one": (
        r"the only (?:\w+ )?(?:girl|boy|one|lad|woman|man|person|nurse|officer|psychologist|teacher|kid|family)|"
        r"the (?:youngest|oldest|longest[- ]serving|first (?:one|girl|boy|person|woman|man))|twins?|triplets?"
    ),
    "a rare skill or past": (
        r"champion(?:ship)?s?|world record|signed (?:for|by|to)|academy player|asylum|refugee|trafficked|"
        r"deport(?:ed|ation)"
    ),
    "family in the same place": (
        r"(?:my|his|her) (?:brother|sister|cousin|dad|mum|uncle)(?: is| was|['\u2019]s) "
        r"(?:(?:in )?here|on (?:the|my) (?:unit|wing)|in (?:the )?same)"
    ),
}
_PATTERNS = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), f"{cue} may tell people who know them who it is")
    for cue, pattern in _CUES.items()
)
_STOPS = ".?!\n"
_LONGEST = 200


def by_deduction(text: str) -> Iterator[Found]:
    """Yield the sentences that hold such a cue, each once for each kind of cue."""
    for pattern, because in _PATTERNS:
        told = -1
        for match in pattern.finditer(text):
            if match.start() < told:
                continue
            start, told = _sentence(text, match.start(), match.end())
            yield Found(start, told, "deductive", because)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind(stop, max(0, start - _LONGEST), start) for stop in f"{_STOPS}:") + 1
    ends = [place for stop in _STOPS if (place := text.find(stop, end, end + _LONGEST)) >= 0]
    last = min(ends, default=min(len(text), end + _LONGEST))
    first = max(first, start - _LONGEST)
    return first + len(text[first:start]) - len(text[first:start].lstrip()), last
