"""Whether the block about coding agrees with itself and with the rest of the protocol."""

from collections import Counter
from collections.abc import Iterator

from newel.protocol.coding import CodingPlan
from newel.protocol.model import Protocol
from newel.protocol.problem import Problem

QUOTES = "quotes"
"""The consent purpose, and the analysis, that stand for printing somebody's own words."""
OF_CODED_WORDS = ("themes", "coder_agreement", "saturation", "framework_matrix", QUOTES)
"""The analyses that read codings."""


def coding_problems(protocol: Protocol) -> Iterator[Problem]:
    """Yield every contradiction of the block about coding, in the order of the file."""
    plan = protocol.coding
    if plan is None:
        yield from _without_a_plan(protocol)
        return
    for name in ("codebooks", "coefficients", "themes"):
        yield from _named_once(name, getattr(plan, name))
    yield from _coefficients(plan)
    yield from _quotes(protocol, plan)
    yield from _asked_in_vain(protocol, plan)


def _without_a_plan(protocol: Protocol) -> Iterator[Problem]:
    for index, question in enumerate(protocol.questions):
        if question.strand == "qualitative" and question.analysis in OF_CODED_WORDS:
            yield Problem(
                ("questions", index, "analysis"),
                f"`{question.analysis}`, in a protocol that does not say how words are coded",
                "a block [coding], or an analysis that needs no codings",
                "Add the block [coding], or remove the question.",
            )


def _named_once(name: str, values: tuple[str, ...]) -> Iterator[Problem]:
    for value, times in Counter(values).items():
        if times > 1:
            yield Problem(("coding", name), f"`{value}`, {times} times", "each name once", "Name it once.")


def _coefficients(plan: CodingPlan) -> Iterator[Problem]:
    if "alpha" not in plan.coefficients:
        yield Problem(
            ("coding", "coefficients"),
            ", ".join(plan.coefficients) or "none",
            "`alpha` among them: it is the one that decides",
            "Add `alpha` to the list.",
        )


def _quotes(protocol: Protocol, plan: CodingPlan) -> Iterator[Problem]:
    if plan.quotes_printed and QUOTES not in protocol.consent.purposes:
        yield Problem(
            ("coding", "quotes_printed"),
            "quotes that are printed, where nobody is asked for consent to it",
            f"`{QUOTES}` among the purposes of [consent]",
            f"Add `{QUOTES}` to the purposes, or set quotes_printed to false.",
        )


def _asked_in_vain(protocol: Protocol, plan: CodingPlan) -> Iterator[Problem]:
    """Yield the questions that this plan leaves without an answer."""
    for index, question in enumerate(protocol.questions):
        place = ("questions", index, "analysis")
        if question.strand != "qualitative":
            continue
        if question.analysis == QUOTES and not plan.quotes_printed:
            remedy = "Set quotes_printed to true in [coding], or remove the question."
            yield Problem(place, "a question about quotes, none of which may be printed", "quotes_printed", remedy)
        if question.analysis == "framework_matrix" and not plan.themes:
            remedy = "Name the themes in [coding], or remove the question."
            yield Problem(place, "a framework matrix without themes", "the ids of its themes", remedy)
