"""Numbers that name a person, which no file sent here may hold."""

import re

_TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")


def holds_nhs_number(text: str) -> bool:
    """Return whether a valid NHS number stands anywhere in a text: ten digits, perhaps grouped 3-3-4.

    The last digit checks the others: 11 - (the first nine weighted 10 to 2, summed) mod 11, with 11 written as 0; a 10
    is never issued (NHS Data Dictionary, NHS NUMBER). One ten-digit number in eleven passes by chance.
    """
    return any(_is_valid(found[0]) for found in _TEN_DIGITS.finditer(text))


def _is_valid(number: str) -> bool:
    digits = [int(character) for character in number if character not in " -"]
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighted % 11) % 11 == digits[9]
