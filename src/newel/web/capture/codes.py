"""The code on an invitation card: eight characters and a check character, kind to slips of the eye and the finger.

The alphabet is Crockford's base 32, which has no I, L, O or U. The check character is computed in the field of 32
elements (polynomial x^5 + x^2 + 1), so every single wrong character and every swap of two characters is noticed.
"""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_LOOKALIKES = str.maketrans("OIL", "011")
_REDUCING = 0b100101


def new_code() -> str:
    """Return a random code as it is printed: GKTF-MHRK-2."""
    return printed("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def printed(body: str) -> str:
    """Return eight characters with their check character, in the groups a card shows."""
    return f"{body[:4]}-{body[4:]}-{_check_character(body)}"


def read_code(typed: str) -> str | None:
    """Return what was typed as nine plain characters, or None where it is not a code.

    Case, blanks, hyphens and the look-alikes O and 0, I, L and 1 make no difference.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKALIKES)
    code = "".join(character for character in plain if character.isalnum())
    if len(code) != LENGTH + 1 or any(character not in ALPHABET for character in code):
        return None
    return code if code[-1] == _check_character(code[:-1]) else None


def _check_character(body: str) -> str:
    total = 0
    for character in body:
        total = _times_x(total) ^ ALPHABET.index(character)
    return ALPHABET[_times_x(total)]


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _REDUCING if doubled & 0b100000 else doubled
