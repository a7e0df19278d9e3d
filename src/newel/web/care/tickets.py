"""What the young person's pages carry in place of a cookie: the signed name of their sitting."""

from django.core import signing

_SALT = "newel.care.sitting"


def ticket(sitting: str) -> str:
    """Return the ticket of a sitting."""
    return signing.dumps(sitting, salt=_SALT)


def sitting_of(sealed: str) -> str | None:
    """Return the sitting of a ticket; None where it was altered."""
    try:
        return str(signing.loads(sealed, salt=_SALT))
    except signing.BadSignature:
        return None
