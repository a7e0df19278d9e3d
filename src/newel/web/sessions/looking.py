"""Looking for identifiers in a text of this study: by rules, by its roster and its mapping, and by the names model."""

from django.db.models import Max

from newel.transcripts.redaction import Finder, Roster, Suggestion, identifier, suggest
from newel.web.sessions.models import RedactionRound
from newel.web.sessions.numbering import highest_number
from newel.web.study import current_study
from newel.web.vault.queries.mapping import Mapped, whole_mapping
from newel.web.vault.queries.roster import roster

_KINDS = {"names": ("name",), "places": ("place",), "units": ("unit", "organisation")}
_RESERVED = "\0"
"""Stands for nobody: it only tells that numbers up to this one are taken."""


def look(text: str, *, finder: Finder | None) -> tuple[Suggestion, ...]:
    """Look through a text. Whom the study has replaced before is looked for by name, and replaced alike.

    The labels of the study's own groups say what somebody is, never who, and are not suggested.
    """
    mapping = whole_mapping()
    known = {_form(mapped): mapped.replacements[-1] for mapped in mapping}
    taken = f"[name {max(highest_number(known.values()), _on_desks())}]"
    found = suggest(text, roster=_study_roster(mapping), finder=finder, known=known | {_RESERVED: taken})
    roles = {group.label.casefold() for group in current_study().protocol.groups}
    return tuple(one for one in found if text[one.start : one.end].casefold() not in roles)


def _study_roster(mapping: tuple[Mapped, ...]) -> Roster:
    listed = vars(roster())
    return Roster(
        **{
            words: tuple(dict.fromkeys((*listed[words], *(one.identifier for one in mapping if one.kind in kinds))))
            for words, kinds in _KINDS.items()
        }
    )


def _form(mapped: Mapped) -> str:
    return identifier(mapped.identifier)


def _on_desks() -> int:
    """Return the highest number on any open desk, so that two texts do not call two people by one number."""
    desks = RedactionRound.objects.filter(closed_at__isnull=True)
    return desks.aggregate(highest=Max("names"))["highest"] or 0
