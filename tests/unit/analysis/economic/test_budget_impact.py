"""What rolling delivery out costs each budget in each year: by hand from the cost of a place, and never discounted."""

import pytest

from newel.analysis.economic.budget_impact import place_years
from newel.findings import Answer
from newel.protocol import Protocol, Scenario
from tests.support import naive_economics as naive
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.money import SCENARIOS
from tests.support.protocols import a_protocol
from tests.support.value_study import value_evidence

PLACES = sum(site.places for site in value_evidence().protocol.sites)


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("budget_impact", value_evidence(), "economic")


def per_place(perspective: str) -> tuple[float, float]:
    """Return running costs of a place and year, and set-up costs of a place."""
    sites = naive.by_site(value_evidence(), lambda row: perspective in ("all", row["perspective"]))
    running = naive.ratio(sites, "running", "full_place_years")[0]
    return running, naive.ratio(sites, "set_up", "full_places")[0]


@pytest.mark.parametrize("perspective", ["health", "justice", "all"])
def test_a_year_is_places_times_running_costs_and_new_places_times_set_up(found: Answer, perspective: str) -> None:
    """Slowly: a quarter, three quarters, half, all. New are a quarter, a half, none, and the last quarter."""
    running, set_up = per_place(perspective)

    shares = {2022: (0.25, 0.25), 2023: (0.75, 0.5), 2024: (0.5, 0.0), 2025: (1.0, 0.25)}
    for year, (delivering, new) in shares.items():
        expected = PLACES * (delivering * running + new * set_up) / 1000
        assert value(found, "slowly", f"year_{year}", perspective) == pytest.approx(expected)


def test_years_add_up_undiscounted_and_perspectives_add_up_to_all(found: Answer) -> None:
    for column in ("health", "justice", "local_authority", "all"):
        years = [value(found, "slowly", f"year_{year}", column) or 0 for year in range(2022, 2026)]
        assert value(found, "slowly", "all", column) == pytest.approx(sum(years))
    parts = [value(found, "slowly", "all", name) or 0 for name in ("health", "justice", "local_authority")]
    assert sum(parts) == pytest.approx(value(found, "slowly", "all", "all"))


def test_scenarios_stand_side_by_side_by_calendar_year(found: Answer) -> None:
    assert [row.id for row in table(found, "by_year").rows] == [f"year_{year}" for year in range(2021, 2026)]
    assert value(found, "by_year", "year_2022", "at_once") == value(found, "at_once", "year_2022", "all")
    missing = cell(found, "by_year", "year_2021", "slowly")
    assert (missing.value, missing.why_missing) == (None, "the scenario does not speak of this year")


def test_what_is_set_up_already_is_not_paid_again(found: Answer) -> None:
    running, set_up = per_place("all")

    assert value(found, "at_once", "year_2021", "all") == pytest.approx(PLACES * (running + 0.5 * set_up) / 1000)
    assert value(found, "at_once", "year_2022", "all") == pytest.approx(PLACES * running / 1000)


@pytest.mark.parametrize(
    ("uptake", "already", "new"),
    [([1.0], 0.0, [1.0]), ([0.2, 0.1, 0.3], 0.0, [0.2, 0.0, 0.1]), ([0.2, 0.6], 0.5, [0.0, 0.1])],
)
def test_a_place_is_set_up_once(uptake: list[float], already: float, new: list[float]) -> None:
    scenario = Scenario.model_validate(SCENARIOS[0] | {"uptake": uptake, "already": already, "places": 100})

    years = place_years(value_evidence().protocol, scenario)

    assert [running for running, _ in years] == pytest.approx([100 * share for share in uptake])
    assert [newly for _, newly in years] == pytest.approx([100 * share for share in new])


def test_a_year_of_running_costs_alone_has_the_interval_of_the_cost_of_a_place(found: Answer) -> None:
    """Second year at once: nothing is new, so what is left is one ratio of totals."""
    sites = naive.by_site(value_evidence())
    _, low, high = naive.ratio(sites, "running", "full_place_years")

    mine = cell(found, "at_once", "year_2022", "all")
    assert mine.low == pytest.approx(PLACES * low / 1000, rel=0.02)
    assert mine.high == pytest.approx(PLACES * high / 1000, rel=0.02)


def test_what_a_scenario_assumes_is_printed_with_its_source(found: Answer) -> None:
    row = {each.id: each for each in table(found, "assumed").rows}["slowly"]

    assert row.cells[0].value == PLACES
    assert [each.says for each in row.cells[1:]] == ["0%", "25%, 75%, 50%, 100%", "Assumed"]
    assert any("nothing is discounted" in note for note in found.notes)
    assert not any("spread at" in note for note in found.notes)


@pytest.mark.parametrize(
    ("protocol", "why"),
    [
        (a_protocol(), "declares no scenario"),
        (a_protocol(economics=None), "declares no scenario"),
        (a_protocol(economics=a_protocol().economics.model_dump() | {"scenarios": SCENARIOS}), "no cost of delivery"),  # type: ignore[union-attr]  # it has one
    ],
)
def test_without_scenarios_or_costs_there_is_a_reason(protocol: Protocol, why: str) -> None:
    answer = ask("budget_impact", evidence({}, protocol=protocol), "economic")

    assert (answer.tables, answer.figures) == ((), ())
    assert any(why in note for note in answer.notes)
