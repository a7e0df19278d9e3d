"""The model study's economic section, from rehearsed returns to the printed table: it gives back what was planted.

Planted are what sites pay for a place (rehearsal.toml), and with it how many restraints a year of full delivery must
prevent to pay for that; with 18 sites and three years the cost of a place is known to about two per cent.
"""

from pathlib import Path

import numpy as np
import pytest

from newel.analysis import Evidence, answer_question
from newel.analysis._service_use import read_service_users
from newel.care import OWN_PART, read_pathway
from newel.costs import read_registry, site_months, with_registry
from newel.disclosure import Released, control
from newel.findings import Finding
from newel.freeze import seal
from newel.instruments import read_instruments
from newel.protocol import read_protocol
from newel.rehearsal import (
    Plan,
    planted_break_even,
    planted_costs,
    planted_service_use,
    planted_together,
    read_truths,
    rehearse,
)
from newel.report import read_checklists, read_sections
from newel.report.checklists import checklists
from tests.support import naive_economics as naive
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL, TRUTHS = read_protocol(STUDY), read_truths(STUDY)
PLAN = Plan(PROTOCOL, {}, TRUTHS)
ECONOMIC = {question.id: question for question in PROTOCOL.questions if question.strand == "economic"}


@pytest.fixture(scope="module", params=[1, 2018])
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    instruments = read_instruments(STUDY)
    drawn = rehearse(PROTOCOL, instruments, TRUTHS, seed=request.param).source
    sealed = seal(PROTOCOL, with_registry(drawn, read_registry(STUDY, PROTOCOL)), tmp_path_factory.mktemp("freeze"))
    return Evidence(PROTOCOL, instruments, sealed)


@pytest.fixture(scope="module")
def break_even(study: Evidence) -> Finding:
    return answer_question(ECONOMIC["break_even"], study)


def released(finding: Finding) -> Released:
    return control(finding, PROTOCOL.disclosure)


def printed(finding: Finding, table: str, row: str, column: str) -> float:
    """Return a number as it is printed: pounds and thousands taken out again."""
    shown = released(finding).table(table).cell(row, column).shown
    return float(shown.replace("£", "").replace(",", "").replace("%", ""))


def test_the_printed_cost_of_a_place_is_the_planted_one(study: Evidence) -> None:
    finding, planted = answer_question(ECONOMIC["delivery_costs"], study), planted_costs(PLAN)

    assert printed(finding, "by_source", "recorded", "running_per_place") == pytest.approx(
        planted.running["all"], rel=0.06
    )
    assert printed(finding, "by_source", "recorded", "set_up_per_place") == pytest.approx(
        planted.set_up["all"], rel=0.2
    )
    cell = released(finding).table("by_source").cell("recorded", "running_per_place")
    assert (cell.low or 0) < planted.running["all"] * 1.02
    assert (cell.high or 0) > planted.running["all"] * 0.98


def test_the_printed_price_of_an_incident_is_the_planted_one(break_even: Finding) -> None:
    planted = planted_costs(PLAN).unit_costs

    for measure, item in (("restraints", "restraint"), ("assaults", "assault"), ("self_harm", "self_harm")):
        assert printed(break_even, "needed", f"{measure}_all", "unit_cost") == pytest.approx(planted[item], abs=1)


def test_the_printed_break_even_is_the_planted_one(break_even: Finding) -> None:
    """Of recorded running costs, as planted. Children are drawn too, so it is known less well than the place."""
    for measure in ("restraints", "assaults", "self_harm"):
        planted = planted_break_even(PLAN, measure)["all"]  # type: ignore[arg-type]  # one of the three
        assert printed(break_even, "counted", "recorded_running", measure) == pytest.approx(planted.needed, rel=0.1)


def test_what_happens_without_delivery_is_near_what_was_planted(break_even: Finding) -> None:
    """Eighteen sites whose rates are log-normal, and months of lockdown among them: a third is what that leaves."""
    for measure in ("restraints", "assaults"):
        planted = planted_break_even(PLAN, measure)["all"]  # type: ignore[arg-type]  # one of the two
        seen = break_even.answer
        cell = {row.id: row for table in seen.tables if table.id == "against" for row in table.rows}[f"{measure}_all"]
        assert cell.cells[1].value == pytest.approx(planted.happening, rel=0.35)
        assert (cell.cells[2].low or 0) < planted.prevented < (cell.cells[2].high or 0)


