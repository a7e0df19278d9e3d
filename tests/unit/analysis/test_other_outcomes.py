"""Secondary outcomes, the course of change, deviations: families, verdicts, doses and what the records do not hold."""

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from newel.analysis._dose_response import with_dose
from newel.analysis._wave_dose import DOSES, wave_doses
from newel.disclosure import control
from newel.findings import Answer
from newel.protocol import Disclosure
from tests.support.analysing import ask, cell, finding, table, value
from tests.support.outcomes import (
    FAMILY,
    IMPACT,
    OUTCOME,
    Rows,
    an_impact_protocol,
    impact_evidence,
    planted,
)

SECONDARY = OUTCOME | {"role": "secondary"}
EXPLORATORY = OUTCOME | {"id": "idea", "label": "Idea", "role": "exploratory", "family": None}
SPREAD = {"site": 0.5, "person": 0.0, "rest": 1.0}


def drawn(change: dict[str, float], *, sites: int = 12, people: int = 40, seed: int = 3) -> Rows:
    return planted(an_impact_protocol(sites=sites), lambda _, wave: change[wave], people=people, seed=seed)


def course(change: dict[str, float], **blocks: Any) -> Answer:
    return ask("sustained_change", impact_evidence(an_impact_protocol(**blocks), drawn(change)))


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"w1": 0.0, "w2": 0.6, "w3": 0.7}, "Sustained"),
        ({"w1": 0.0, "w2": 0.8, "w3": 0.0}, "Faded"),
        ({"w1": 0.0, "w2": -0.05, "w3": 0.0}, "Never moved"),
    ],
)
def test_what_is_planted_gets_its_verdict(change: dict[str, float], verdict: str) -> None:
    found = course(change)

    assert cell(found, "verdicts", "climate", "verdict").says == verdict
    assert table(found, "verdicts").rows[0].cells[1].says.endswith(".")


def test_a_study_too_small_to_tell_says_that_nobody_can() -> None:
    rows = drawn({"w1": 0.0, "w2": 0.2, "w3": 0.2}, sites=6, people=4)

    found = ask("sustained_change", impact_evidence(an_impact_protocol(sites=6), rows))

    assert cell(found, "verdicts", "climate", "verdict").says == "Cannot tell"


def test_a_scale_on_which_lower_is_better_improves_by_falling() -> None:
    found = course({"w1": 0.0, "w2": -0.6, "w3": -0.6}, outcomes=[OUTCOME | {"better": "lower"}])

    assert cell(found, "verdicts", "climate", "verdict").says == "Sustained"
    gain = value(found, "course", "climate", "gain")
    assert gain is not None
    assert gain > 0, "a change for the better is positive"


def test_the_later_change_has_a_90_per_cent_interval_and_the_others_95() -> None:
    found = course({"w1": 0.0, "w2": 0.5, "w3": 0.5})

    widths = {name: cell(found, "course", "climate", name) for name in ("gain", "later")}
    gain, later = (float(np.subtract(each.high, each.low)) for each in widths.values())  # type: ignore[arg-type]  # numbers
    assert later < 0.9 * gain, "the same error by design, so only the confidence differs"


def test_how_unlike_sites_are_widens_what_is_expected_elsewhere() -> None:
    rows = planted(
        an_impact_protocol(), lambda site, wave: (wave != "w1") * (0.5 + 0.5 * (-1) ** int(site[1:])), people=40
    )
    found = ask("sustained_change", impact_evidence(an_impact_protocol(), rows))

    spread, elsewhere = (cell(found, "sites", "climate", name) for name in ("spread", "elsewhere"))
    gain = cell(found, "course", "climate", "gain")
    assert spread.value is not None
    assert spread.value > 0.2
    assert float(np.subtract(elsewhere.high, elsewhere.low)) > 2 * float(np.subtract(gain.high, gain.low))  # type: ignore[arg-type]  # numbers


def test_with_fewer_than_five_sites_nothing_is_said_of_how_they_differ() -> None:
    rows = drawn({"w1": 0.0, "w2": 0.5, "w3": 0.5}, sites=4)
    evidence = impact_evidence(an_impact_protocol(sites=4), rows)

    unlike = cell(ask("sustained_change", evidence), "sites", "climate", "spread")
    less = cell(ask("primary_outcomes", evidence), "left_out", "climate", "lowest")

    assert unlike.value is None
    assert "fewer than five sites" in unlike.why_missing
    assert less.value is None


def test_a_missing_last_wave_leaves_the_gain_and_says_that_the_rest_cannot_be_told() -> None:
    rows = [row for row in drawn({"w1": 0.0, "w2": 0.8, "w3": 0.8}) if row[2] != "w3"]
    found = ask("sustained_change", impact_evidence(an_impact_protocol(), rows))

    assert value(found, "course", "climate", "gain") is not None
    assert value(found, "course", "climate", "later") is None
    verdict, because = (each.says for each in table(found, "verdicts").rows[0].cells)
    assert (verdict, "afterwards could not be estimated" in because) == ("Cannot tell", True)


