"""Whether the outcomes, their families and the waves they are compared between agree with the rest of the protocol."""

from collections.abc import Iterator

from newel.protocol.impact import Impact, Outcome
from newel.protocol.model import Protocol
from newel.protocol.problem import Problem, undeclared


def impact_problems(protocol: Protocol) -> Iterator[Problem]:
    """Yield every contradiction of the blocks about impact, in the order of the file."""
    if protocol.impact is not None:
        yield from _waves(protocol, protocol.impact)
        if not protocol.outcomes_of("primary"):
            yield Problem(
                ("impact",),
                "no outcome with the role `primary`",
                "at least one, which decides",
                "Give one of the [[outcomes]] the role `primary`, or remove the block [impact].",
            )
    elif protocol.outcomes:
        yield Problem(
            ("outcomes", 0, "id"),
            f"`{protocol.outcomes[0].id}`, in a protocol without a block [impact]",
            "a block [impact] that names the waves outcomes are compared between",
            "Add [impact] with reference_wave, first_follow_up and last_wave.",
        )
    for index, outcome in enumerate(protocol.outcomes):
        yield from _outcome(protocol, outcome, index)
    yield from _families(protocol)


def _waves(protocol: Protocol, impact: Impact) -> Iterator[Problem]:
    waves, before = [wave.id for wave in protocol.waves], -1
    for key in ("reference_wave", "first_follow_up", "last_wave"):
        name = getattr(impact, key)
        yield from undeclared(("impact", key), [name], waves, block="[[waves]]")
        place = waves.index(name) if name in waves else len(waves)
        # A study of two waves has one follow-up, which is the first and the last.
        if place < before or (place == before and key == "first_follow_up"):
            earlier = f"`{waves[before]}`, which it is compared with" if before < len(waves) else "its reference"
            yield Problem(("impact", key), f"`{name}`", f"a wave after {earlier}", "Name a later wave.")
        before = place


def _outcome(protocol: Protocol, outcome: Outcome, index: int) -> Iterator[Problem]:
    place = ("outcomes", index)
    if (outcome.scale is None) == (outcome.measure is None):
        yield Problem(
            (*place, "id"),
            f"`{outcome.id}`, with {'neither a scale nor' if outcome.scale is None else 'both a scale and'} a measure",
            "a `scale` that a group answers, or a `measure` of the monthly returns",
            "Keep one of the two.",
        )
    if outcome.scale is not None and outcome.group is None:
        yield Problem((*place, "scale"), f"`{outcome.scale}` of no group", "a `group` that answers it", "Add `group`.")
    if outcome.measure is not None and outcome.better is None:
        yield Problem(
            (*place, "measure"), f"`{outcome.measure}`, without `better`", "`higher` or `lower`", "Add `better`."
        )
    groups = [group.id for group in protocol.groups]
    yield from undeclared((*place, "group"), filter(None, [outcome.group]), groups, block="[[groups]]")
    families = [family.id for family in protocol.families]
    yield from undeclared((*place, "family"), filter(None, [outcome.family]), families, block="[[families]]")
    yield from _asked(protocol, outcome, index)


def _asked(protocol: Protocol, outcome: Outcome, index: int) -> Iterator[Problem]:
    """The scale has to be asked of the group in every wave the outcome is compared between."""
    if protocol.impact is None or outcome.group not in {group.id for group in protocol.groups}:
        return
    impact = protocol.impact
    for wave in dict.fromkeys([impact.reference_wave, impact.first_follow_up, impact.last_wave]):
        asked = protocol.instruments_for(str(outcome.group), wave)
        if outcome.scale is not None and outcome.instrument not in asked:
            yield Problem(
                ("outcomes", index, "scale"),
                f"`{outcome.scale}`, which no measure puts to `{outcome.group}` in `{wave}`",
                f"a scale of {', '.join(asked)}" if asked else f"a scale that `{outcome.group}` is asked then",
                f"Add {outcome.instrument} to a measure with that voice and wave, or choose another scale.",
            )


def _families(protocol: Protocol) -> Iterator[Problem]:
    used = {outcome.family for outcome in protocol.outcomes}
    for index, family in enumerate(protocol.families):
        roles = dict.fromkeys(outcome.role for outcome in protocol.outcomes if outcome.family == family.id)
        if len(roles) > 1 or "exploratory" in roles:
            yield Problem(
                ("families", index, "id"),
                f"`{family.id}`, with outcomes that are {' and '.join(roles)}",
                "outcomes that are all primary, or all secondary: an exploratory one is not corrected",
                "Give each role a family of its own, and take exploratory outcomes out.",
            )
        if family.id not in used:
            yield Problem(
                ("families", index, "id"),
                f"`{family.id}`, which no outcome belongs to",
                "a family with at least one outcome",
                "Remove the family, or name it in the outcomes that are corrected together.",
            )
