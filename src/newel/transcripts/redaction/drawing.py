"""Draws identifiers of stated kinds by a seed: people from lists, and numbers made so that a check digit is right.

Telephone numbers are of the ranges Ofcom keeps for drama, NHS numbers of the range that is never issued (999), and
addresses of the Internet under example.org, so that nobody's own is drawn.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from newel.transcripts.redaction.recognisers import is_nhs_number

_CAPITALS = "ABCDEGHJKLMNPRSTWXY"
_FULL_NAMES = 0.5
"""The share of people who are called by first and last name."""


@cache
def planted_lists() -> dict[str, dict[str, list[str]]]:
    """Return the lists that identifiers, and the sentences around them, are drawn from."""
    return tomllib.loads(files("newel.transcripts.redaction").joinpath("planted.toml").read_text(encoding="utf-8"))


class Draw:
    """Draws identifiers of every kind from one random generator."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random

    def identifier(self, kind: str) -> str:
        """Return an identifier: of a list of this name, or made up where there is none."""
        made: Mapping[str, Callable[[], str]] = {
            "dates": self._date,
            "numbers": self._number,
            "contacts": self._contact,
            "addresses": self._address,
        }
        return made[kind]() if kind in made else self._listed(kind)

    def saying(self, kind: str) -> str:
        """Return a sentence with {} in the place of an identifier."""
        return self.one(planted_lists()["sayings"][kind])

    def one(self, choices: Sequence[str]) -> str:
        """Return one of several, each as likely."""
        return choices[int(self._random.integers(len(choices)))]

    def _letters(self, count: int, among: str = _CAPITALS) -> str:
        return "".join(self.one(among) for _ in range(count))

    def _digits(self, count: int) -> str:
        return self._letters(count, "0123456789")

    def _listed(self, kind: str) -> str:
        lists = planted_lists()[kind]
        if "whole" in lists:
            return self.one(lists["whole"])
        first = self.one(lists["first"])
        is_full = "last" in lists and self._random.random() < _FULL_NAMES
        return f"{first} {self.one(lists['last'])}" if is_full else first

    def _date(self) -> str:
        months = planted_lists()["days"]["month"]
        number, day = int(self._random.integers(1, 13)), int(self._random.integers(1, 29))
        year, month = int(self._random.integers(2003, 2022)), months[number - 1]
        spoken = f"the {self.one(planted_lists()['days']['ordinal'])} of {month}"
        written = (f"{day} {month} {year}", f"{month} {year}", f"{month} the {day}th", f"{day} {month[:3]}")
        numeric = (f"{day:02}/{number:02}/{year}", f"{day}.{number}.{year % 100:02}", f"{year}-{number:02}-{day:02}")
        return self.one((spoken, *written, *numeric))

    def _nhs_number(self) -> str:
        while not is_nhs_number(number := f"999{self._digits(7)}"):
            pass
        return self.one((number, f"{number[:3]} {number[3:6]} {number[6:]}"))

    def _number(self) -> str:
        prison = f"{self._letters(1)}{self._digits(4)}{self._letters(2)}"
        insurance = f"{self._letters(2, 'ABCEGHJKLM')}{self._digits(6)}{self._letters(1, 'ABCD')}"
        plate = f"{self._letters(2)}{self._digits(2)} {self._letters(3)}"
        return self.one((self._nhs_number(), prison, insurance, plate, self._digits(7), f"T{self._digits(8)}"))

    def _contact(self) -> str:
        mobile, land = f"07700900{self._digits(3)}", f"01632 960{self._digits(3)}"
        account = f"{self._letters(5, 'aeioulmnrst')}{self._digits(2)}"
        phones = (mobile, f"{mobile[:5]} {mobile[5:]}", land, f"+44 {mobile[1:]}")
        return self.one((*phones, f"{account}@example.org", f"@{account}", f"www.{account}.example.org"))

    def _address(self) -> str:
        streets = planted_lists()["streets"]
        street = f"{self.one(streets['name'])} {self.one(streets['type'])}"
        code = f"{self._letters(2)}{self._digits(1)} {self._digits(1)}{self._letters(2, 'ABDEFGHJLN')}"
        return self.one((f"{int(self._random.integers(1, 200))} {street}", street, code))
