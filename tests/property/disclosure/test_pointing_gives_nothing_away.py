"""Whatever is pointed at, what is printed in the second place is what was printed in the first, and no true number."""

from hypothesis import given, settings
from hypothesis import strategies as some

from newel.disclosure import disclosure_rules, numbers_of, with_pointed
from newel.findings import Estimate
from tests.support.findings import a_table, people, released, share

FEW = settings(max_examples=80, deadline=None, derandomize=True)
COUNTS = some.lists(some.integers(0, 60), min_size=1, max_size=5)
RULES = some.sampled_from(sorted(disclosure_rules()))


def both(counts, rule):
    """Return a finding of these counts with their total, and one that points at each of its cells."""
    rows = {f"type_{place}": [people(count), share(count, 80)] for place, count in enumerate(counts)}
    rows["all"] = [people(sum(counts), national=True), share(sum(counts), 80 * len(counts), national=True)]
    of_numbers = released(a_table(rows, ("n", "share")), id="flow", rule=rule)
    addresses = [f"flow.t.{row}.{column}" for row in rows for column in ("n", "share")]
    pointers = {
        f"e{place}": [Estimate("words", 0.0, "", people=None, says=address, points_at=address)]
        for place, address in enumerate(addresses)
    }
    return {"flow": of_numbers, "points": released(a_table(pointers), id="points", rule=rule)}


@FEW
@given(COUNTS, RULES)
def test_every_pointing_cell_says_what_its_target_says(counts, rule):
    findings = with_pointed(both(counts, rule))
    numbers = numbers_of(findings)
    for row in findings["points"].tables[0].rows:
        target = numbers[row.cells[0].points_at]
        says = "withheld" if target.shown == "*" else target.shown
        assert says in row.cells[0].shown


@FEW
@given(COUNTS, RULES)
def test_a_number_that_is_withheld_in_one_place_is_printed_in_none(counts, rule):
    findings = with_pointed(both(counts, rule))
    numbers = numbers_of(findings)
    for row in findings["points"].tables[0].rows:
        cell = row.cells[0]
        if numbers[cell.points_at].shown == "*":
            words = cell.shown.replace(cell.points_at, "").replace(f"TYPE_{cell.points_at.split('_')[-1][:1]}", "")
            assert not any(letter.isdigit() for letter in words)


@FEW
@given(COUNTS, RULES)
def test_pointing_changes_no_number_anywhere_else(counts, rule):
    before = both(counts, rule)

    assert with_pointed(before)["flow"] == before["flow"]


@FEW
@given(COUNTS, RULES)
def test_a_pointing_table_never_makes_its_own_rule_withhold_or_release_anything(counts, rule):
    findings = both(counts, rule)
    alone = released(a_table({"yoi": [people(3)]}), id="alone", rule=rule)
    beside = released(
        a_table({"yoi": [people(3)]}),
        a_table({"e": [Estimate("words", 0.0, "", people=None, says="x", points_at="flow.t.all.n")]}, id="p"),
        id="beside",
        rule=rule,
    )

    assert beside.tables[0].rows == alone.tables[0].rows
    assert len(findings) == 2
