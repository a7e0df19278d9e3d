"""The audit's one table."""

from newel.web.audit.models.event import Event

__all__ = ["Event"]
