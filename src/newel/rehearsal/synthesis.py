"""A few synthetic theories and topics, so that every status, bearing and judgement can be seen before there is any.

Every one of them says that it is made up. Nothing is read from the drawn records: which way a piece of evidence bears
is part of the example, so no finding about any real framework is in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from newel.protocol import Protocol
from newel.records.kinds import CONVERGENCE, THEORY, THEORY_EVIDENCE
from newel.synthesis import (
    Evidence,
    Judgement,
    Mechanism,
    Said,
    Step,
    Theory,
    evidence_row,
    moved,
    reworded,
    rows_of,
    said_row,
)
from newel.synthesis.convergence import Part
from newel.synthesis.evidence import Bearing, Strand, Thing

AUTHOR, READER = "researcher-a", "researcher-b"
"""Pseudonyms of two invented researchers."""
MADE_UP = "Made up"
_SHOWN = f"{MADE_UP}: moved so that this status can be seen; nothing was judged."
_LOOKED = f"{MADE_UP}: the interviews of sites that began late, and the returns of the months of interruption"
_ADDRESSES: tuple[tuple[Strand, str, str], ...] = (
    ("quantitative", "training_coverage", "coverage.all.share_trained"),
    ("quantitative", "incident_rates", "rates_by_type.all.restraints"),
    ("quantitative", "fidelity", "own_part.all.child_present"),
    ("economic", "cost_by_perspective", "by_perspective.all.amount"),
)
"""What rehearsed evidence points at, by the analysis that answers with it."""


@dataclass(frozen=True)
class RehearsedSynthesis:
    """The invented theories, what is linked to them, and what was said of each topic."""

    theories: tuple[Theory, ...]
    evidence: tuple[Evidence, ...]
    said: tuple[Said, ...]

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return them as records."""
        rows = {
            THEORY: rows_of(self.theories),
            THEORY_EVIDENCE: [evidence_row(each) for each in self.evidence],
            CONVERGENCE: [said_row(each) for each in self.said],
        }
        return {kind.name: pl.DataFrame(each, schema=kind.schema).sort(kind.key) for kind, each in rows.items()}


def rehearse_synthesis(
    protocol: Protocol, codes: Mapping[str, str], *, until: date | None = None
) -> RehearsedSynthesis:
    """Return the examples, as far as the protocol asks for a synthesis. `codes` are {id: name} of the codebook.

    `until` is the last day anything is written on; the study's, where none is given.
    """
    asked = {question.analysis for question in protocol.questions}
    last = until or protocol.study.ends
    theories = tuple(_theories(last)) if "programme_theories" in asked else ()
    evidence = tuple(_evidence(protocol, codes, last)) if theories else ()
    said = tuple(_said(protocol, last)) if "convergence" in asked else ()
    return RehearsedSynthesis(theories, evidence, said)


