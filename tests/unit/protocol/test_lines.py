"""An error points at the line a person has to change."""

import pytest

from newel.protocol.lines import Place, line_of, line_of_part

TEXT = """title = "A study"

[returns]
due = 15

[[sites]]
id = "S01"
places = 20

[[sites]]
id = "S02"
"places" = 30
options = { group = "staff" }

[[sites.visits]]
month = "2019-02"

[costs.year]
price = 2020

[scales."team.climate"]
spread = 0.2
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 1),
        (("returns", "due"), 4),
        (("sites", 0, "places"), 8),
        (("sites", 1, "places"), 12),
        (("sites", 1, "options", "group"), 13),
        (("sites", 1, "visits", 0, "month"), 16),
        (("costs", "year", "price"), 19),
        (("scales", "team.climate", "spread"), 22),
    ],
)
def test_a_key_is_found_in_its_own_block(place: Place, line: int) -> None:
    assert line_of(TEXT, place) == line


@pytest.mark.parametrize(("place", "line"), [(("sites", 0, "type"), 6), (("returns", "closes"), 3), (("study",), 1)])
def test_a_missing_key_points_at_the_block_it_is_missing_from(place: Place, line: int) -> None:
    assert line_of(TEXT, place) == line


def test_a_block_that_is_not_there_at_all_points_at_the_deepest_block_that_is() -> None:
    assert line_of(TEXT, ("sites", 1, "visits", 4, "month")) == 10


def test_an_empty_text_has_no_lines() -> None:
    assert line_of("", ("sites", 0)) is None


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("measures", "second", "voices"), 7),
        (("measures", "first", "voices"), 3),
        (("measures", "second"), 5),
        (("disclosure", "rule"), 9),
        (("measures", "nobody", "voices"), 1),
    ],
)
def test_a_part_that_is_named_by_its_id_is_found(names: tuple[str, ...], line: int) -> None:
    text = (
        '[[measures]]\nid = "first"\nvoices = ["a"]\n\n[[measures]]\nid = "second"\nvoices = ["b"]\n'
        '[disclosure]\nrule = "nhs_hes"\n'
    )

    assert line_of_part(text, names) == line
