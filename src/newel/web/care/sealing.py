"""Where on a pathway sealed words belong: the place is sealed with them, so that they open nowhere else."""

from newel.web import encryption
from newel.web.care.models import Admission


def seal(admission: Admission, thing: str, words: str) -> bytes:
    """Return words sealed to one thing of one pathway, e.g. `formulation/2`."""
    return encryption.seal(words, place=_place(admission, thing))


def unseal(admission: Admission, thing: str, sealed: bytes | memoryview) -> str:
    """Return the words of one thing of one pathway. Raises encryption.UnableToUnsealError."""
    return encryption.unseal(sealed, place=_place(admission, thing))


def _place(admission: Admission, thing: str) -> str:
    return f"care/{admission.key}/{thing}"
