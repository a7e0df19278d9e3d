"""How often young people have a service is planted: a rate, delivery's ratio, sites and people that differ."""

from collections.abc import Mapping
from math import exp
from typing import Any

import polars as pl
import pytest

from newel.instruments import Instrument
from newel.protocol import Protocol
from newel.records import KINDS
from newel.rehearsal import Plan, Truths, planted_service_use, rehearse
from tests.support.services import HOSPITAL, NURSE, SERVICE_USE, a_service_study, service_instruments

EXACT = {"site_spread": 0.0, "person_spread": 0.0}
UNIT_COSTS = {
    "nurse_contact": {"unit": "contact", "amounts": {"health": 40.0}},
    "hospital_visit": {"unit": "visit", "amounts": {"health": 200.0, "justice": 300.0}},
}
GROUPS = [
    {"id": "staff", "label": "Staff", "plural": "Staff", "denominator": "staff_in_post", "minutes": 15},
    {
        "id": "young_person", "label": "Young person", "plural": "Young people",
        "denominator": "young_people_resident", "minutes": 10, "linked": True,
    },
]  # fmt: skip
MANY = {"agree": {"young_person": 1.0}, "asked": {"young_person": 1.0}, "share_withdrawn": 0.0}


def truths(questionnaires: Mapping[str, Any] | None = None, **services: Any) -> Truths:
    nurse, hospital = services.get("nurse", {}), services.get("hospital", {})
    costs = {"service_use": {NURSE: nurse, HOSPITAL: hospital}, "unit_costs": UNIT_COSTS}
    return Truths.model_validate({"costs": costs, "questionnaires": MANY | dict(questionnaires or {})})


def answers(planted: Truths, protocol: Protocol | None = None, *, seed: int = 1) -> pl.DataFrame:
    """Return what people said of services, with who they are."""
    source = rehearse(protocol or a_service_study(), service_instruments(), planted, seed=seed).source
    said = source.frame(KINDS["answer"]).filter(pl.col("instrument") == "services")
    return said.join(source.frame(KINDS["response"]), on="response_id")


def values(said: pl.DataFrame, item: str) -> pl.Series:
    return said.filter(pl.col("item") == item)["value"].drop_nulls()


def test_everyone_asked_says_a_whole_number_within_the_item_or_skips_it() -> None:
    said = answers(truths({"share_item_missing": 0.2}))

    assert set(said["item"]) == {"nurse", "hospital", "helped"}
    assert set(said["group"]) == {"young_person"}
    counted = said.filter(pl.col("item") != "helped")
    assert (counted["value"].is_null() == (counted["missing"] == "skipped").fill_null(value=False)).all()
    assert counted["value"].is_null().mean() == pytest.approx(0.2, abs=0.05)
    known = counted["value"].drop_nulls()
    assert known.is_between(0, 60).all()
    assert (known == known.round()).all()


def test_what_an_item_does_not_take_is_never_said() -> None:
    often = values(answers(truths(nurse=EXACT | {"rate": 200.0})), "nurse")

    assert set(often) == {60.0}


def test_without_spread_counts_are_poisson_about_the_planted_rate() -> None:
    known = values(answers(truths(nurse=EXACT | {"rate": 3.0})), "nurse")

    error = (3 / len(known)) ** 0.5
    assert known.mean() == pytest.approx(3.0, abs=4 * error)
    assert known.var() == pytest.approx(3.0, rel=0.3)


def test_people_who_differ_make_counts_as_skewed_as_gamma_poisson_is() -> None:
    """The variance of a gamma-Poisson count is its mean plus (person spread x mean) squared."""
    drawn = [
        values(answers(truths(nurse=EXACT | {"rate": 3.0, "person_spread": 1.0}), seed=seed), "nurse")
        for seed in range(4)
    ]
    known = pl.concat(drawn)

    assert known.mean() == pytest.approx(3.0, rel=0.1)
    assert known.var() == pytest.approx(3.0 + 9.0, rel=0.3)


