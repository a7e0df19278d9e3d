"""Scales and people's changes: laws of alpha and of the reliable change index, and what few answers may not say."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from newel.analysis import Evidence
from newel.disclosure import control
from newel.findings import Answer, Estimate
from newel.protocol import Disclosure
from tests.support.analysing import ask, cell, finding, table, value
from tests.support.item_answers import ITEMS, Filled, filled, item_evidence
from tests.support.outcomes import IMPACT, OUTCOME, an_impact_protocol

COEFFICIENTS = ("alpha", "ordinal_alpha", "omega")
SITES = 6


@cache
def rows(*, linked: bool = False, gain: float = 0.0, people: int = 20) -> Filled:
    return filled(an_impact_protocol(sites=SITES, linked=linked), gain=gain, people=people)


def about(answers: Filled, *, linked: bool = False, **blocks: Any) -> Evidence:
    return item_evidence(an_impact_protocol(sites=SITES, linked=linked, **blocks), answers)


@cache
def quality() -> Answer:
    return ask("scale_quality", about(rows()))


def coefficients(answer: Answer) -> list[float]:
    return [float(value(answer, "reliability", "climate", name) or 0) for name in COEFFICIENTS]


def test_the_order_of_items_does_not_matter_where_none_is_turned() -> None:
    turned: Filled = [(*row[:3], [row[3][2], row[3][0], row[3][1], row[3][3]]) for row in rows()]

    assert coefficients(ask("scale_quality", about(turned))) == pytest.approx(coefficients(quality()), rel=1e-6)


def test_answers_all_turned_round_hang_together_alike() -> None:
    turned: Filled = [(*row[:3], [6 - code for code in row[3]]) for row in rows()]

    found = coefficients(ask("scale_quality", about(turned)))

    assert found == pytest.approx(coefficients(quality()), rel=1e-5)


def test_an_item_that_is_not_turned_although_it_runs_the_other_way_spoils_the_scale() -> None:
    forgotten: Filled = [(*row[:3], [*row[3][:3], 6 - row[3][3]]) for row in rows()]

    found = ask("scale_quality", about(forgotten))

    assert coefficients(found)[0] < coefficients(quality())[0] - 0.2


def test_a_stronger_factor_gives_a_higher_alpha() -> None:
    protocol = an_impact_protocol(sites=SITES)
    alphas = [
        coefficients(ask("scale_quality", item_evidence(protocol, filled(protocol, loading=loading))))[0]
        for loading in (0.3, 0.6, 0.9)
    ]

    assert alphas == sorted(alphas)


def test_items_of_chance_alone_have_an_alpha_near_nothing() -> None:
    protocol = an_impact_protocol(sites=SITES)

    found = ask("scale_quality", item_evidence(protocol, filled(protocol, loading=0.0, people=40)))

    assert coefficients(found)[0] == pytest.approx(0.0, abs=0.2)


def test_only_the_reference_wave_is_described() -> None:
    scrambled: Filled = [row if row[2] == "w1" else (*row[:3], [1.0, 5.0, 1.0, 5.0]) for row in rows()]

    found = ask("scale_quality", about(scrambled))

    assert table(found, "reliability").rows == table(quality(), "reliability").rows


def test_an_item_that_everybody_answers_alike_is_an_answer_in_words_and_never_a_wrong_number() -> None:
    flat: Filled = [(*row[:3], [3.0, *row[3][1:]]) for row in rows()]

    found = ask("scale_quality", about(flat))

    for name in COEFFICIENTS:
        one = cell(found, "reliability", "climate", name)
        assert (one.value is None) == bool(one.why_missing)
        assert one.value is None or 0 < one.value < 1
    assert "alike" in cell(found, "reliability", "climate", "ordinal_alpha").why_missing


@pytest.mark.parametrize("whole", [0, 1])
def test_how_few_answered_every_item_is_counted_in_a_cell_and_in_no_word(whole: int) -> None:
    first = [row for row in rows() if row[2] == "w1"]
    gaps: Filled = [(*row[:3], [float("nan"), *row[3][1:]]) for row in first[whole:]]

    asked = finding("scale_quality", about([*first[:whole], *gaps]))

    counted = cell(asked.answer, "reliability", "climate", "people")
    assert (counted.value, counted.national) == (whole, True)
    for name in COEFFICIENTS:
        why = cell(asked.answer, "reliability", "climate", name).why_missing
        assert why == "Nobody, or too few people, answered every item in the reference wave."
    released = control(asked, Disclosure(rule="nhs_hes"))
    shown = released.table("reliability").cell("climate", "people").shown
    assert shown == ("*" if whole else "0")


@pytest.mark.parametrize(("people", "tried"), [(8, False), (9, True)])
def test_a_ladder_is_tried_from_fifty_answers_a_wave_on(people: int, *, tried: bool) -> None:
    found = ask("scale_quality", about(rows(people=people)))

    reached = cell(found, "invariance", "climate", "reached")
    assert bool(reached.says) is tried
    assert ("Too few people" in reached.why_missing) is not tried
    assert reached.people == (6 * people if tried else None)


def test_a_study_of_one_wave_has_nothing_to_climb() -> None:
    found = ask("scale_quality", about([row for row in rows() if row[2] == "w1"]))

    assert cell(found, "invariance", "climate", "reached").why_missing == "Fewer than two waves have answers."
    assert coefficients(found) == pytest.approx(coefficients(quality()), rel=1e-12)


def parts(answer: Answer, name: str = "to_w2") -> list[Estimate]:
    return [cell(answer, name, "climate", each) for each in ("improved", "unchanged", "deteriorated")]


@cache
def changes() -> Answer:
    return ask("reliable_change", about(rows(linked=True, gain=0.8), linked=True))


def test_everybody_who_was_scored_twice_is_in_one_of_three_classes() -> None:
    for name in ("to_w2", "to_w3"):
        counted = value(changes(), name, "climate", "people")
        assert sum(float(each.numerator or 0) for each in parts(changes(), name)) == counted
        assert sum(float(each.value or 0) for each in parts(changes(), name)) == pytest.approx(100)


def test_where_lower_is_better_who_improved_is_who_else_got_worse() -> None:
    turned = ask(
        "reliable_change",
        about(rows(linked=True, gain=0.8), linked=True, outcomes=[OUTCOME | {"better": "lower"}]),
    )

    assert [each.numerator for each in parts(turned)] == [each.numerator for each in reversed(parts(changes()))]
    assert cell(turned, "to_w2", "climate", "smallest") == cell(changes(), "to_w2", "climate", "smallest")


def test_a_planted_gain_lets_more_people_improve_than_get_worse_and_none_lets_neither() -> None:
    still = ask("reliable_change", about(rows(linked=True), linked=True))

    improved, _, worse = (float(each.value or 0) for each in parts(changes()))
    assert improved > 3 * worse
    assert abs(float(parts(still)[0].value or 0) - float(parts(still)[2].value or 0)) < 10


def test_what_is_reliable_is_judged_by_the_answers_of_the_reference_wave() -> None:
    drawn = rows(linked=True)
    swapped = {"w1": "w2", "w2": "w1", "w3": "w3"}
    back: Filled = [(person, site, swapped[wave], codes) for person, site, wave, codes in drawn]
    later = {"impact": IMPACT | {"reference_wave": "w2", "first_follow_up": "w3"}}

    of_first, of_second = (ask("reliable_change", about(each, linked=True)) for each in (drawn, back))
    from_second = ask("reliable_change", about(drawn, linked=True, **later))

    smallest = [value(each, "to_w3", "climate", "smallest") for each in (of_first, of_second, from_second)]
    assert smallest[0] != smallest[1]
    assert smallest[1] == pytest.approx(smallest[2], rel=1e-9)


def test_names_of_persons_and_the_order_of_records_do_not_matter() -> None:
    renamed: Filled = [(f"q{row[0]}", *row[1:]) for row in reversed(rows(linked=True, gain=0.8))]

    found = ask("reliable_change", about(renamed, linked=True))

    assert found == changes()


def test_a_study_of_two_waves_has_one_comparison() -> None:
    protocol = {"impact": IMPACT | {"last_wave": "w2"}}

    found = ask("reliable_change", about(rows(linked=True), linked=True, **protocol))

    assert [each.id for each in found.tables] == ["to_w2"]
    assert [figure.table for figure in found.figures] == ["to_w2"]


def test_items_that_hang_together_by_chance_give_no_reliable_change_but_a_reason() -> None:
    generator = np.random.default_rng(0)
    noise: Filled = []
    for person, site, wave, _ in rows(linked=True):
        one = float(generator.integers(1, 6))
        noise.append((person, site, wave, [one, 6 - one, one, one]))

    found = ask("reliable_change", about(noise, linked=True))

    assert all(each.value is None for each in parts(found))
    assert parts(found)[0].why_missing == "The answers of the reference wave give no reliability."


def test_few_people_who_were_followed_are_withheld() -> None:
    followed = {row[0] for row in rows(linked=True) if row[2] == "w1"}
    few = sorted(followed)[:4]
    kept = [row for row in rows(linked=True) if row[2] == "w1" or row[0] in few]

    settings = Disclosure(rule="nhs_hes", study_is_national=True)
    released = control(finding("reliable_change", about(kept, linked=True)), settings)

    row = released.table("to_w2").rows[0]
    *of_few, smallest = row.cells
    assert {each.shown for each in of_few} <= {"*", "0%"}
    assert smallest.value is not None  # it is worked out from everybody of the reference wave


def test_every_item_of_the_form_is_counted() -> None:
    assert value(quality(), "reliability", "climate", "items") == len(ITEMS)
