"""Conversations, costs, and the strands side by side."""

import pytest

from newel.analysis import Evidence
from tests.support.analysing import answers, ask, cell, evidence, people, responses, table, value
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol


def test_an_interview_is_one_person_and_a_group_is_several() -> None:
    sessions = [
        {"session_id": "1", "group": "young_person", "minutes": 30},
        {"session_id": "2", "group": "young_person", "kind": "focus_group", "people": 3, "minutes": 60},
    ]

    answer = ask("sessions_and_observations", evidence({"session": sessions}), "qualitative")

    row = [
        value(answer, "sessions", "young_person", column)
        for column in ("interviews", "focus_groups", "people", "hours")
    ]
    assert row == [1, 1, 4, 1.5]
    assert cell(answer, "sessions", "young_person", "interviews").people == 1
    assert cell(answer, "sessions", "young_person", "focus_groups").people is None
    assert value(answer, "sessions", "staff", "interviews") == 0


def test_meetings_are_counted_by_kind_and_are_not_people() -> None:
    observations = [
        {"observation_id": "1", "meeting": "formulation", "child_present": True},
        {"observation_id": "2", "meeting": "formulation", "needs_discussed": False},
    ]

    answer = ask("sessions_and_observations", evidence({"observation": observations}), "qualitative")

    share = cell(answer, "observations", "formulation", "share_child_present")
    assert (share.value, share.people) == (50, None)
    assert cell(answer, "observations", "handover", "share_child_present").value is None


def costs() -> Evidence:
    """Two sites in 2019: 10 children all year cost 5,000 pounds, 20 children cost 15,000."""
    protocol = a_protocol(economics=a_protocol().economics.model_dump() | {"perspectives": ["health", "justice"]})  # type: ignore[union-attr]
    records = {
        "cost": [
            {"site_id": "S01", "item": "training", "amount": 4000.0},
            {"site_id": "S01", "item": "premises", "perspective": "justice", "amount": 1000.0},
            {"site_id": "S03", "item": "Training", "amount": 15000.0},
            {"site_id": "S03", "item": "old", "amount": 7.0, "price_year": 2012},
        ],
        "monthly_return": [
            {"site_id": site, "month": "2019-03", "children": children}
            for site, children in (("S01", 10.0), ("S03", 20.0))
        ],
    }
    return evidence(records, protocol=protocol)


def test_each_pound_is_borne_by_one_perspective_and_the_items_add_up_to_the_total() -> None:
    answer = ask("cost_by_perspective", costs(), "economic")

    assert value(answer, "by_perspective", "health", "amount") == 19000
    assert value(answer, "by_perspective", "justice", "share") == 5
    assert value(answer, "by_perspective", "all", "amount") == 20000
    assert sum(row.cells[1].value or 0 for row in table(answer, "by_item").rows) == 20000
    assert value(answer, "by_year", "year_2019", "all") == 20000


def test_two_spellings_of_an_item_are_one_row() -> None:
    answer = ask("cost_by_perspective", costs(), "economic")

    assert value(answer, "by_item", "health_training", "sites") == 2


def test_cost_per_child_year_is_a_ratio_of_totals() -> None:
    answer = ask("cost_by_perspective", costs(), "economic")

    assert value(answer, "by_type", "all", "per_child_year") == pytest.approx(20000 / 30)
    assert value(answer, "by_type", "yoi", "per_child_year") == pytest.approx(500)


def test_a_year_in_which_nobody_lived_there_has_a_cost_and_no_cost_per_child_year() -> None:
    empty = {"cost": [{}], "monthly_return": [{"month": "2019-03", "children": 0.0}]}

    answer = ask("cost_by_perspective", evidence(empty), "economic")

    assert value(answer, "by_type", "yoi", "amount") == 1000
    assert value(answer, "by_type", "yoi", "per_child_year") is None


def test_pounds_of_another_year_are_left_out_and_the_reader_is_told() -> None:
    answer = ask("cost_by_perspective", costs(), "economic")

    assert any("no series converts recorded costs (rows: 1)" in note for note in answer.notes)


def test_no_value_set_means_no_quality_adjusted_life_years_for_the_reason_the_protocol_gives() -> None:
    answer = ask("cost_by_perspective", costs(), "economic")

    assert any("None had been published." in note for note in answer.notes)


def test_a_protocol_without_an_economics_header_shows_no_cost() -> None:
    answer = ask("cost_by_perspective", evidence({"cost": [{}]}, protocol=a_protocol(economics=None)), "economic")

    assert value(answer, "by_perspective", "all", "amount") is None
    assert any("no economics header" in note for note in answer.notes)


def test_the_joint_display_says_what_each_strands_own_analysis_says() -> None:
    records = {
        "monthly_return": [
            {"site_id": "S01", "assaults": 3, "staff_in_post": 10, "staff_trained": 4},
            {"site_id": "S02", "assaults": 9, "staff_in_post": 20, "staff_trained": 4},
        ],
        "assessment": [{"domain": "education"}, {"domain": "mental_health"}],
        "session": [{}],
    }
    about = evidence(records)

    together = ask("joint_display", about, "synthesis")

    incidents, training = ask("incident_rates", about), ask("training_coverage", about)
    needs = ask("needs_identified", about)
    for place in ("yoi", "sch", "all"):
        shown = {
            name: cell(together, "side_by_side", place, name)
            for name in ("assaults", "share_trained", "share_all_assessed")
        }
        assert shown["assaults"] == cell(incidents, "rates_by_type", place, "assaults")
        assert shown["share_trained"].value == value(training, "coverage", place, "share_trained")
        assert shown["share_all_assessed"].value == value(needs, "completeness", place, "share_all_assessed")
    assert value(together, "side_by_side", "yoi", "interviews") == 1


@pytest.mark.parametrize(("direction", "position"), [("higher_is_better", 100), ("higher_is_worse", 0)])
def test_a_position_runs_to_the_better_end_whatever_the_scales_direction(direction: str, position: int) -> None:
    who = people(1, site_id="S01", group="staff", wave="w1")
    records = {"consent": who, "response": responses(who), "answer": answers(who, 5, 5, 1)}
    scale = an_instrument().scales[0].model_dump() | {"direction": direction}

    answer = ask("joint_display", evidence(records, instruments=[an_instrument(scales=[scale])]), "synthesis")

    assert value(answer, "experience", "staff_team_climate", "yoi") == position
