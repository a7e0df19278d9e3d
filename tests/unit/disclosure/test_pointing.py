"""A cell that points prints the number as it was released elsewhere: protected once, and never a second time."""

import dataclasses

import pytest

from newel.disclosure import numbers_of, with_pointed
from newel.findings import Estimate
from tests.support.findings import a_table, people, rate, released, share


def pointing(address):
    """Return a cell that points."""
    return Estimate("words", 0.0, "", people=None, says=address, points_at=address)


def both(address, *cells, row="yoi"):
    """Return a finding with these cells of one row, and one that points at `address`."""
    of_numbers = released(a_table({row: list(cells)}, [f"c{place}" for place in range(len(cells))]), id="flow")
    return {"flow": of_numbers, "theories": released(a_table({"e1": [pointing(address)]}), id="theories")}


def shown(findings):
    """Return what the pointing cell prints."""
    return with_pointed(findings)["theories"].tables[0].rows[0].cells[0].shown


def test_the_number_is_printed_with_its_name_its_unit_its_interval_and_its_address():
    findings = both("flow.t.yoi.c0", rate(90, 30.0, low=250.0, high=350.0))

    assert shown(findings) == (
        "A table (YOI; C0): 300 per 100 children per year (250 to 350) [flow.t.yoi.c0]"
    )


def test_a_percentage_carries_its_own_sign_once():
    assert shown(both("flow.t.yoi.c0", share(43, 90))) == "A table (YOI; C0): 50% [flow.t.yoi.c0]"


def test_pounds_carry_their_own_sign_and_keep_what_they_are_for():
    pounds = Estimate("amount", 1200.0, "GBP per child-year", None, 1200.0, 1.0, national=True)

    assert "£1,200 per child-year [" in shown(both("flow.t.yoi.c0", pounds))


def test_what_is_rounded_there_is_rounded_here():
    assert "45 people" in shown(both("flow.t.yoi.c0", people(43)))


def test_what_is_withheld_there_is_withheld_here():
    says = shown(both("flow.t.yoi.c0", people(3)))

    assert "withheld, so that nobody can be recognised" in says
    assert "3" not in says.replace("[flow.t.yoi.c0]", "")


def test_what_is_withheld_to_cover_another_there_is_withheld_here_too():
    table = a_table({"yoi": [people(3)], "all": [people(3, national=True)]})
    findings = {
        "flow": released(table, id="flow"),
        "theories": released(a_table({"e1": [pointing("flow.t.all.n")]}), id="theories"),
    }

    assert findings["flow"].tables[0].cell("all", "n").shown == "*"
    assert "withheld" in shown(findings)
    assert "3" not in shown(findings)


def test_a_number_that_is_missing_says_why():
    assert "nobody was asked" in shown(both("flow.t.yoi.c0", share(0, 0, why_missing="nobody was asked")))


def test_a_verdict_in_words_is_printed_as_words():
    verdict = Estimate("words", 0.0, "", people=None, says="Too small to matter")

    assert shown(both("flow.t.yoi.c0", verdict)) == "A table (YOI; C0): Too small to matter [flow.t.yoi.c0]"


@pytest.mark.parametrize(
    "address",
    ["flow.t.yoi.gone", "flow.t.gone.c0", "flow.gone.yoi.c0", "gone.t.yoi.c0", "flow.n", "flow", "", "flow.t.yoi.c0.x"],
)
def test_an_address_of_nothing_says_so_and_does_not_stop_the_report(address):
    findings = both(address or "x", people(43))

    assert "No number of this report stands at this address any more" in shown(findings)


def test_a_pointer_at_a_pointer_is_not_followed():
    findings = both("flow.t.yoi.c0", people(43))
    findings["more"] = released(a_table({"e1": [pointing("theories.t.e1.n")]}), id="more")

    assert "any more" in with_pointed(findings)["more"].tables[0].rows[0].cells[0].shown


def test_findings_that_point_at_nothing_are_the_very_same():
    findings = both("flow.t.yoi.c0", people(43))

    assert with_pointed(findings)["flow"] is findings["flow"]


def test_filling_twice_is_filling_once():
    once = with_pointed(both("flow.t.yoi.c0", people(43)))

    assert with_pointed(once)["theories"].tables == once["theories"].tables


def test_nothing_but_the_words_of_a_pointing_cell_changes():
    before = both("flow.t.yoi.c0", people(43))["theories"]
    after = with_pointed(both("flow.t.yoi.c0", people(43)))["theories"]
    cell = after.tables[0].rows[0].cells[0]

    assert (cell.value, cell.low, cell.high, cell.words, cell.points_at) == (None, None, None, True, "flow.t.yoi.c0")
    names = [field.name for field in dataclasses.fields(after) if field.name != "tables"]
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]


def test_every_released_number_has_its_address():
    numbers = numbers_of(both("flow.t.yoi.c1", people(43), share(43, 90)))

    assert {address: cell.shown for address, cell in numbers.items() if address.startswith("flow")} == {
        "flow.t.yoi.c0": "45",
        "flow.t.yoi.c1": "50%",
    }
