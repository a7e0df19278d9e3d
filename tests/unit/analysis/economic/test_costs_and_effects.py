"""Costs and outcomes of the same people: in a balanced study of two waves all of it is a t test over sites, by hand."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from newel.analysis._costs_and_outcomes import CostsAndOutcomes
from newel.analysis._joint_change import complete, drawn
from newel.analysis._service_use import ServiceUsers, read_service_users
from newel.disclosure import control
from newel.findings import Answer
from newel.protocol import Protocol
from tests.support.analysing import ask, cell, finding, table, value
from tests.support.money import thresholds
from tests.support.service_people import Said, a_people_protocol, people, people_evidence, yearly

TWO_WAVES = {"reference_wave": "w2", "first_follow_up": "w3", "last_wave": "w3"}
ENDS = ("w2", "w3")


def two_waves(**economics: object) -> Protocol:
    """Return the protocol with its first wave before the reference, so that two are compared."""
    protocol = a_people_protocol(sites=10, **economics)
    assert protocol.impact is not None
    return protocol.model_copy(update={"impact": protocol.impact.model_copy(update=TWO_WAVES)})


def drawn_people(protocol: Protocol, **planted: float) -> list[Said]:
    return people(protocol, each=15, seed=4, together=0.3, move=0.8, **planted)  # type: ignore[arg-type]


def by_site(said: list[Said], amount: "dict[str, float] | str", protocol: Protocol) -> np.ndarray:
    """Return the later wave's mean less the earlier one's, site by site; `amount` weighs costs, or is the score."""
    found = []
    for site in protocol.sites:
        means = []
        for wave in ENDS:
            here = [each for each in said if (each.site, each.wave) == (site.id, wave)]
            of = [each.heard if amount == "heard" else yearly(each)[str(amount)] for each in here]
            means.append(sum(of) / len(of))
        found.append(means[1] - means[0])
    return np.array(found)


def paired(differences: np.ndarray) -> tuple[float, float, float]:
    """Return the mean and the ends of its 95 % interval, by a t test over sites."""
    middle = float(differences.mean())
    margin = stats.t.ppf(0.975, len(differences) - 1) * float(differences.std(ddof=1)) / sqrt(len(differences))
    return middle, middle - margin, middle + margin


PROTOCOL = two_waves()
SAID = drawn_people(PROTOCOL)


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("costs_and_effects", people_evidence(PROTOCOL, SAID), "economic")


def test_what_a_person_cost_in_a_year_is_their_contacts_at_unit_costs(found: Answer) -> None:
    for wave in ENDS:
        here = [each for each in SAID if each.wave == wave]
        for name in ("health", "justice", "all"):
            expected = sum(yearly(each)[name] for each in here) / len(here)
            assert value(found, "costs", name, wave) == pytest.approx(expected)
        assert value(found, "use", "nurse_contact", wave) == pytest.approx(sum(each.nurse for each in here) / len(here))
        assert cell(found, "costs", "all", wave).people == len(here)


@pytest.mark.parametrize(
    ("months", "words"), [(1.0, "1 month"), (3.0, "3 months"), (0.92, "4 weeks"), (0.23, "1 week"), (1.5, "1.5 months")]
)
def test_the_time_asked_about_is_in_weeks_where_it_is_some_whole_ones(months: float, words: str) -> None:
    asked = a_people_protocol(use={"months": months})
    answer = ask("costs_and_effects", people_evidence(asked, SAID[:60]), "economic")

    assert table(answer, "use").title.endswith(f"in the {words} they were asked about")


def test_it_is_said_how_to_read_whether_costs_and_outcomes_go_together(found: Answer) -> None:
    assert any("below 0 those who score higher cost less" in note for note in found.notes)


@pytest.mark.parametrize("name", ["health", "justice", "all"])
def test_the_change_in_cost_is_a_paired_t_test_over_sites(found: Answer, name: str) -> None:
    gain = cell(found, "costs", name, "gain")

    assert (gain.value, gain.low, gain.high) == pytest.approx(paired(by_site(SAID, name, PROTOCOL)), rel=1e-4)
    assert gain.unit == "GBP per child and year"


def test_the_change_in_the_outcome_of_the_same_people_is_one_too(found: Answer) -> None:
    gain = cell(found, "outcomes", "heard", "gain")

    assert (gain.value, gain.low, gain.high) == pytest.approx(paired(by_site(SAID, "heard", PROTOCOL)), rel=1e-4)


def test_how_cost_goes_with_the_outcome_is_told_within_site_and_wave(found: Answer) -> None:
    cells: dict[tuple[str, str], list[Said]] = {}
    for each in SAID:
        cells.setdefault((each.site, each.wave), []).append(each)
    products = np.zeros((2, 2))
    for (_, wave), here in cells.items():
        if wave in ENDS:
            apart = np.array([[yearly(each)["all"], each.heard] for each in here])
            apart = apart - apart.mean(axis=0)
            products += apart.T @ apart

    together = cell(found, "outcomes", "heard", "together")
    assert together.value == pytest.approx(products[0, 1] / sqrt(products[0, 0] * products[1, 1]), rel=1e-4)
    assert (together.low or 0) > 0


def test_net_benefit_at_an_amount_is_a_t_test_of_each_sites_own(found: Answer) -> None:
    accepting = two_waves(thresholds=thresholds("heard", 500, 4000), comparator="Before")
    answer = ask("costs_and_effects", people_evidence(accepting, SAID), "economic")

    for amount in (500, 4000):
        own = amount * by_site(SAID, "heard", PROTOCOL) - by_site(SAID, "all", PROTOCOL)
        benefit = cell(answer, "heard_benefit", f"at_{amount}", "benefit")
        assert (benefit.value, benefit.low, benefit.high) == pytest.approx(paired(own), rel=1e-4)
        chance = stats.t.cdf(own.mean() / (own.std(ddof=1) / sqrt(len(own))), len(own) - 1)
        assert value(answer, "heard_benefit", f"at_{amount}", "chance") == pytest.approx(chance, rel=1e-4)
    assert len(table(answer, "heard_worth").rows) == 21
    assert [each.id for each in answer.figures] == ["costs", "heard_worth"]
    assert any("accepts none of them" in note for note in found.notes)


def test_other_ways_to_the_same_change_stand_beside_it_in_the_methods(found: Answer) -> None:
    ways = table(found, "ways")

    assert ways.printed_in == "methods"
    assert [row.id for row in ways.rows] == ["answered", "alone", "skewed", "resampled"]
    middle, low, high = paired(by_site(SAID, "all", PROTOCOL))
    for row in ways.rows:
        assert row.cells[0].value == pytest.approx(middle, abs=0.3 * (high - low))
    assert (ways.rows[1].cells[1].value, ways.rows[1].cells[1].low) == pytest.approx(
        paired(by_site(SAID, "heard", PROTOCOL))[:2], rel=1e-3
    )
    assert ways.rows[2].cells[1].why_missing == "This is a model of costs."


GAPS = drawn_people(PROTOCOL, missing=0.15)


def with_gaps() -> ServiceUsers:
    return read_service_users(people_evidence(PROTOCOL, GAPS))


def test_what_is_missing_is_drawn_and_those_who_answered_all_stand_beside() -> None:
    answer = ask("costs_and_effects", people_evidence(PROTOCOL, GAPS), "economic")
    whole = paired(by_site(SAID, "all", PROTOCOL))

    gain = cell(answer, "costs", "all", "gain")
    assert gain.value == pytest.approx(whole[0], abs=0.5 * (whole[2] - whole[1]))
    assert [row.id for row in table(answer, "ways").rows][:2] == ["completed", "answered"]
    assert any(note.startswith("What people left out was drawn 20 times") for note in answer.notes)


def test_a_drawn_count_is_one_that_somebody_gave_and_an_answer_stays() -> None:
    users = with_gaps()
    imputations = complete(users, draws=3, seed=1)
    assert not isinstance(imputations, str)

    counts, scores = drawn(users, imputations)

    for each in counts:
        assert np.isfinite(each).all()
        for item in range(each.shape[1]):
            given = users.counts[:, item]
            assert set(each[:, item]) <= set(given[np.isfinite(given)])
            assert (each[np.isfinite(given), item] == given[np.isfinite(given)]).all()
    assert np.isfinite(np.array(scores)).all()
    assert not np.array_equal(counts[0], counts[1])


def test_the_same_seed_gives_the_same_completed_answer() -> None:
    first, second = (ask("costs_and_effects", people_evidence(PROTOCOL, GAPS), "economic", seed=7) for _ in range(2))

    assert first == second


def test_costs_that_do_not_vary_between_people_stand_in_the_sum_alone() -> None:
    nobody_visits = [Said(*each, nurse, 0.0, heard) for *each, nurse, _, heard in map(_fields, SAID)]
    answer = ask("costs_and_effects", people_evidence(PROTOCOL, nobody_visits), "economic")

    expected = by_site(nobody_visits, "all", PROTOCOL).mean()
    assert cell(answer, "costs", "all", "gain").value == pytest.approx(expected)
    assert "their sum alone is modelled" in cell(answer, "costs", "justice", "gain").why_missing
    assert value(answer, "costs", "justice", "w2") == 0


def _fields(each: Said) -> tuple[str, str, str, float, float, float]:
    return each.person, each.site, each.wave, each.nurse, each.hospital, each.heard


def test_nothing_is_shown_of_a_study_that_did_not_ask() -> None:
    plain = PROTOCOL.model_copy(
        update={"economics": PROTOCOL.economics and PROTOCOL.economics.model_copy(update={"service_use": None})}
    )

    answer = ask("costs_and_effects", people_evidence(plain, SAID), "economic")

    assert (answer.tables, answer.figures) == ((), ())
    assert "has no block [economics.service_use]" in answer.notes[0]


def test_nothing_is_shown_where_nobody_answered() -> None:
    answer = ask("costs_and_effects", people_evidence(PROTOCOL, []), "economic")

    assert answer.tables == ()
    assert answer.notes == ("Nothing is shown: nobody of the group sent answers.",)


def test_one_site_has_means_and_no_change() -> None:
    alone = [each for each in SAID if each.site == "S01"]
    answer = ask("costs_and_effects", people_evidence(PROTOCOL, alone), "economic")

    assert value(answer, "costs", "all", "w2") is not None
    assert "too few sites" in cell(answer, "costs", "all", "gain").why_missing.lower()
    assert any(note.startswith("No change is shown: too few sites") for note in answer.notes)


def test_people_who_all_said_the_same_have_no_model() -> None:
    same = [Said(*each, 2.0, 1.0, 3.0) for *each, _, _, _ in map(_fields, SAID)]
    answer = ask("costs_and_effects", people_evidence(PROTOCOL, same), "economic")

    assert value(answer, "costs", "health", "w2") == pytest.approx(12 * (2 * 40 + 200) * 121 / 110)
    assert cell(answer, "costs", "all", "gain").value is None


def test_what_few_people_said_is_withheld() -> None:
    few = [each for each in SAID if each.person.endswith("p0") and each.site in {"S01", "S02", "S03"}]
    about = people_evidence(PROTOCOL, few)

    released = control(finding("costs_and_effects", about, "economic"), about.protocol.disclosure)

    shown = released.table("outcomes").cell("heard", "w2")
    assert cell(ask("costs_and_effects", about, "economic"), "outcomes", "heard", "w2").people == 3
    assert not any(character.isdigit() for character in shown.shown)


def test_reading_costs_leaves_delivery_out_and_says_so_where_its_cost_is_not_known() -> None:
    about = people_evidence(PROTOCOL, SAID)
    users = CostsAndOutcomes(about, read_service_users(about), PROTOCOL.impact, 1).users  # type: ignore[arg-type]

    assert users.why_no_delivery
    assert not users.delivery.any()
