"""Who fares worse uses a service more often, by a planted ratio; everything else stays as it was planted."""

from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from newel.instruments import Instrument
from newel.records import KINDS
from newel.rehearsal import Plan, Truths, planted_service_use, planted_together, rehearse, service_use
from newel.rehearsal.asking import Respondent, ask_everyone
from newel.statistics.costs_and_effects import poisson_costs
from tests.support.services import HOSPITAL, NURSE, a_service_study, service_instruments

SCALE = "days.climate"
UNIT_COSTS = {
    "nurse_contact": {"unit": "contact", "amounts": {"health": 40.0}},
    "hospital_visit": {"unit": "visit", "amounts": {"health": 200.0, "justice": 300.0}},
}
MANY = {"agree": {"young_person": 1.0}, "asked": {"young_person": 1.0}, "share_withdrawn": 0.0, "share_item_missing": 0}
EXACT = {"rate": 3.0, "site_spread": 0.0, "person_spread": 0.0}
RARE = {"rate": 0.3, "site_spread": 0.2, "person_spread": 1.0}


def worse(ratio: float) -> dict[str, Any]:
    return {"goes_with": SCALE, "worse_ratio": ratio}


def truths(nurse: dict[str, Any], hospital: dict[str, Any]) -> Truths:
    costs = {"service_use": {NURSE: nurse, HOSPITAL: hospital}, "unit_costs": UNIT_COSTS}
    return Truths.model_validate({"costs": costs, "questionnaires": MANY})


def counted(planted: Truths, instruments: dict[str, Instrument]) -> tuple[np.ndarray, np.ndarray]:
    """Return many people's nurse counts, and where they stand on the scale, which is drawn here."""
    plan, rng = Plan(a_service_study(), instruments, planted), np.random.default_rng(5)
    people: list[Respondent] = []
    for seed in range(6):
        asked = ask_everyone(plan, np.random.default_rng(seed)).respondents
        people += [each for each in asked if each.group == "young_person"]
    standing = {("days", "climate", each.response_id): float(rng.normal()) for each in people}
    said = service_use.draw(plan, people, rng, standing=standing)
    mine = said.filter(said["item"] == "nurse")
    stand = [standing["days", "climate", response] for response in mine["response_id"]]
    return mine["value"].to_numpy(), np.array(stand)


@pytest.mark.parametrize(("direction", "sign"), [("higher_is_better", -1), ("higher_is_worse", 1)])
def test_who_is_a_standard_deviation_worse_off_has_it_as_often_as_planted(direction: str, sign: int) -> None:
    """Second opinion: a Poisson regression of counts on where people stand."""
    instruments = service_instruments()
    scale = instruments["days"].scales[0].model_copy(update={"direction": direction})
    instruments["days"] = instruments["days"].model_copy(update={"scales": (scale,)})

    counts, stand = counted(truths(EXACT | worse(1.6), RARE), instruments)

    fit = poisson_costs(counts, np.column_stack([np.ones(len(counts)), stand]))
    assert len(counts) > 1000
    assert fit.coefficients[1] == pytest.approx(sign * log(1.6), abs=0.06)
    assert counts.mean() == pytest.approx(3.0, rel=0.06)


def test_the_planted_correlation_is_that_of_people_drawn_one_by_one() -> None:
    """Naive twin: each person of each site with loops of their own; full delivery doubles time with a nurse."""
    nurse = {"rate": 3.0, "site_spread": 0.3, "person_spread": 0.8, "delivery_ratio": 2.0} | worse(1.6)
    hospital = RARE | worse(1.4)
    plan = Plan(a_service_study(), service_instruments(), truths(nurse, hospital))
    rng, products, people = np.random.default_rng(3), np.zeros((2, 2)), 400
    for site in a_service_study().sites:
        dose = {"full": 1.0, "partial": 0.5}[str(site.rollout)]
        for _ in range(60):
            stand = rng.normal(size=people)
            cost = np.zeros(people)
            for price, spread, own, mean, ratio in (
                (40.0, 0.3, 0.8, 3.0 * 2.0**dose, 1.6),
                (500.0, 0.2, 1.0, 0.3, 1.4),
            ):
                fares = np.exp(-stand * log(ratio) - log(ratio) ** 2 / 2)
                gamma = rng.gamma(1 / own**2, own**2, people)
                cost += price * rng.poisson(mean * np.exp(rng.normal(0, spread)) * gamma * fares)
            apart = np.column_stack([cost - cost.mean(), stand - stand.mean()])
            products += site.places * apart.T @ apart

    found = planted_together(plan)

    assert found.keys() == {SCALE}
    assert found[SCALE] == pytest.approx(products[0, 1] / sqrt(products[0, 0] * products[1, 1]), abs=0.01)
    assert found[SCALE] < -0.2


def test_what_people_have_on_average_stays_as_it_was_planted() -> None:
    both = (truths(EXACT | more, RARE) for more in ({}, worse(2.0)))
    plain, going = (Plan(a_service_study(), service_instruments(), planted) for planted in both)

    assert planted_service_use(plain) == planted_service_use(going)
    assert planted_together(plain) == {}


def test_what_goes_together_changes_no_answer_to_a_scale() -> None:
    frames = [
        rehearse(a_service_study(), service_instruments(), truths(EXACT | more, RARE), seed=3).source
        for more in ({}, worse(2.0))
    ]
    answers = [each.frame(KINDS["answer"]) for each in frames]
    others = [each.filter(each["instrument"] != "services") for each in answers]

    assert others[0].equals(others[1])
    assert not answers[0].equals(answers[1])


def test_a_ratio_of_nobody_knows_which_scale_is_refused() -> None:
    with pytest.raises(ValidationError, match="a scale in goes_with"):
        truths({"worse_ratio": 1.5}, RARE)


def test_without_a_block_nothing_goes_together() -> None:
    with pytest.raises(ValueError, match="service_use"):
        planted_together(Plan(a_service_study(economics=None), service_instruments(), truths(EXACT, RARE)))