def test_one_follow_up_cannot_show_that_a_gain_lasted() -> None:
    protocol = an_impact_protocol(impact=IMPACT | {"last_wave": "w2"})
    found = ask("sustained_change", impact_evidence(protocol, drawn({"w1": 0.0, "w2": 0.8, "w3": 0.8})))

    assert cell(found, "verdicts", "climate", "verdict").says == "Cannot tell"


def test_a_verdict_on_few_people_never_leaves() -> None:
    rows = drawn({"w1": 0.0, "w2": 5.0, "w3": 5.0}, sites=6, people=1)
    asked = finding("sustained_change", impact_evidence(an_impact_protocol(sites=6), rows))

    released = control(asked, Disclosure(rule="nhs_hes", study_is_national=True))

    for name in ("verdicts", "course", "sites"):
        for line in released.table(name).rows:
            assert {each.shown for each in line.cells} <= {"*", "no data"}


def test_the_dose_counts_as_its_difference_from_the_sites_own_mean() -> None:
    frame = pl.DataFrame({"site_id": ["A", "A", "B", "B"], "wave": ["w1", "w2", "w1", "w2"], "score": [1.0, 2, 3, 4]})
    doses = pl.DataFrame(
        {"site_id": ["A", "A", "B", "B"], "wave": ["w1", "w2", "w1", "w2"], "phase": [0.0, 1.0, 1.0, None]}
    )

    found = with_dose(frame, doses, "phase")

    assert found.select("site_id", "wave", "dose").rows() == [("A", "w1", -0.5), ("A", "w2", 0.5), ("B", "w1", 0.0)]


def test_delivery_is_that_of_the_month_in_which_a_wave_opened_and_the_unknown_is_blank() -> None:
    protocol = an_impact_protocol(sites=2, begins=["2019-02", "2019-03"])

    doses = wave_doses(impact_evidence(protocol, []))

    phase = {(row["site_id"], row["wave"]): row["phase"] for row in doses.iter_rows(named=True)}
    assert (phase["S01", "w1"], phase["S02", "w1"], phase["S02", "w2"]) == (1.0, 0.0, 1.0)
    assert doses["formulated"].null_count() == doses.height
    assert set(DOSES) < set(doses.columns)


def test_a_response_to_delivery_is_found_where_it_is_planted() -> None:
    begins = ["2019-01", "2019-06", "2020-03"]
    protocol = an_impact_protocol(begins=begins)
    months = {site.id: site.rollout_month for site in protocol.sites}
    opens = {wave.id: f"{wave.opens:%Y-%m}" for wave in protocol.waves}
    rows = planted(protocol, lambda site, wave: 0.8 * (months[site] <= opens[wave]), people=40)

    found = cell(ask("sustained_change", impact_evidence(protocol, rows)), "dose", "climate", "phase")

    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.8 / np.std([row[4] for row in rows if row[2] == "w1"]) < found.high
    assert found.low > 0


def test_a_dose_that_nobody_recorded_has_no_response_but_a_reason() -> None:
    found = course({"w1": 0.0, "w2": 0.1, "w3": 0.1})

    assert "is known" in cell(found, "dose", "climate", "formulated").why_missing


def test_families_stand_apart_and_exploratory_outcomes_are_not_corrected() -> None:
    protocol = an_impact_protocol(
        outcomes=[OUTCOME | {"family": None}, SECONDARY | {"id": "one"}, SECONDARY | {"id": "two"}, EXPLORATORY]
    )
    found = ask("secondary_outcomes", impact_evidence(protocol, drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1})))

    assert [each.id for each in found.tables] == ["family_deciding", "exploratory"]
    p, corrected = (value(found, "family_deciding", "one", name) for name in ("p", "p_corrected"))
    assert p is not None
    assert corrected == pytest.approx(min(1.0, 2 * p)), "Holm doubles the smaller of two equal p values"
    assert [column.id for column in table(found, "exploratory").columns] == ["difference", "effect", "p"]
    assert "climate" not in {row.id for each in found.tables for row in each.rows}


def test_an_outcome_without_answers_still_counts_in_its_family() -> None:
    gone = SECONDARY | {"id": "gone", "group": "carer"}
    measure = {
        "id": "all",
        "name": "All",
        "voices": ["staff", "carer"],
        "waves": ["w1", "w2", "w3"],
        "instruments": ["team"],
    }
    protocol = an_impact_protocol(outcomes=[SECONDARY | {"id": "one"}, gone], families=[FAMILY], measures=[measure])

    found = ask("secondary_outcomes", impact_evidence(protocol, drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1})))

    p, corrected = (value(found, "family_deciding", "one", name) for name in ("p", "p_corrected"))
    assert p is not None
    assert corrected == pytest.approx(min(1.0, 2 * p))
    assert "Nobody answered" in cell(found, "family_deciding", "gone", "difference").why_missing


def test_secondary_outcomes_of_no_family_are_planned_and_shown_as_not_corrected() -> None:
    protocol = an_impact_protocol(outcomes=[SECONDARY | {"family": None}], families=[])
    found = ask("secondary_outcomes", impact_evidence(protocol, drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1})))

    assert [each.id for each in found.tables] == ["secondary"]


