"""Which model was fitted, why that one, and what it had to say, in words."""

from collections.abc import Iterator, Mapping, Sequence

from newel.analysis._change import ChangeModel
from newel.analysis._comparing import Compared
from newel.analysis._outcome_cells import sentence
from newel.analysis._outcomes import adjustments
from newel.protocol import Protocol
from newel.statistics.second_engine import second_opinion

PANEL = (
    "carry the same pseudonym in every wave they answer in, so persons are followed: a linked panel, with a random "
    "effect for each person where anybody answered twice."
)
CROSS_SECTIONS = (
    "are not linked between waves: repeated cross-sections, in which other people answer each time. Who answered may "
    "have changed in ways that no adjustment sees."
)
_WORDS = {"site_type": "the type of site", "mode": "how somebody answered"}


def which_model(protocol: Protocol, found: Mapping[str, Compared]) -> Iterator[str]:
    """Yield why waves are compared as they are: with persons followed, or as repeated cross-sections."""
    names = dict.fromkeys(str(each.scores.outcome.group) for each in found.values())
    for linked, says in ((True, PANEL), (False, CROSS_SECTIONS)):
        groups = [group.plural.lower() for group in map(protocol.group, names) if group.linked is linked]
        adjusted = [_WORDS.get(word, word) for word in adjustments(protocol.impact, linked=linked)]
        by = f" The model adjusts for {listed(adjusted)}." if adjusted else ""
        if groups:
            yield f"{sentence(listed(groups))[:-1]} {says}{by}"


def formulas(protocol: Protocol, found: Mapping[str, Compared]) -> Iterator[str]:
    """Yield the formula of the model, once for all groups that share it."""
    of: dict[str, dict[str, None]] = {}
    for each in found.values():
        group = protocol.group(str(each.scores.outcome.group)).plural.lower()
        of.setdefault(each.model.formula, {})[group] = None
    for formula, groups in of.items():
        if formula:
            yield f"The model of {listed(list(groups))}, as a formula: {formula}."


def remarks(found: Mapping[str, Compared]) -> Iterator[str]:
    """Yield what the models could not do, each remark once with the outcomes it is about."""
    said = [
        (remark, each.scores.outcome.label)
        for each in found.values()
        for remark in (each.model.why_none, *each.model.remarks)
        if remark
    ]
    about: dict[str, list[str]] = {}
    for remark, outcome in said:
        about.setdefault(remark, []).append(outcome)
    for remark, outcomes in about.items():
        yield f"{'; '.join(outcomes)}: {remark}."


def second_engine(model: ChangeModel) -> str:
    """Return what an unrelated program makes of the same model. Digits differ by machine; this does not."""
    if model.fit is None:
        return "Not run: there is no model"
    opinion = second_opinion(model.fit)
    if not opinion.ran:
        return opinion.sentence.rstrip(".")
    return "The same fit" if opinion.agrees else "Not the same fit: do not use this outcome before the reason is found"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