def themes_of(frames: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """Return the names of the themes by id, where codes are among the records."""
    codes = frames.get("code")
    if codes is None:
        return {}
    return dict(codes.filter(pl.col("code_id") == pl.col("theme")).select("code_id", "name").iter_rows())


def _theories(last: date) -> Iterator[Theory]:
    """Yield one theory that was supported, one that was refined, one that was rejected and one that is proposed."""
    days = [last - timedelta(days=each) for each in (60, 40, 20)]
    first, second, third = (Step(by, on, _SHOWN) for by, on in zip((AUTHOR, READER, AUTHOR), days, strict=True))
    proposed = [moved(_drafted(number, days[0]), "proposed", step=first, backed=False) for number in range(len(_WORDS))]
    supported, refined, rejected, open_one = proposed
    yield moved(supported, "supported", step=second, strength="moderate", backed=True)
    refined = moved(refined, "refined", step=second, strength="weak", backed=True)
    response = "some of them, and not all, bring their own words to the meeting"
    yield moved(
        reworded(refined, step=third, mechanism=Mechanism(refined.mechanism.resource, response)),
        "refined",
        step=third,
        strength="weak",
        backed=True,
    )
    yield moved(rejected, "rejected", step=third, backed=True)
    yield open_one


_WORDS = (
    (
        "training and calm",
        "most staff in post have had the whole training",
        "a shared language for what lies behind behaviour is at hand",
        "staff wait and ask before they act",
        "fewer situations end in restraint",
    ),
    (
        "a seat at the table",
        "young people stay long enough for a second meeting",
        "a seat at their own formulation meeting is offered",
        "they bring their own words to the meeting",
        "the plan is one they know as theirs",
    ),
    (
        "paper alone",
        "a site has many vacancies",
        "a written plan of the framework lies in the office",
        "staff follow it without having met over it",
        "care is the same as where teams meet",
    ),
    (
        "time that is paid for",
        "cover is paid for while staff reflect",
        "an hour a week to think together is kept free",
        "staff speak of what went wrong without fear",
        "people stay in their posts",
    ),
)


def _drafted(number: int, on: date) -> Theory:
    title, context, resource, response, outcome = _WORDS[number]
    return Theory(
        id=f"example_{title.replace(' ', '_')}",
        version=1,
        title=f"{MADE_UP}: {title}",
        context=context,
        mechanism=Mechanism(resource, response),
        outcome=outcome,
        status="draft",
        strength="not_judged",
        written_by=AUTHOR,
        written_on=on,
        looked_against=_LOOKED if number < 2 else "",
    )


def _evidence(protocol: Protocol, codes: Mapping[str, str], last: date) -> Iterator[Evidence]:
    """Yield evidence of every strand and bearing, spread over the theories that are no longer open."""
    things = [*_addresses(protocol), *(("qualitative", "code", code) for code in list(codes)[:4])]
    bearings: tuple[Bearing, ...] = ("supports", "supports", "contradicts", "qualifies")
    for number, (strand, kind, thing) in enumerate(things):
        for place in range(2):
            bearing = bearings[(number + place) % len(bearings)]
            title = _WORDS[(number + place) % 3][0].replace(" ", "_")
            yield Evidence(
                id=f"example-{2 * number + place + 1:02d}",
                theory=f"example_{title}",
                strand=strand,
                kind=kind,
                thing=thing,
                bearing=bearing,
                says=f"{MADE_UP}: linked to show evidence that {bearing}; nobody read it for what it says.",
                written_by=READER,
                written_on=last,
            )


def _addresses(protocol: Protocol) -> Iterator[tuple[Strand, Thing, str]]:
    for strand, analysis, place in _ADDRESSES:
        question = next((each for each in protocol.questions if each.analysis == analysis), None)
        if question:
            yield strand, "finding", f"{question.id}.{place}"


_TOPICS: tuple[tuple[str, str, tuple[Judgement, Judgement, Judgement, Judgement]], ...] = (
    ("delivery", "delivery of the framework", ("agreement", "agreement", "silence", "agreement")),
    ("safety", "safety of young people", ("agreement", "dissonance", "silence", "dissonance")),
    ("own_part", "young people's own part", ("complementarity", "agreement", "silence", "complementarity")),
    ("worth", "what it costs and who bears it", ("silence", "silence", "agreement", "silence")),
)
_PARTS: tuple[Part, ...] = ("quantitative", "qualitative", "economic", "together")
_RESTS_ON = {
    ("delivery", "quantitative"): "training_coverage",
    ("safety", "quantitative"): "incident_rates",
    ("own_part", "quantitative"): "fidelity",
    ("worth", "economic"): "cost_by_perspective",
}


def _said(protocol: Protocol, last: date) -> Iterator[Said]:
    addresses = dict(zip((analysis for _, analysis, _ in _ADDRESSES), _placed(protocol), strict=True))
    for topic, title, judgements in _TOPICS:
        for part, judgement in zip(_PARTS, judgements, strict=True):
            silent = judgement == "silence" and part != "together"
            says = "" if silent else f"{MADE_UP}: this shows how {judgement} is written down; nothing was concluded."
            address = addresses.get(_RESTS_ON.get((topic, part), ""), "")
            yield Said(
                f"example_{topic}",
                f"{MADE_UP}: {title}",
                part,
                judgement,
                says,
                address,
                READER,
                last,
            )


def _placed(protocol: Protocol) -> list[str]:
    """Return the address of each entry of `_ADDRESSES`; empty where no question of the protocol answers with it."""
    by_analysis = {question.analysis: question.id for question in reversed(protocol.questions)}
    return [f"{by_analysis[name]}.{place}" if name in by_analysis else "" for _, name, place in _ADDRESSES]
