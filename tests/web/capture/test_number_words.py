"""What a person is told to type where a number is asked for, whatever ends its range has."""

import pytest

from newel.instruments import Item
from newel.web.capture.forms.answers import wanted_number


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({}, "Type a number, for example 4 or 4.5."),
        ({"whole": True}, "Type a whole number, for example 4."),
        ({"lowest": 0}, "Type a number, 0 or more."),
        ({"highest": 12, "whole": True}, "Type a whole number, 12 or less."),
        ({"lowest": 0, "highest": 60, "whole": True}, "Type a whole number from 0 to 60."),
        ({"lowest": 1, "highest": 5}, "Type a number from 1 to 5."),
    ],
)
def test_the_words_name_the_numbers_that_are_taken(item, words) -> None:
    assert wanted_number(Item.model_validate({"id": "times", "number": True} | item)) == words
