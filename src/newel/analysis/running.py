"""Runs the analyses the protocol names and stamps each answer with where it came from."""

from collections.abc import Callable
from dataclasses import replace

import newel
from newel._plugins import discover
from newel.analysis import economic, qualitative, quantitative, synthesis
from newel.analysis._plugin import Analysis, Evidence
from newel.faults import Fault, Refused
from newel.findings import Finding
from newel.protocol import FILE, Question, fingerprint

STRANDS = {"quantitative": quantitative, "qualitative": qualitative, "economic": economic, "synthesis": synthesis}


def analyses() -> dict[str, dict[str, Analysis]]:
    """Return every analysis there is, by strand and id."""
    return {strand: discover(package, "analysis", Analysis) for strand, package in STRANDS.items()}


def answer_questions(evidence: Evidence, progress: Callable[[str], None] = lambda _: None) -> tuple[Finding, ...]:
    """Answer every question of the protocol, in its order. `progress` is told each question before it is answered."""
    findings = []
    for question in evidence.protocol.questions:
        progress(question.asks)
        findings.append(answer_question(question, evidence))
    return tuple(findings)


def answer_question(question: Question, evidence: Evidence) -> Finding:
    """Answer one question. Raises Refused where the protocol names an analysis that does not exist."""
    unknown = unknown_analysis(question)
    if unknown:
        raise Refused([unknown])
    analysis = analyses()[question.strand][question.analysis]
    freeze = replace(evidence.freeze, read=set())
    answer = analysis.answer(question, replace(evidence, freeze=freeze))
    return Finding(
        id=question.id,
        question=question.asks,
        strand=question.strand,
        analysis=question.analysis,
        method=f"{analysis.title}. {analysis.method}",
        planned=freeze.protocol == fingerprint(evidence.protocol) and question in evidence.protocol.questions,
        answer=answer,
        freeze=freeze.id,
        protocol=freeze.protocol,
        software=f"newel {newel.__version__}",
        synthetic=freeze.synthetic,
        files=freeze.hashes(freeze.read),
    )


def unknown_analysis(question: Question) -> Fault | None:
    """Return what is wrong where a question names an analysis that does not exist."""
    known = analyses()[question.strand]
    if question.analysis in known:
        return None
    return Fault(
        FILE,
        f"questions, {question.id}, analysis",
        f"`{question.analysis}`",
        f"one of {', '.join(known)}",
        f"Name one of these, or add newel/analysis/{question.strand}/{question.analysis}.py.",
    )
