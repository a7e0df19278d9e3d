"""Agreement of coders: which sources are compared, on which unit, and what is said where nothing can be."""

from typing import Any

import numpy as np
import pytest

from newel.analysis import Evidence
from newel.analysis.qualitative.coder_agreement import alpha_of_counts
from newel.statistics.measurement import krippendorff_alpha
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.words import LAYERS, a_coded_protocol, coded

TWO = [{"source_id": "s1", "case_id": "p1"}, {"source_id": "s2", "case_id": "p2"}]
Codings = list[tuple[str, str, str, int]]


def of(codings: Codings, *, coding: dict[str, Any] | None = None, **more: Any) -> Evidence:
    return evidence(coded(TWO, codings) | more, protocol=a_coded_protocol(coding))


def both(source: str, code: str, *turns: int) -> Codings:
    return [(layer, source, code, turn) for layer in ("first", "second") for turn in turns]


def test_only_sources_that_both_coded_are_compared() -> None:
    answer = ask("coder_agreement", of([*both("s1", "talk", 1), ("first", "s2", "talk", 1)]), "qualitative")

    assert answer.n.value == 1
    assert value(answer, "overall", "all", "units") == 4
    assert value(answer, "overall", "all", "share") == 50
    assert value(answer, "codes", "talk", "alpha") == 1.0


def test_a_difference_lowers_alpha_and_the_layers_stay_as_they_were_before_it_was_settled() -> None:
    codings = [*both("s1", "talk", 1, 2), ("first", "s1", "talk", 3), ("agreed", "s1", "talk", 3)]

    answer = ask("coder_agreement", of(codings), "qualitative")

    ratings = np.array([[1, 1], [1, 1], [1, 0], [0, 0]], dtype=float)
    assert value(answer, "codes", "talk", "alpha") == pytest.approx(krippendorff_alpha(ratings).value)
    assert value(answer, "codes", "talk", "percent") == 75
    assert value(answer, "codes", "talk", "prevalence") == 62.5


def test_a_code_that_is_everywhere_has_no_coefficient_and_says_why() -> None:
    answer = ask("coder_agreement", of(both("s1", "talk", 1, 2, 3, 4)), "qualitative")

    found = cell(answer, "codes", "talk", "alpha")
    assert found.value is None
    assert "not defined" in found.why_missing
    assert value(answer, "codes", "talk", "percent") == 100


def test_one_source_gives_no_interval_and_several_do() -> None:
    one = ask("coder_agreement", of([*both("s1", "talk", 1), ("first", "s1", "talk", 2)]), "qualitative")
    two = ask(
        "coder_agreement",
        of([*both("s1", "talk", 1), ("first", "s1", "talk", 2), *both("s2", "talk", 1, 2, 3)]),
        "qualitative",
    )

    assert cell(one, "codes", "talk", "alpha").low is None
    found = cell(two, "codes", "talk", "alpha")
    assert found.low is not None
    assert found.high is not None
    assert found.low <= float(found.value or 0) <= found.high == 1.0


def test_the_protocol_says_which_coefficients_are_shown() -> None:
    answer = ask("coder_agreement", of(both("s1", "talk", 1), coding={"coefficients": ["alpha", "ac1"]}), "qualitative")

    columns = [column.id for column in table(answer, "codes").columns]
    assert columns == ["prevalence", "alpha", "ac1", "characters", "u_alpha"]


def test_units_of_another_kind_than_the_protocols_are_not_compared() -> None:
    records = coded(TWO, both("s1", "talk", 1))
    records["unit"] = [unit | {"kind": "paragraph"} if unit["number"] > 2 else unit for unit in records["unit"]]

    answer = ask("coder_agreement", evidence(records, protocol=a_coded_protocol()), "qualitative")

    assert value(answer, "overall", "all", "units") == 2


def test_of_several_rounds_the_last_that_both_coded_counts() -> None:
    again = [{"layer_id": f"{name}2", "coder": name, "purpose": name, "round": 2} for name in ("first", "second")]
    codings = [("first", "s1", "talk", 1), ("second", "s1", "talk", 2), ("first2", "s1", "talk", 3),
               ("second2", "s1", "talk", 3)]  # fmt: skip

    answer = ask("coder_agreement", of(codings, layer=[*LAYERS, *again]), "qualitative")

    assert value(answer, "codes", "talk", "alpha") == 1.0


def test_themes_agree_where_coders_chose_different_codes_below_them() -> None:
    codings = [("first", "s1", "talk", 1), ("second", "s1", "culture", 1)]

    answer = ask("coder_agreement", of(codings), "qualitative")

    assert value(answer, "codes", "culture", "alpha") == 1.0
    assert float(value(answer, "codes", "talk", "alpha") or 0) < 0.5


def test_nothing_coded_twice_is_said() -> None:
    answer = ask("coder_agreement", of([("first", "s1", "talk", 1)]), "qualitative")

    assert answer.n.value == 0
    assert "No source that two coders coded was received." in answer.notes
    assert not table(answer, "codes").rows


def test_alpha_from_counts_is_alpha_from_ratings() -> None:
    generator = np.random.default_rng(1)
    for share in (0.05, 0.3, 0.8):
        ratings = (generator.random((60, 2)) < share).astype(float)
        counts = np.array([60, (ratings[:, 0] != ratings[:, 1]).sum(), ratings.sum()])
        assert alpha_of_counts(counts) == pytest.approx(krippendorff_alpha(ratings).value, abs=1e-12)
    with pytest.raises(ValueError, match="same"):
        alpha_of_counts(np.array([60.0, 0.0, 0.0]))
