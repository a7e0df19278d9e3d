"""Runs the analyses the protocol names and stamps each answer with where it came from."""

from collections.abc import Callable, Sequence

import newel
from newel._plugins import discover
from newel.analysis import economic, qualitative, quantitative, synthesis
from newel.analysis._plugin import Analysis, Evidence
from newel.faults import Refused
from newel.findings import Finding
from newel.protocol import Question, fingerprint

STRANDS = {"quantitative": quantitative, "qualitative": qualitative, "economic": economic, "synthesis": synthesis}


def analyses() -> dict[str, dict[str, Analysis]]:
    """Return every analysis there is, by strand and id."""
    return {strand: discover(package, "analysis", Analysis) for strand, package in STRANDS.items()}


def answer_questions(
    evidence: Evidence, progress: Callable[[str], None] = lambda _: None
) -> tuple[Finding, ...]:
    """Answer every question of the protocol, in its order. `progress` is told each question before it is answered."""
    findings = []
    for question in evidence.protocol.questions:
        progress(question.asks)
        findings.append(answer_question(question, evidence))
    return tuple(findings)


def answer_question(question: Question, evidence: Evidence) -> Finding:
    """Answer one question. Raises Refused where the protocol names an analysis that does not exist."""
    known = analyses()[question.strand]
    if question.analysis not in known:
        raise _unknown(question, known)
    analysis = known[question.analysis]
    sealed_under_this_protocol = evidence.freeze.protocol == fingerprint(evidence.protocol)
    return Finding(
        id=question.id,
        question=question.asks,
        strand=question.strand,
        analysis=question.analysis,
        method=f"{analysis.title}. {analysis.method}",
        planned=sealed_under_this_protocol and question in evidence.protocol.questions,
        answer=analysis.answer(question, evidence),
        freeze=evidence.freeze.id,
        protocol=evidence.freeze.protocol,
        software=f"newel {newel.__version__}",
        synthetic=evidence.freeze.synthetic,
    )


def _unknown(question: Question, known: Sequence[str] | dict[str, Analysis]) -> Refused:
    return Refused.because(
        "protocol.toml",
        f"questions, {question.id}, analysis",
        found=f"`{question.analysis}`",
        expected=f"one of {', '.join(known)}",
        remedy=f"Name one of these, or add newel/analysis/{question.strand}/{question.analysis}.py.",
    )
