"""Draws the words of a rehearsal: sources, two coders, quotes that were chosen and summaries that were written."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from newel.coding import Codebook
from newel.protocol import Protocol
from newel.rehearsal import fieldwork
from newel.rehearsal.plan import Plan
from newel.rehearsal.speaking import draw_sources
from newel.rehearsal.streams import streams
from newel.rehearsal.truths import Truths
from newel.rehearsal.two_coders import code_sources
from newel.rehearsal.words import RehearsedSource, RehearsedTurn, RehearsedWords

CHOSEN_BY, CHECKED_BY = "coder-1", "coder-2"
CHECKED = 0.9
"""Share of the quotes that a second person has read."""


def rehearse_words(protocol: Protocol, truths: Truths, *, seed: int) -> RehearsedWords:
    """Draw the words of the very sessions that `rehearse` draws with this seed."""
    drawn, plan = streams(seed), Plan(protocol, {}, truths)
    return draw_words(plan, fieldwork.draw(plan, drawn["fieldwork"])["session"], drawn["words"])


def draw_words(plan: Plan, sessions: pl.DataFrame, rng: np.random.Generator) -> RehearsedWords:
    """Return the words of these sessions; none where the protocol says nothing of coding or no codebook is planted."""
    rules, codebook = plan.protocol.coding, plan.truths.codebook
    if rules is None or codebook is None or sessions.is_empty():
        return RehearsedWords()
    sources = tuple(draw_sources(plan, sessions, rng))
    coded = code_sources(plan.truths.words, sources, share=rules.coded_twice, rng=rng)
    return RehearsedWords(
        sources=sources,
        codebook=codebook,
        layers=coded.layers,
        codings=coded.codings,
        locked_on=plan.protocol.study.ends,
        quotes=tuple(_quotes(plan, codebook, sources, rng=rng)),
        matrix_cells=tuple(_summaries(codebook, sources, themes=rules.themes)),
    )


Said = tuple[RehearsedSource, RehearsedTurn, str]


def _quotes(
    plan: Plan, codebook: Codebook, sources: Sequence[RehearsedSource], *, rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Yield quotes of each theme, no two of one source before every source that speaks of it was quoted."""
    number = 0
    for theme in codebook.themes():
        said = _said(codebook, sources, theme.id)
        quotable = [each for each in said if each[0].record["may_be_quoted"]]
        for source, turn, code in _spread(quotable, rng)[: plan.truths.words.quotes_per_theme]:
            number += 1
            start, end = turn.passages[code]
            yield {
                "quote_id": f"quote-{number:03d}",
                "source_id": source.id,
                "code_id": code,
                "start": start,
                "end": end,
                "words": source.text[start:end],
                "chosen_by": CHOSEN_BY,
                "checked_by": CHECKED_BY if rng.random() < CHECKED else None,
            }


def _said(codebook: Codebook, sources: Sequence[RehearsedSource], theme: str) -> list[Said]:
    under = codebook.under(theme)
    return [
        (source, turn, code)
        for source in sources
        for turn in source.heard
        for code in turn.codes
        if code in under
    ]


def _spread(said: Sequence[Said], rng: np.random.Generator) -> list[Said]:
    """Return passages in an order drawn by chance, the first of each source before all others; no sentence twice."""
    seen: dict[str, int] = {}
    words: set[str] = set()
    ranked: list[tuple[int, int, Said]] = []
    for place in rng.permutation(len(said)):
        source, turn, code = said[place]
        start, end = turn.passages[code]
        if source.text[start:end] not in words:
            words.add(source.text[start:end])
            seen[source.id] = seen.get(source.id, 0) + 1
            ranked.append((seen[source.id], len(ranked), said[place]))
    return [each for *_, each in sorted(ranked, key=lambda ranks: ranks[:2])]


def _summaries(
    codebook: Codebook, sources: Sequence[RehearsedSource], *, themes: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield one summary a source and theme that is in it; an interview is summed up as its case."""
    for source in sources:
        for theme in themes:
            said = _said(codebook, [source], theme)
            if said:
                case = source.record["case_id"]
                yield {
                    "cell_id": f"{source.id}.{theme}",
                    "source_id": None if case else source.id,
                    "case_id": case,
                    "code_id": theme,
                    "summary": _summary(codebook, source, said),
                    "version": 1,
                    "pinned": None,
                }


def _summary(codebook: Codebook, source: RehearsedSource, said: Sequence[Said]) -> str:
    names = [_within(name) for name in dict.fromkeys(codebook.code(code).name for *_, code in said)]
    half = len(source.turns) / 2
    early = sum(turn.number <= half for _, turn, _ in said) / len(said)
    when = "mostly early on" if early > 2 / 3 else "mostly towards the end" if early < 1 / 3 else "throughout"
    named = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    return f"Synthetic: speaks of {named}, {when}."


def _within(name: str) -> str:
    """Return a name as it is written within a sentence."""
    return name[:1].lower() + name[1:]