def test_the_long_run_pays_for_delivery_what_the_study_found_it_to_cost(study: Evidence) -> None:
    finding, costs = (answer_question(ECONOMIC[name], study) for name in ("long_run", "delivery_costs"))

    of_a_year = printed(costs, "per_place", "all", "yearly_per_child")
    assert printed(finding, "uses", "delivery", "price") == pytest.approx(of_a_year / 12, abs=0.6)
    cells = [cell for table in released(finding).tables for row in table.rows for cell in row.cells]
    assert not any("withheld" in cell.shown or cell.shown == "*" for cell in cells)
    # By the invented moves and prices a fall between nothing and all of it is enough.
    assert 0 < printed(finding, "break_even", "all", "fall") < 100


def test_the_change_in_what_young_people_cost_holds_the_planted_one(study: Evidence) -> None:
    """Planted is the cost of the help they have; delivery's own comes on top, as sites' cost and phase have it."""
    finding = answer_question(ECONOMIC["costs_and_effects"], study)
    planted = planted_service_use(Plan(PROTOCOL, study.instruments, TRUTHS)).costs
    delivery = naive.delivery_by_wave(study)

    table = {each.id: each for each in finding.answer.tables}["costs"]
    cells = {row.id: dict(zip((column.id for column in table.columns), row.cells, strict=True)) for row in table.rows}
    for name in ("health", "justice", "local_authority", "all"):
        used = (planted[name]["w2"] - planted[name]["w1"]) * 12 / 0.92
        expected = used + delivery[name]["w2"] - delivery[name]["w1"]
        gain = cells[name]["gain"]
        half = ((gain.high or 0) - (gain.low or 0)) / 2
        # Sites' own levels and a hundred young people a wave: within one and a half intervals on both seeds.
        assert abs((gain.value or 0) - expected) < 1.5 * half
    assert cells["all"]["gain"].value == pytest.approx(
        sum(cells[name]["gain"].value or 0 for name in ("health", "justice", "local_authority")), abs=0.01
    )


def test_delivery_is_in_the_cost_of_each_young_person_as_far_as_their_site_delivered(study: Evidence) -> None:
    users = read_service_users(study)
    phase = {
        (row["site_id"], row["month"]): row["phase"]
        for row in site_months(PROTOCOL, study.freeze.frame("monthly_return")).iter_rows(named=True)
    }
    opened = {wave.id: f"{wave.opens:%Y-%m}" for wave in PROTOCOL.waves}

    assert users.why_no_delivery == ""
    for column, name in enumerate(users.perspectives):
        sites = naive.by_site(study, lambda row, name=name: row["perspective"] == name)  # type: ignore[misc]
        for row, (site, wave) in enumerate(users.frame.select("site_id", "wave").iter_rows()):
            year = sites[site]["accrued"] / sites[site]["full_child_years"]
            assert users.delivery[row, column] == pytest.approx(phase[site, opened[wave]] * year, rel=1e-9)


def test_delivery_and_the_help_young_people_had_are_the_two_parts_of_what_they_cost(study: Evidence) -> None:
    finding, users = answer_question(ECONOMIC["costs_and_effects"], study), read_service_users(study)
    table = {each.id: each for each in finding.answer.tables}["parts"]
    parts = {row.id: [each.value or 0 for each in row.cells] for row in table.rows}
    counted = (users.frame["wave"] == "w2").to_numpy() & ~np.isnan(users.counts).any(axis=1)

    assert parts["delivery"][1] == pytest.approx(users.delivery[counted].sum(axis=1).mean())
    assert [sum(each) for each in zip(parts["help"], parts["delivery"], strict=True)] == pytest.approx(parts["all"])


def test_what_is_planted_in_being_heard_is_found_beside_costs(study: Evidence) -> None:
    finding = answer_question(ECONOMIC["costs_and_effects"], study)

    table = {each.id: each for each in finding.answer.tables}["outcomes"]
    heard = next(row for row in table.rows if row.id == "being_heard")
    gain = dict(zip((column.id for column in table.columns), heard.cells, strict=True))["gain"]
    assert (gain.low or 0) > 0