def test_full_delivery_multiplies_the_rate_and_partial_delivery_by_the_root_of_it() -> None:
    said = answers(truths(nurse=EXACT | {"rate": 4.0, "delivery_ratio": 4.0}))
    rollout = {site.id: site.rollout for site in a_service_study().sites}

    counted = said.filter(pl.col("item") == "nurse").with_columns(rollout=pl.col("site_id").replace_strict(rollout))
    means = dict(counted.group_by("rollout").agg(pl.col("value").mean()).iter_rows())

    assert means["full"] == pytest.approx(16.0, rel=0.05)
    assert means["partial"] == pytest.approx(8.0, rel=0.06)


def test_who_answers_again_in_a_later_wave_keeps_their_own_rate() -> None:
    linked = a_service_study(groups=GROUPS)
    said = answers(truths({"stay": {"young_person": 1.0}}, nurse=EXACT | {"rate": 8.0, "person_spread": 1.5}), linked)
    nurse = said.filter(pl.col("item") == "nurse").drop_nulls("value")

    both = nurse.pivot("wave", index="participant_id", values="value").drop_nulls()

    assert both.height > 50
    assert both.select(pl.corr("w1", "w2")).item() > 0.8


def test_counting_services_leaves_every_other_record_as_it_was() -> None:
    instruments, planted = service_instruments(), truths()
    services = instruments.pop("services")
    header = a_service_study().economics
    assert header is not None
    plain = a_service_study(economics=header.model_copy(update={"service_use": None}))
    only_counts = services.model_copy(update={"items": services.items[:2]})

    counting = _frames(a_service_study(), instruments | {"services": only_counts}, planted)
    without = _frames(plain, instruments, planted)

    counting["answer"] = counting["answer"].filter(pl.col("instrument") != "services")
    assert [kind for kind in KINDS if not counting[kind].equals(without[kind])] == []


def _frames(protocol: Protocol, instruments: dict[str, Instrument], planted: Truths) -> dict[str, pl.DataFrame]:
    source = rehearse(protocol, instruments, planted, seed=3).source
    return {kind: source.frame(KINDS[kind]) for kind in KINDS}


def test_an_instrument_that_is_not_there_is_not_answered() -> None:
    others = {name: each for name, each in service_instruments().items() if name != "services"}

    assert "services" not in set(_frames(a_service_study(), others, truths())["answer"]["instrument"])


def test_the_planted_counts_and_costs_are_those_of_the_truths() -> None:
    """By hand: no spread, every site has begun; three full and three partial sites of 100 and 20 places."""
    planted = truths(nurse=EXACT | {"rate": 2.0, "delivery_ratio": 0.25}, hospital=EXACT | {"rate": 0.1})
    full, partial = 100 + 20 + 20, 100 + 20 + 20

    found = planted_service_use(Plan(a_service_study(), service_instruments(), planted))

    nurse = (full * 0.5 + partial * 1.0) / (full + partial)
    assert found.counts[NURSE] == pytest.approx({"w1": nurse, "w2": nurse})
    assert found.counts[HOSPITAL] == pytest.approx({"w1": 0.1, "w2": 0.1})
    assert found.costs["health"]["w1"] == pytest.approx(nurse * 40 + 0.1 * 200)
    assert found.costs["justice"]["w2"] == pytest.approx(0.1 * 300)
    assert found.without == pytest.approx({"health": 80 + 20, "justice": 30, "all": 130})
    assert found.added == pytest.approx({"health": -60.0, "justice": 0.0, "all": -60.0})


def test_the_mean_over_sites_that_differ_is_above_the_site_in_the_middle() -> None:
    planted = truths(nurse={"rate": 2.0, "site_spread": 0.5})

    found = planted_service_use(Plan(a_service_study(), service_instruments(), planted))

    assert found.counts[NURSE]["w1"] == pytest.approx(2.0 * exp(0.125))


def test_what_is_counted_and_has_no_planted_price_is_told() -> None:
    nameless = a_service_study({"counts": [SERVICE_USE["counts"][0] | {"of": "doctor_contact"}]})

    with pytest.raises(ValueError, match="doctor_contact"):
        planted_service_use(Plan(nameless, service_instruments(), truths()))


def test_without_a_block_nothing_is_planted() -> None:
    plain = a_service_study(economics=None)

    with pytest.raises(ValueError, match="service_use"):
        planted_service_use(Plan(plain, service_instruments(), truths()))
