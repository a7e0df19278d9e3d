"""Where one person's consent stands."""

from collections.abc import Iterable

from newel.web.capture.models import AccessGrant, ConsentStatement, Response


def current_states(grant: AccessGrant) -> dict[str, str]:
    """Return {purpose: the last thing said about it}."""
    return dict(grant.statements.order_by("pk").values_list("purpose", "state"))


def end_of_form(grant_id: int) -> str | None:
    """Return how the form of an invitation ended: sent, withdrawn, or None where it is still open."""
    if Response.objects.filter(grant_id=grant_id, sent_at__isnull=False).exists():
        return "sent"
    said = ConsentStatement.objects.filter(grant_id=grant_id, purpose="take_part").order_by("pk").last()
    return "withdrawn" if said is not None and said.state == "withdrawn" else None


def states_of_participants(participants: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return {participant: {purpose: the last thing said about it}} of those of them who have said anything."""
    said = ConsentStatement.objects.filter(grant__participant__in=list(participants)).order_by("pk")
    found: dict[str, dict[str, str]] = {}
    for participant, purpose, state in said.values_list("grant__participant", "purpose", "state"):
        found.setdefault(participant, {})[purpose] = state
    return found
