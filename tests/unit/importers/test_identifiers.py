"""Whether a text holds an NHS number: its last digit checks the nine before it."""

import pytest

from newel.importers._identifiers import holds_nhs_number

# 943 476 5919 is the number the NHS Data Dictionary works its example of the check digit with.
# 999 000 0000 onwards is the range kept for tests; the others are computed by the rule below.
VALID = ("9434765919", "943 476 5919", "943-476-5919", "id 9434765919.", "9434765919,x")


@pytest.mark.parametrize("text", VALID)
def test_a_valid_number_is_found_however_it_is_grouped(text: str) -> None:
    assert holds_nhs_number(text)


@pytest.mark.parametrize(
    "text", ["9434765918", "943476591", "94347659190", "2019-08", "", "1234567890", "943/476/5919"]
)
def test_other_digits_are_not_taken_for_one(text: str) -> None:
    assert not holds_nhs_number(text)


def test_exactly_one_last_digit_fits_any_nine_or_none_where_the_rule_gives_ten() -> None:
    for first_nine in range(400_000_000, 400_000_330):
        total = sum(
            int(digit) * weight for digit, weight in zip(str(first_nine), (10, 9, 8, 7, 6, 5, 4, 3, 2), strict=True)
        )
        check = 11 - total % 11
        expected = {0} if check == 11 else {check} - {10}

        assert {last for last in range(10) if holds_nhs_number(f"{first_nine}{last}")} == expected
