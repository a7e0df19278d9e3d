"""Draws what is said in rehearsed sessions: turns that carry planted codes, and names that somebody lets slip."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

import numpy as np
import polars as pl

from newel.rehearsal.plan import Plan, pseudonym
from newel.rehearsal.sentences import KINDS, LET_SLIP, QUESTIONS, SLOTS, SMALL_TALK
from newel.rehearsal.word_truths import CodeTruth
from newel.rehearsal.words import INTERVIEWER, PlantedIdentifier, RehearsedSource, RehearsedTurn

_SLOT = re.compile(r"\{(\w+)\}")
_INTERVIEWER = "Interviewer"
LEAST_TURNS, GROUP_TURNS = 6, 1.6
"""The fewest turns of an interview, and how many times longer a focus group is."""
COMES_UP_TWICE = 2
"""A code that comes up in a source does so in two turns at least, so that one slip of a coder does not lose it."""
SIGNED_OFF_AFTER = (10, 45)
"""Days from a session to the signing off of its redaction."""


def draw_sources(plan: Plan, sessions: pl.DataFrame, rng: np.random.Generator) -> Iterator[RehearsedSource]:
    """Yield one source a session, in the sessions' order."""
    for session in sessions.iter_rows(named=True):
        yield _source(plan, session, rng)


def _source(plan: Plan, session: Mapping[str, Any], rng: np.random.Generator) -> RehearsedSource:
    script = _Script(rng)
    label, group = plan.protocol.group(session["group"]).label, session["group"]
    planted = _planted(plan, session, rng)
    slips = rng.multinomial(rng.poisson(plan.truths.words.slips), [1 / len(planted)] * len(planted))
    speakers = _speakers(session, label, rng=rng, turns=len(planted))
    for speaker, codes, slipped in zip(speakers, planted, slips, strict=True):
        script.turn(_INTERVIEWER, INTERVIEWER, [("", _one(QUESTIONS, rng))])
        script.turn(speaker, group, _said(plan, group, codes, slipped=int(slipped), rng=rng))
    what = "Interview" if session["kind"] == "interview" else "Focus group"
    return RehearsedSource(
        record=_record(plan, session, script.text, rng=rng),
        title=f"Synthetic {what.lower()}: {label.lower()}, {session['session_id']}",
        transcribed=script.transcribed,
        text=script.text,
        identifiers=tuple(script.identifiers),
        turns=tuple(script.turns),
    )


def _planted(plan: Plan, session: Mapping[str, Any], rng: np.random.Generator) -> list[list[str]]:
    """Return the codes of each turn of those who are asked."""
    truth = plan.truths.words
    longer = GROUP_TURNS if session["kind"] == "focus_group" else 1.0
    number = max(LEAST_TURNS, round(float(rng.normal(truth.turns, truth.turns * truth.turn_spread)) * longer))
    codes: list[list[str]] = [[] for _ in range(number)]
    for name, code in truth.codes.items():
        comes_up = rng.random() < share_of_sources(plan, code, session)
        held = min(number, max(COMES_UP_TWICE, int(rng.binomial(number, code.turns))))
        for turn in sorted(rng.permutation(number)[:held]) if comes_up else ():
            codes[turn].append(name)
    return codes


def share_of_sources(plan: Plan, code: CodeTruth, session: Mapping[str, Any]) -> float:
    """Return the chance that a code comes up in a session of this group, wave and type of site."""
    kind = plan.protocol.site(session["site_id"]).type
    gain = code.wave_gain.get(session["wave"], 0.0) + code.type_gain.get(kind, 0.0)
    return min(max(code.sources.get(session["group"], 0.0) + gain * (session["group"] in code.sources), 0.0), 1.0)


def _speakers(session: Mapping[str, Any], label: str, *, turns: int, rng: np.random.Generator) -> list[str]:
    if session["kind"] == "interview":
        return [label] * turns
    return [f"{label} {chr(ord('A') + int(person))}" for person in rng.integers(0, session["people"], turns)]


def _said(
    plan: Plan, group: str, codes: Sequence[str], *, slipped: int, rng: np.random.Generator
) -> list[tuple[str, str]]:
    """Return the sentences of one turn, each with the code it carries; small talk carries none."""
    planted = plan.truths.words.codes
    said = [(code, _one(planted[code].says[group], rng)) for code in codes]
    said += [("", _one(LET_SLIP, rng)) for _ in range(slipped)]
    said += [("", _one(SMALL_TALK, rng)) for _ in range(int(rng.integers(1, 3)))]
    return [said[place] for place in rng.permutation(len(said))]


def _one(texts: Sequence[str], rng: np.random.Generator) -> str:
    return texts[int(rng.integers(len(texts)))]


def _record(plan: Plan, session: Mapping[str, Any], text: str, *, rng: np.random.Generator) -> dict[str, Any]:
    alone = session["kind"] == "interview"
    return {
        "source_id": session["session_id"].replace("session", "source"),
        "session_id": session["session_id"],
        "observation_id": None,
        "site_id": session["site_id"],
        "wave": session["wave"],
        "group": session["group"],
        "kind": session["kind"],
        "case_id": pseudonym(rng) if alone else None,
        "held_on": session["held_on"],
        "words": len(text.split()),
        "version": 2,
        "text_sha256": sha256(text.encode()).hexdigest(),
        "redacted_on": session["held_on"] + timedelta(days=int(rng.integers(*SIGNED_OFF_AFTER))),
        "may_be_coded": True,
        "may_be_quoted": bool(rng.random() < plan.truths.words.may_be_quoted),
    }


@dataclass
class _Script:
    """A transcript that is being written twice at once: as it was spoken, and with everything that tells redacted."""

    rng: np.random.Generator
    identifiers: list[PlantedIdentifier] = field(default_factory=list)
    turns: list[RehearsedTurn] = field(default_factory=list)
    transcribed: str = ""
    text: str = ""

    def turn(self, speaker: str, role: str, said: Sequence[tuple[str, str]]) -> None:
        """Write a turn of (code, sentence) pairs below the last one."""
        self._write(("\n\n" if self.text else "") + f"{speaker}: ")
        start = len(self.text)
        passages: dict[str, tuple[int, int]] = {}
        for place, (code, sentence) in enumerate(said):
            self._write(" " if place else "")
            began = len(self.text)
            self._sentence(sentence)
            passages |= {code: (began, len(self.text))} if code else {}
        self.turns.append(RehearsedTurn(len(self.turns) + 1, role, start, len(self.text), passages))

    def _sentence(self, sentence: str) -> None:
        for place, part in enumerate(_SLOT.split(sentence)):
            if place % 2:
                self._identifier(part)
            else:
                self._write(part)

    def _identifier(self, slot: str) -> None:
        words, replacement = _one(SLOTS[slot], self.rng), f"[{KINDS[slot]}]"
        start = len(self.transcribed)
        self.identifiers.append(PlantedIdentifier(start, start + len(words), KINDS[slot], words, replacement))
        self.transcribed += words
        self.text += replacement

    def _write(self, words: str) -> None:
        self.transcribed += words
        self.text += words
