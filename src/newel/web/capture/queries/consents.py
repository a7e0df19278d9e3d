"""Where one person's consent stands."""

from newel.web.capture.models import AccessGrant


def current_states(grant: AccessGrant) -> dict[str, str]:
    """Return {purpose: the last thing said about it}."""
    return dict(grant.statements.order_by("pk").values_list("purpose", "state"))
