"""Young people's words are within reach of a reading age of about nine; adults' words are plain.

Two formulas have to agree, because each is blind to something: Dale-Chall to short unknown words in long sentences,
Flesch-Kincaid to short rare words. Grade 4 is read at nine to ten.
"""

import re

import pytest

from newel.instruments import Instrument, read_instruments
from tests.support.readability import dale_chall, flesch_kincaid, hard_words, longest, sentences_of
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
NOT_FOR_YOUNG_PEOPLE = ("staff_confirms", "parent_agreed")
"""Parts of the consent file that a member of staff reads."""


def _sheet(name: str) -> list[str]:
    return sentences_of((STUDY / "information" / name).read_text(encoding="utf-8"))


def _consent(name: str) -> list[str]:
    text = (STUDY / "information" / name).read_text(encoding="utf-8")
    pieces = re.split(r"^## +([a-z_]+) *$", text, flags=re.MULTILINE)
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return [line for part, words in parts.items() if part not in NOT_FOR_YOUNG_PEOPLE for line in sentences_of(words)]


def _form(name: str) -> list[str]:
    instrument = read_instruments(STUDY)[name]
    words = [instrument.title, instrument.introduction, *_labels(instrument)]
    words += [
        text for item in instrument.items for text in (item.heading, item.text, item.lowest_label, item.highest_label)
    ]
    return [sentence for text in words for sentence in sentences_of(text)]


def _labels(instrument: Instrument) -> list[str]:
    return [option.label for options in instrument.option_sets for option in options.options]


YOUNG = {
    "information sheet": _sheet("young_person.md"),
    "consent": _consent("young_person.consent.md"),
    "newel_young_person": _form("newel_young_person"),
    "help_seeking": _form("help_seeking"),
    "goals": _form("goals"),
    "service_use": _form("service_use"),
}
ADULT = {
    "carer sheet": _sheet("carer.md"),
    "carer consent": _consent("carer.consent.md"),
    "newel_carer": _form("newel_carer"),
    "staff sheet": _sheet("staff.md"),
    "staff consent": _consent("staff.consent.md"),
    "newel_staff": _form("newel_staff"),
}


@pytest.mark.parametrize("text", YOUNG.values(), ids=YOUNG)
def test_a_nine_year_old_can_read_what_young_people_are_shown(text: list[str]) -> None:
    assert dale_chall(text) <= 4.9, f"hard words: {sorted(hard_words(text))}"
    assert flesch_kincaid(text) <= 4.0
    assert longest(text) <= 20, "a sentence of more than twenty words"


@pytest.mark.parametrize("text", ADULT.values(), ids=ADULT)
def test_adults_words_are_plain(text: list[str]) -> None:
    assert flesch_kincaid(text) <= 8.0, f"hard words: {sorted(hard_words(text))}"


def test_the_measure_tells_easy_words_from_hard_ones() -> None:
    """The gate can fail: official prose is refused, a nursery rhyme is not."""
    official = ["Participation necessitates comprehension of confidentiality limitations prior to commencement."]
    rhyme = ["Jack and the hen went up the hill to get some water.", "He fell down, and the hen came after."]

    assert dale_chall(official) > 9
    assert flesch_kincaid(official) > 12
    assert dale_chall(rhyme) <= 4.9
    assert flesch_kincaid(rhyme) <= 4.0