def test_deviations_name_the_silent_site_the_late_answer_and_the_wave_without_one() -> None:
    rows = [row for row in drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1}, sites=6, people=5) if row[2] != "w3"]
    rows = [row for row in rows if not (row[1] == "S02" and row[2] == "w2")]
    held = impact_evidence(an_impact_protocol(sites=6), rows)
    late = held.freeze.frame("response").with_columns(
        sent_on=pl.when(pl.col("site_id") == "S01").then(pl.col("sent_on") - timedelta(days=1)).otherwise("sent_on")
    )
    held.freeze.frames["response"] = late  # type: ignore[attr-defined]  # of the freeze that tests hold

    found = ask("deviations", held)

    assert value(found, "waves", "staff_w1", "silent") == 0
    assert value(found, "waves", "staff_w2", "silent") == 1
    assert value(found, "waves", "staff_w1", "outside") == 5
    assert cell(found, "outcomes", "climate", "collected").says == "No score in: Wave 3"
    assert any("answered by no question" in note for note in found.notes)


def test_a_study_that_went_as_planned_has_no_deviation() -> None:
    question = {"id": "q", "asks": "?", "strand": "quantitative", "analysis": "primary_outcomes", "section": "1.md"}
    protocol = an_impact_protocol(questions=[question])

    found = ask("deviations", impact_evidence(protocol, drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1})))

    assert found.n.value == 0
    assert {each.says for each in table(found, "outcomes").rows[0].cells} == {"As planned"}
    assert not any("answered by no question" in note for note in found.notes)


def test_a_protocol_changed_after_the_seal_is_a_deviation_in_words() -> None:
    held = impact_evidence(an_impact_protocol(sites=6), drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1}, sites=6, people=5))
    changed = an_impact_protocol(sites=6, families=[FAMILY | {"correction": "bh"}])

    found = ask("deviations", type(held)(changed, held.instruments, held.freeze))

    assert any("changed after the records were sealed" in note for note in found.notes)


def test_a_model_without_one_of_its_adjustments_is_a_deviation() -> None:
    rows: Rows = [(*row[:3], "web", row[4]) for row in drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1}, sites=6, people=8)]

    found = ask("deviations", impact_evidence(an_impact_protocol(sites=6), rows))

    assert "without mode" in cell(found, "outcomes", "climate", "model").says


@pytest.mark.parametrize("analysis", ["primary_outcomes", "secondary_outcomes", "sustained_change", "deviations"])
@pytest.mark.parametrize("kept", ["nothing", "one_site", "one_wave", "all_missing"])
def test_nothing_to_analyse_is_an_answer_and_never_a_crash(analysis: str, kept: str) -> None:
    protocol = an_impact_protocol(sites=6, outcomes=[OUTCOME, SECONDARY | {"id": "one", "family": None}])
    keep = {
        "nothing": lambda _: False,
        "one_site": lambda row: row[1] == "S01",
        "one_wave": lambda row: row[2] == "w1",
        "all_missing": lambda _: True,
    }
    rows = [row for row in drawn({"w1": 0.0, "w2": 0.1, "w3": 0.1}, sites=6, people=4) if keep[kept](row)]
    if kept == "all_missing":
        rows = [(*row[:4], float("nan")) for row in rows]

    asked = finding(analysis, impact_evidence(protocol, rows))

    numbers = [each for part in asked.answer.tables for row in part.rows for each in row.cells]
    assert all(each.value is not None or each.why_missing for each in numbers)
    assert not any(each.value is not None and np.isnan(each.value) for each in numbers)
    assert control(asked, Disclosure(rule="nhs_hes", study_is_national=True)).id == "asked"


@pytest.mark.parametrize("analysis", ["primary_outcomes", "sustained_change"])
def test_which_site_has_which_name_and_who_comes_first_changes_no_number(analysis: str) -> None:
    bare = {"impact": IMPACT | {"adjust_for": []}}
    protocol = an_impact_protocol(sites=7, **bare)
    rows = planted(protocol, lambda site, wave: 0.3 * (wave != "w1") * (int(site[1:]) % 3), people=9)
    turned = {f"S{number:02d}": f"S{8 - number:02d}" for number in range(1, 8)}
    renamed = [(person, turned[site], *rest) for person, site, *rest in reversed(rows)]

    before, after = (ask(analysis, impact_evidence(protocol, each)) for each in (rows, renamed))  # type: ignore[arg-type]

    for one, other in zip(before.tables, after.tables, strict=True):
        for line, same in zip(one.rows, other.rows, strict=True):
            for mine, theirs in zip(line.cells, same.cells, strict=True):
                assert (mine.says, mine.people, mine.why_missing) == (theirs.says, theirs.people, theirs.why_missing)
                assert [mine.value or 0, mine.high or 0] == pytest.approx(
                    [theirs.value or 0, theirs.high or 0], rel=1e-5, abs=1e-7
                )
