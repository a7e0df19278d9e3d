"""What a further study would be worth: against studies drawn again and again, what it costs, and empty states."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from newel.analysis import Evidence
from newel.analysis._accepted import Draws, Options, options_of
from newel.analysis._delivery import read_delivery
from newel.analysis._further_study import Weighed, further_notes, weighed, worth_figure, worth_tables
from newel.analysis._item_prices import incident_prices
from newel.analysis._places import places
from newel.analysis._worth_of_knowing import information, losses
from newel.disclosure import control
from newel.faults import Refused
from newel.findings import Answer, Table
from newel.protocol import Effect, Protocol, accepted_effects
from tests.support.analysing import ask, cell, finding, table, value
from tests.support.money import RESTRAINT, thresholds
from tests.support.naive_decision import threshold_by_threshold
from tests.support.naive_samples import by_drawing_studies
from tests.support.value_study import unsure, value_evidence, value_study, with_fewer_restraints

EFFECT = Effect(id="climate", label="Point of climate", of="climate", source="A test")
STUDY: dict[str, Any] = {
    "id": "more",
    "label": "More sites",
    "effect": "climate",
    "learns": "gain",
    "sites": [2, 8],
    "source": "A plan, page 2",
}
FOR_ALL = {"children": 600, "years": 3}
COST = 9.0


def protocol(*further: dict[str, Any], **header: Any) -> Protocol:
    paid = {"thresholds": thresholds("climate", 8, 12), "further_studies": further}
    return value_study(**paid | header)


def options(**changes: Any) -> Options:
    """Return no delivery and full delivery, which costs 9 for sure and gives a normal gain of about 1; of 4 sites."""
    gains = np.random.default_rng(4).normal(1, 0.5, 20_000)
    nothing = np.zeros(len(gains))
    parts: dict[str, Any] = {
        "effect": EFFECT,
        "names": ("none", "full"),
        "costs": np.column_stack([nothing, nothing + COST]),
        "effects": np.column_stack([nothing, gains]),
        "base_costs": np.array([0.0, COST]),
        "base_effects": np.array([0.0, 1.0]),
        "parameters": {"cost": nothing + COST, "gain": gains},
        "base": {"cost": COST, "gain": 1.0},
        "people": 40,
        "sites": {"cost": 3, "gain": 4},
    }
    return Options(**parts | changes)


def one(about: Protocol, each: Options | None = None) -> Weighed:
    (found,) = weighed(about, [each or options()])
    return found


def tables(each: Weighed) -> dict[str, Table]:
    return {found.id: found for found in worth_tables(each)}


def column(found: Table, name: str) -> list[float]:
    place = [each.id for each in found.columns].index(name)
    return [row.cells[place].value or 0.0 for row in found.rows]


def test_the_worth_of_a_normal_figure_is_that_of_studies_drawn_again_and_again() -> None:
    worth = tables(one(protocol(STUDY)))["more_worth"]

    gains = options().parameters["gain"]
    for amount in (8, 12):
        lines = np.array([[0.0, 0.0], [-COST, amount]])
        drawn = [by_drawing_studies(lines, gains, size=size, prior=4, seed=1) for size in (2, 8)]
        assert column(worth, f"at_{amount}")[:2] == pytest.approx(drawn, abs=0.02)
        knowing = np.maximum(amount * gains - COST, 0).mean() - max(amount * gains.mean() - COST, 0)
        assert column(worth, f"at_{amount}")[2] == pytest.approx(knowing, abs=1e-3)
    assert [row.label for row in worth.rows] == ["2 sites", "8 sites", "Known for sure"]


def test_the_share_resolved_is_of_the_sites_behind_the_figure_and_withholds_with_its_people() -> None:
    worth = tables(one(protocol(STUDY)))["more_worth"]

    assert column(worth, "resolved") == pytest.approx([100 * 2 / 6, 100 * 8 / 12, 100])
    assert [row.cells[0].denominator for row in worth.rows] == [6, 12, 1]
    assert {each.people for row in worth.rows for each in row.cells[1:]} == {40}


def test_for_all_it_is_worth_children_times_discounted_years_and_what_it_costs_comes_off() -> None:
    about = protocol(STUDY | FOR_ALL | {"fixed_cost": 100, "cost_per_site": 10})
    found = tables(one(about))

    worth, for_all = found["more_worth"], found["more_for_all"]
    years = 1 + 1 / 1.035 + 1 / 1.035**2
    assert column(for_all, "cost") == [120, 180]
    for amount in (8, 12):
        expected = [600 * years * each for each in column(worth, f"at_{amount}")[:2]]
        assert column(for_all, f"worth_{amount}") == pytest.approx(expected)
        assert column(for_all, f"net_{amount}") == pytest.approx(np.array(expected) - [120, 180])


def test_without_rates_years_count_alike_and_without_a_cost_nothing_comes_off() -> None:
    each = one(protocol(STUDY | FOR_ALL, discounting=[]))

    assert each.child_years == 1800
    assert [found.id for found in tables(each)["more_for_all"].columns] == ["worth_8", "worth_12"]
    (_, _, about) = further_notes(protocol(STUDY | FOR_ALL), [options()], [each])
    assert about.endswith("600 children at any one time and 3 years, undiscounted.")


def test_the_curve_starts_at_nothing_rises_at_equal_steps_and_stays_below_knowing() -> None:
    each = one(protocol(STUDY | {"sites": [4, 45]}))

    curve = tables(each)["more_by_size"]
    assert [row.id for row in curve.rows] == [f"sites_{size}" for size in range(0, 48, 3)]
    worth, knowing = column(curve, "worth"), column(curve, "knowing")
    assert worth[0] == pytest.approx(0, abs=1e-9)
    assert worth == sorted(worth)
    assert max(worth) < min(knowing) == max(knowing)
    (figure,) = worth_figure(each)
    assert (figure.table, figure.columns, figure.drawn_as) == ("more_by_size", ("worth", "knowing"), "lines")


def test_a_figure_that_would_change_no_choice_is_said_and_not_drawn() -> None:
    sure = options(costs=np.column_stack([np.zeros(20_000), np.full(20_000, 500.0)]))
    about = protocol(STUDY)
    each = one(about, sure)

    assert list(worth_figure(each)) == []
    assert list(tables(each)) == ["more_worth"]
    notes = list(further_notes(about, [sure], [each]))
    assert notes[-1].endswith("To know it for sure would change no choice, at any of these amounts.")


def test_a_figure_that_does_not_vary_and_a_decision_that_was_not_worked_out_are_said() -> None:
    other = STUDY | {"id": "other", "label": "Another", "effect": "restraint", "learns": "ratio"}
    about = protocol(STUDY | {"learns": "cost"}, other, effects=[RESTRAINT])

    assert list(weighed(about, [options()])) == []
    assert list(further_notes(about, [options()], [])) == [
        "More sites: not weighed, because its figure does not vary over draws.",
        "Another: not weighed, because its decision was not worked out.",
    ]


def test_one_site_is_not_called_sites() -> None:
    assert [row.label for row in tables(one(protocol(STUDY | {"sites": [1, 2]})))["more_worth"].rows][:2] == [
        "1 site",
        "2 sites",
    ]


ACCEPTED: dict[str, Any] = {
    "effects": [RESTRAINT | {"counts_savings": True}],
    "thresholds": [*thresholds("restraint", 3000, 30000), *thresholds("climate", 10000)],
}
RESTRAINTS = STUDY | FOR_ALL | {"effect": "restraint", "learns": "ratio", "cost_per_site": 9000}
CLIMATE = STUDY | {"id": "climates", "label": "Climate again"}


def accepting(*further: dict[str, Any]) -> Evidence:
    about = value_evidence(**ACCEPTED | {"further_studies": further})
    return unsure(with_fewer_restraints(about, 3), "restraint")


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("cost_effectiveness", accepting(RESTRAINTS, CLIMATE), "economic", draws=3000)


def drawn(place: int = 0) -> Options:
    """Return the options of an accepted effect, drawn as the analysis draws them."""
    about = accepting()
    prices = incident_prices(about, number=3000, rng=np.random.default_rng((20201231, 0)))
    draws = Draws(read_delivery(about), places(about.protocol)[-1], prices, 3000, 20201231)
    return options_of(about, accepted_effects(about.protocol)[place], draws)


def test_the_accepting_study_prints_its_further_studies_below_knowing(found: Answer) -> None:
    for amount in (3000, 30000):
        knowing = value(found, "restraint_information", f"at_{amount}", "ratio") or 0
        assert value(found, "more_worth", "knowing", f"at_{amount}") == pytest.approx(knowing)
        two, eight = (value(found, "more_worth", f"sites_{size}", f"at_{amount}") or 0 for size in (2, 8))
        assert 0 <= two <= eight <= knowing
        worth, net = (value(found, "more_for_all", "sites_8", f"{name}_{amount}") or 0 for name in ("worth", "net"))
        assert net == pytest.approx(worth - 72_000)
    assert cell(found, "more_worth", "sites_8", "resolved").denominator == 16
    assert {"more_by_size"} == {figure.id for figure in found.figures if figure.id.endswith("_by_size")}
    about = "More sites (A plan, page 2): it would measure this figure: rate"
    assert any(note.startswith(about) for note in found.notes)
    assert any("Jalal and Alarid-Escudero 2018" in note for note in found.notes)


def test_what_is_printed_of_a_further_study_passes_disclosure() -> None:
    about = accepting(RESTRAINTS)
    released = control(finding("cost_effectiveness", about, "economic", draws=500), about.protocol.disclosure)

    assert released.table("more_worth").cell("sites_8", "resolved").shown == "50%"
    assert released.table("more_for_all").cell("sites_8", "cost").shown == "£72,000"


def test_every_figure_stands_on_the_sites_it_was_found_at() -> None:
    assert drawn(0).sites == {"cost": 8, "happening": 8, "ratio": 8}
    assert drawn(1).sites == {"cost": 8, "gain": 8}


def test_without_a_further_study_that_is_said_and_nothing_is_shown() -> None:
    answer = ask("cost_effectiveness", accepting(), "economic", draws=500)

    assert not any(each.id.endswith(("_worth", "_by_size", "_for_all")) for each in answer.tables)
    assert sum("names no further study" in note for note in answer.notes) == 1
    bare = ask("cost_effectiveness", value_evidence(), "economic")
    assert not any("further study" in note for note in bare.notes)


def test_figures_of_a_kind_are_worth_at_least_as_much_together_as_alone(found: Answer) -> None:
    names = [each.id for each in table(found, "restraint_information").columns]

    assert names == ["all", "cost", "happening", "ratio", "saving", "incidents", "money"]
    for row in table(found, "restraint_information").rows:
        worth = dict(zip(names, (each.value or 0 for each in row.cells), strict=True))
        slack = 0.05 * worth["all"]
        assert max(worth["happening"], worth["ratio"]) - slack <= worth["incidents"] <= worth["all"] + slack
        assert max(worth["cost"], worth["saving"]) - slack <= worth["money"] <= worth["all"] + slack
    assert [each.id for each in table(found, "climate_information").columns] == ["all", "cost", "gain"]


def test_two_figures_that_tell_the_same_are_no_group() -> None:
    each = drawn()
    same = replace(each, parameters=each.parameters | {"ratio": 1 - each.parameters["happening"] / 100})

    assert [column.id for column in information(same, np.array([3000.0])).columns][-1] == "money"


def test_every_choice_has_its_expected_loss(found: Answer) -> None:
    each, amounts = drawn(), np.array([3000.0, 30000.0])
    benefit = amounts[:, None, None] * each.effects - each.costs

    expected = benefit.max(axis=2, keepdims=True) - benefit
    printed = np.array([[one.value for one in row.cells] for row in table(found, "restraint_losses").rows])
    assert printed == pytest.approx(expected.mean(axis=1))
    _, knowing = threshold_by_threshold(each.costs, each.effects, amounts)
    assert printed.min(axis=1) == pytest.approx(knowing)
    assert [column.id for column in losses(each, amounts).columns] == ["none", "partial", "full"]


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(Refused, match="a whole number above 99"):
        ask("cost_effectiveness", accepting(), "economic", draws=20)
