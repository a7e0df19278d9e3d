"""The gate of a source: whether those it speaks for agreed that it is coded and quoted, by the last word of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newel.protocol import Protocol
from newel.web.capture.queries.consents import states_of_participants
from newel.web.sessions.kinds import purposes_of
from newel.web.sessions.models import ConsentWord, Source

GIVEN = "given"
CLOSED = ("refused", "not_competent", "withdrawn")


@dataclass(frozen=True)
class Gate:
    """What consent lets happen with a source. Nothing is open that nobody has agreed to."""

    coding: bool
    quoting: bool
    withdrawn: bool
    """Whether somebody took back their agreement to be in the study or in this source."""


def gates(protocol: Protocol, sources: Iterable[Source]) -> dict[int, Gate]:
    """Return the gate of each source by its key. A word kept with the source and one given in a form both count."""
    rows = list(sources)
    noted: dict[int, dict[str, str]] = {}
    words = ConsentWord.objects.filter(source__in=rows).order_by("pk").values_list("source_id", "purpose", "state")
    for source, purpose, state in words:
        noted.setdefault(source, {})[purpose] = state
    in_forms = states_of_participants({row.case_id for row in rows if row.case_id})
    return {
        row.pk: _gate(
            purposes_of(protocol, row.kind),
            protocol.consent.purposes[0],
            noted=noted.get(row.pk, {}),
            in_form=in_forms.get(row.case_id, {}),
        )
        for row in rows
    }


def _gate(
    purposes: tuple[str, str], first: str, *, noted: Mapping[str, str], in_form: Mapping[str, str]
) -> Gate:
    """Open where one of the two says yes and neither says no."""

    def opened(purpose: str) -> bool:
        said = {noted.get(purpose), in_form.get(purpose)}
        return GIVEN in said and not said.intersection(CLOSED)

    coding, quoting = purposes
    said_to_all = {noted.get(first), in_form.get(first), noted.get(coding), in_form.get(coding)}
    withdrawn = "withdrawn" in said_to_all
    may_be_coded = opened(coding) and not said_to_all.intersection(CLOSED)
    return Gate(may_be_coded, may_be_coded and opened(quoting), withdrawn)
