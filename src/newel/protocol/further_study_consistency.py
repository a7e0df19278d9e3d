"""Whether a further study informs a decision that there is, and can be weighed with what it costs."""

from collections.abc import Iterator, Sequence

from newel.protocol.accepting import accepted_effects
from newel.protocol.economics import PREVENTABLE, Effect, FurtherStudy
from newel.protocol.model import Protocol
from newel.protocol.problem import Place, Problem, undeclared

OF_INCIDENTS = ("cost", "happening", "ratio")
OF_SCALES = ("cost", "gain")


def further_study_problems(protocol: Protocol, studies: Sequence[FurtherStudy]) -> Iterator[Problem]:
    """Yield every contradiction of the further studies, in the order of the file."""
    accepted = {effect.id: effect for effect in accepted_effects(protocol)}
    for index, study in enumerate(studies):
        place = ("economics", "further_studies", index)
        if study.id in [other.id for other in studies[:index]]:
            yield Problem((*place, "id"), f"`{study.id}` again", "each id once", "Give one of the two another id.")
        yield from undeclared((*place, "effect"), [study.effect], accepted, block="[[economics.effects]]")
        if study.effect in accepted:
            yield from _learnt(study, accepted[study.effect], place)
        yield from _sizes(study, place)
        yield from _weighed(study, place)


def _learnt(study: FurtherStudy, effect: Effect, place: Place) -> Iterator[Problem]:
    known = OF_INCIDENTS if effect.of in PREVENTABLE else OF_SCALES
    if study.learns not in known:
        expected = f"one of {', '.join(known)}: what a decision about `{effect.of}` is drawn from"
        remedy = "Name one of these, or another effect."
        yield Problem((*place, "learns"), f"`{study.learns}`, for the effect `{effect.id}`", expected, remedy)


def _sizes(study: FurtherStudy, place: Place) -> Iterator[Problem]:
    if list(study.sites) != sorted(set(study.sites)):
        found = ", ".join(str(number) for number in study.sites)
        yield Problem((*place, "sites"), found, "numbers of sites that rise", "Put them in rising order, each once.")


def _weighed(study: FurtherStudy, place: Place) -> Iterator[Problem]:
    """What a study costs is held against its worth to all for whom is decided: that takes children and years."""
    if (study.children is None) != (study.years is None):
        lacking, given = ("years", "children") if study.years is None else ("children", "years")
        expected = "both or neither: its worth is for a child and year, and multiplied by both"
        yield Problem((*place, given), f"`{given}` without `{lacking}`", expected, f"Add `{lacking}`, or remove this.")
    elif study.children is None and (study.fixed_cost or study.cost_per_site):
        key = "fixed_cost" if study.fixed_cost else "cost_per_site"
        expected = "`children` and `years` too: without them nothing can be held against the cost"
        remedy = "Say for how many children, and for how many years, is decided; or remove the cost."
        yield Problem((*place, key), "a cost alone", expected, remedy)
