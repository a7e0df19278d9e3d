"""The one thing that can happen to the audit: it grows by an event."""

from newel.web.audit.actions.recording import OutsideAnActError, record_event

__all__ = ["OutsideAnActError", "record_event"]
