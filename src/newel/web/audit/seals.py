"""The seal of an event: an HMAC over everything it says and over the seal before it.

Who can write to the database but has not the key cannot change, remove or insert a row unnoticed. What the chain alone
cannot show is that its end was cut off; so the last seal is printed with every export and can be kept elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings

START = "0" * 64
"""What stands in place of a previous seal in the first event."""


def canonical(body: Mapping[str, object]) -> str:
    """Return a body as text that is the same for the same content."""
    return json.dumps(dict(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal(seq: int, at: datetime, *, said: tuple[str, str, str, str], prev_mac: str) -> str:
    """Return the HMAC-SHA256 of an event as 64 hex digits. `said` is actor, verb, thing and canonical body."""
    text = json.dumps([seq, at.astimezone(UTC).isoformat(), *said, prev_mac], ensure_ascii=False)
    return hmac.new(bytes.fromhex(settings.NEWEL_AUDIT_KEY), text.encode(), hashlib.sha256).hexdigest()
