"""Numbers that name a person, which no file sent here may hold."""

import re

_SEPARATED = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")


def is_nhs_number(text: str) -> bool:
    """Return whether a text is a valid NHS number: ten digits, perhaps grouped 3-3-4, the last of which checks the others.

    The check digit is 11 - (sum of the first nine digits weighted 10 to 2) mod 11, with 11 written as 0; 10 is never issued
    (NHS Data Dictionary, NHS NUMBER). One ten-digit number in eleven passes by chance.
    """
    if not _SEPARATED.fullmatch(text):
        return False
    digits = [int(character) for character in text if character not in " -"]
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighted % 11) % 11 == digits[9]