def test_who_feels_less_safe_costs_more_as_planted_and_being_heard_does_not_go_with_cost(study: Evidence) -> None:
    finding = answer_question(ECONOMIC["costs_and_effects"], study)
    planted = planted_together(Plan(PROTOCOL, study.instruments, TRUTHS))

    table = {each.id: each for each in finding.answer.tables}["outcomes"]
    together = {row.id: row.cells[-1] for row in table.rows}
    safety, heard = together["safety"], together["being_heard"]
    assert planted == {"newel_young_person.safety": pytest.approx(-0.28, abs=0.01)}
    # Where people stand is planted; a score of three answers knows it to nine tenths or so.
    assert (safety.low or -1) < 0.9 * planted["newel_young_person.safety"] < (safety.high or 0) < -0.1
    assert abs(heard.value or 0) < 0.1  # none is planted


def test_delivery_is_not_said_to_pay_for_itself_which_was_not_planted(break_even: Finding) -> None:
    table = released(break_even).table("against")

    for row in table.rows:
        assert row.cells[-1].shown != "Pays for itself by this alone"


def test_nothing_is_worked_out_per_unit_of_effect_and_the_reason_is_the_protocols(study: Evidence) -> None:
    finding = released(answer_question(ECONOMIC["cost_effectiveness"], study))

    assert (finding.tables, finding.figures) == ((), ())
    assert any("accepts no effect" in note for note in finding.notes)
    assert any("No EQ-5D-Y-3L value set had been published" in note for note in finding.notes)


def test_staying_as_it_is_costs_what_running_cost_and_delivering_in_full_costs_more(study: Evidence) -> None:
    finding = answer_question(ECONOMIC["budget"], study)
    of_a_place = printed(
        answer_question(ECONOMIC["delivery_costs"], study), "per_place", "all", "running_per_place"
    )

    as_now = [printed(finding, "by_year", f"year_{year}", "as_now") for year in range(2021, 2026)]
    assert as_now == pytest.approx([0.74 * 1160 * of_a_place / 1000] * 5, rel=0.001)
    for year in range(2021, 2026):
        assert printed(finding, "by_year", f"year_{year}", "at_once") > as_now[0]


def test_halves_of_the_sites_are_parted_by_how_often_a_measure_was_kept(study: Evidence) -> None:
    """Once more with loops: sort the sites by their own share, cut at the middle, add up each half."""
    finding = answer_question(ECONOMIC["delivery_costs"], study)
    begun = {site.id: site.rollout_month for site in PROTOCOL.sites}
    pathway = read_pathway(PROTOCOL, study.freeze.frame)
    kept: dict[str, list[bool]] = {}
    for case in OWN_PART["child_present"].cases(pathway).iter_rows(named=True):
        if case["month"] >= begun[case["site_id"]]:
            kept.setdefault(case["site_id"], []).append(case["kept"])
    order = sorted(kept, key=lambda site: (sum(kept[site]) / len(kept[site]), site))
    sites = naive.by_site(study)

    table = {each.id: each for each in finding.answer.tables}["by_fidelity"]
    cells = {row.id: row.cells for row in table.rows}
    for name, half in (("less", order[:9]), ("more", order[9:])):
        counted, share, running, altogether = cells[f"child_present_{name}"]
        here = {site: sites[site] for site in half}
        assert counted.value == 9
        assert share.numerator == sum(sum(kept[site]) for site in half)
        assert share.denominator == sum(len(kept[site]) for site in half)
        for cell, amount in ((running, "running"), (altogether, "accrued")):
            expected = naive.ratio(here, amount, "full_place_years")
            assert (cell.value, cell.low, cell.high) == pytest.approx(expected, rel=1e-9)
    assert (cells["rollout_full"][0].value, cells["rollout_full"][1].value) == (9, None)


def test_every_answer_to_a_checklist_names_a_section_that_exists() -> None:
    files = {section.file for section in read_sections(STUDY)}

    for answers in read_checklists(STUDY).values():
        for answer in answers.values():
            assert set(answer.sections) <= files
    assert {"cheers", "coreq", "gramms", "rameses2"} <= set(checklists())


def test_the_economic_sections_stand_together(tmp_path: Path) -> None:
    titles = [section.title for section in read_sections(STUDY) if section.file.startswith("75")]

    assert titles == [
        "Costs",
        "What a place costs",
        "Costs and consequences",
        "What young people used, and how they fared",
        "Break-even",
        "Budget impact",
        "After they leave",
        "Cost for a unit of effect",
        "What an economic evaluation should report",
    ]
