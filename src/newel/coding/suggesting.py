"""Suggests codes for a passage from the passages nearest to it that were coded before, and quotes those as evidence."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from newel.coding.codebook import Codebook
from newel.coding.embedding import Embed, Points
from newel.coding.project import Coding, Layer, Source
from newel.coding.searching import folded
from newel.faults import Refused

NEIGHBOURS = 30
"""How many of the nearest passages have a say."""
STEM = 5
"""Words that begin with the same letters, this many, count as near."""
ENOUGH_SOURCES = 2
FEW_NEIGHBOURS = 15
"""The same where meanings are compared: nearness falls more slowly there, so fewer have a say."""
MOST_LEARNED = 400
"""Passages that meanings are learned from: each goes through the model once, some ten milliseconds."""


@dataclass(frozen=True)
class Evidence:
    """A passage that was coded before, and how near it is to the one in hand: 1 is the same words."""

    code: str
    coding: str
    source: str
    quote: str
    nearness: float


@dataclass(frozen=True)
class CodeSuggestion:
    """A code that passages like this one have, with the nearest of them, nearest first."""

    code: str
    score: float
    evidence: tuple[Evidence, ...]


class Suggester(Protocol):
    """Suggests codes. It decides nothing: a person accepts or refuses each."""

    def suggest(self, passage: str, *, many: int = 5) -> tuple[CodeSuggestion, ...]:
        """Return up to `many` codes, the likeliest first; none where nothing coded has a word in common."""
        ...


def tfidf_suggester(
    sources: Sequence[Source], codings: Iterable[Coding], *, layer: Layer, codebook: Codebook | None = None
) -> Suggester:
    """Return a suggester that compares words, rare ones counting more.

    `layer` is the layer it is to help with. With a codebook, retired codes are not suggested; the code that took their
    codings is. Raises Refused in a blind layer, whose coder must not be led, and before two sources are coded.
    """
    return _TfIdf.of(_may_learn_from(sources, codings, layer=layer, codebook=codebook))


def nearest_suggester(
    sources: Sequence[Source],
    codings: Iterable[Coding],
    *,
    layer: Layer,
    embed: Embed,
    codebook: Codebook | None = None,
) -> Suggester:
    """Return a suggester that compares what is said, whatever the words: `embed` turns passages into points.

    Take `embed` from `embedding.sentence_model`. Of many passages only the latest are learned from, because each has to
    go through the model once. Raises Refused as `tfidf_suggester` does.
    """
    passages = _may_learn_from(sources, codings, layer=layer, codebook=codebook)[-MOST_LEARNED:]
    return _Nearest(passages, embed([passage.quote for passage in passages]), embed)


def _may_learn_from(
    sources: Sequence[Source], codings: Iterable[Coding], *, layer: Layer, codebook: Codebook | None
) -> list["_Passage"]:
    if layer.blind:
        raise Refused.because(
            "coding",
            f"layer {layer.id}",
            found="a blind layer",
            expected="a layer that is not blind: a suggestion would lead the coder",
            remedy="Code this round without suggestions.",
        )
    passages = _passages(sources, codings, codebook)
    coded = {passage.source for passage in passages}
    if len(coded) < ENOUGH_SOURCES:
        raise Refused.because(
            "coding",
            f"layer {layer.id}",
            found=f"{len(coded)} coded sources",
            expected=f"at least {ENOUGH_SOURCES}, so that the evidence is not one person's way of speaking",
            remedy="Code more sources first.",
        )
    return passages


@dataclass(frozen=True)
class _Passage:
    """A passage as it was coded, with every code on it."""

    source: str
    quote: str
    codes: tuple[tuple[str, str], ...]
    """(id of the code, id of the coding)."""


@dataclass(frozen=True)
class _TfIdf:
    passages: list[_Passage]
    places: dict[str, int]
    weights: NDArray[np.float64]
    matrix: csr_array

    @classmethod
    def of(cls, passages: list[_Passage]) -> "_TfIdf":
        counts = [Counter(_features(passage.quote)) for passage in passages]
        within: Counter[str] = Counter()
        for count in counts:
            within.update(count.keys())
        places = {feature: number for number, feature in enumerate(sorted(within))}
        shares = np.array([within[feature] for feature in places], dtype=float)
        weights = np.log((1 + len(passages)) / (1 + shares)) + 1
        rows = [_weighed(count, places, weights) for count in counts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([columns for columns, _ in rows])
        values = np.concatenate([values for _, values in rows])
        matrix = csr_array((values, columns, ends), shape=(len(passages), len(places)))
        return cls(passages, places, weights, matrix)

    def suggest(self, passage: str, *, many: int = 5) -> tuple[CodeSuggestion, ...]:
        """Return the codes of the nearest passages, each weighed by how near it is."""
        columns, values = _weighed(Counter(_features(passage)), self.places, self.weights)
        wanted = np.zeros(len(self.places))
        wanted[columns] = values
        nearness = self.matrix @ wanted
        nearest = np.argsort(-nearness, kind="stable")[:NEIGHBOURS]
        return _ranked([(self.passages[at], float(nearness[at])) for at in nearest if nearness[at] > 0])[:many]


@dataclass(frozen=True)
class _Nearest:
    passages: list[_Passage]
    points: Points
    embed: Embed

    def suggest(self, passage: str, *, many: int = 5) -> tuple[CodeSuggestion, ...]:
        """Return the codes of the nearest passages, each weighed by how near it is."""
        nearness = self.points @ self.embed([passage])[0]
        nearest = np.argsort(-nearness, kind="stable")[:FEW_NEIGHBOURS]
        return _ranked([(self.passages[at], float(nearness[at])) for at in nearest if nearness[at] > 0])[:many]


def _passages(sources: Sequence[Source], codings: Iterable[Coding], codebook: Codebook | None) -> list[_Passage]:
    texts = {source.id: source for source in sources}
    found: defaultdict[tuple[str, int, int], dict[str, str]] = defaultdict(dict)
    for coding in codings:
        code = _code_in_use(coding.code, codebook)
        source = texts.get(coding.source)
        if code is not None and source is not None and source.version == coding.version:
            found[coding.source, coding.start, coding.end].setdefault(code, coding.id)
    quoted = ((key, texts[key[0]].text[key[1] : key[2]], codes) for key, codes in found.items())
    return [_Passage(key[0], quote, tuple(codes.items())) for key, quote, codes in quoted if any(_features(quote))]


def _code_in_use(code: str, codebook: Codebook | None) -> str | None:
    """Follow merges to a code in use; None for one that was retired for good."""
    while codebook is not None and codebook.code(code).retired:
        code = codebook.code(code).merged_into
        if not code:
            return None
    return code


def _features(text: str) -> Iterator[str]:
    """Yield the words of a text, and for longer ones how they begin, so that `formulated` is near `formulation`."""
    for word in re.findall(r"\w+", folded(text)[0]):
        yield word
        if len(word) > STEM:
            yield f"{word[:STEM]}*"


def _weighed(
    count: Counter[str], places: dict[str, int], weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the columns and weights of known features, of length 1 together."""
    known = {places[feature]: number for feature, number in count.items() if feature in places}
    columns = np.fromiter(known.keys(), dtype=np.int64, count=len(known))
    values = (1 + np.log(np.fromiter(known.values(), dtype=float, count=len(known)))) * weights[columns]
    length = float(np.sqrt(values @ values))
    return columns, values / length if length else values


def _ranked(neighbours: list[tuple[_Passage, float]]) -> tuple[CodeSuggestion, ...]:
    evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
    for passage, nearness in neighbours:
        for code, coding in passage.codes:
            evidence[code].append(Evidence(code, coding, passage.source, passage.quote, nearness))
    found = (CodeSuggestion(code, sum(e.nearness for e in each), tuple(each[:3])) for code, each in evidence.items())
    return tuple(sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.code)))
