"""The economic header: whose costs, in which money, at which rates; what contradicts is refused with its place."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from newel.faults import Refused
from newel.protocol import read_protocol, scaffold
from newel.protocol.consistency import problems
from tests.support.protocols import a_protocol

HEADER: dict[str, Any] = {
    "perspectives": ["health", "justice"],
    "price_year": 2020,
    "currency": "GBP",
    "comparator": "The same sites before delivery began",
    "value_set": "none",
    "value_set_reason": "None had been published.",
}
RATES = {"id": "usual", "costs": 0.035, "effects": 0.035, "source": "A handbook, page 5"}
SAFETY = {"id": "safety", "label": "Safety", "measure": "assaults", "better": "lower", "role": "exploratory"}
IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2"}
OUTCOME = {"id": "climate", "label": "Climate", "group": "staff", "scale": "team.climate", "role": "primary"}
QALY_QUESTION = {
    "id": "value", "asks": "?", "strand": "economic", "analysis": "a", "section": "1.md", "options": {"effect": "qaly"},
}  # fmt: skip


def found(header: dict[str, Any] | None = None, **blocks: Any) -> list[tuple[Any, ...]]:
    seen = problems(a_protocol(economics=HEADER | (header or {}), **blocks))
    assert all(problem.found and problem.expected and problem.remedy for problem in seen)
    return [problem.path for problem in seen]


def threshold(amount: float, per: str = "climate") -> dict[str, Any]:
    return {"amount": amount, "per": per, "source": "A commissioner"}


def test_a_whole_header_is_without_a_problem() -> None:
    lasting = {"set_up_years": 5, "training_years": 3, "source": "Assumed"}
    header = {"discounting": [RATES, RATES | {"id": "low", "costs": 0.015}], "lasting": lasting}

    assert found(header | {"thresholds": [threshold(10), threshold(20)]}, impact=IMPACT, outcomes=[OUTCOME]) == []


@pytest.mark.parametrize(
    "header",
    [
        {"perspectives": ["treasury"]},
        {"perspectives": []},
        {"price_year": 20},
        {"currency": "EUR"},
        {"value_set_reason": " "},
        {"value_set": "Germany 2021"},
        {"discounting": [{key: value for key, value in RATES.items() if key != "source"}]},
        {"discounting": [RATES | {"costs": 3.5}]},
        {"discounting": [RATES | {"source": ""}]},
        {"thresholds": [threshold(0)]},
        {"lasting": {"set_up_years": 0, "training_years": 3, "source": "Assumed"}},
    ],
)
def test_a_value_that_means_nothing_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        found(header)


def test_a_perspective_named_twice_would_be_added_twice() -> None:
    assert found({"perspectives": ["health", "health"]}) == [("economics", "perspectives")]


def test_pairs_of_rates_have_names_of_their_own() -> None:
    assert found({"discounting": [RATES, RATES]}) == [("economics", "discounting", 1, "id")]


@pytest.mark.parametrize(
    ("thresholds", "place"),
    [
        ([threshold(20), threshold(10)], (1, "amount")),
        ([threshold(20), threshold(20)], (1, "amount")),
        ([threshold(20, "calm")], (0, "per")),
    ],
)
def test_thresholds_rise_and_are_paid_for_an_outcome(thresholds: list[Any], place: tuple[int, str]) -> None:
    assert found({"thresholds": thresholds}, impact=IMPACT, outcomes=[OUTCOME]) == [("economics", "thresholds", *place)]


def test_thresholds_of_two_outcomes_rise_by_themselves() -> None:
    thresholds = [threshold(20), threshold(5, "safety")]

    assert found({"thresholds": thresholds}, impact=IMPACT, outcomes=[OUTCOME, SAFETY]) == []


def test_a_threshold_needs_a_comparator() -> None:
    header = {"thresholds": [threshold(20)], "comparator": " "}

    assert found(header, impact=IMPACT, outcomes=[OUTCOME]) == [("economics", "comparator")]


def test_without_a_value_set_nothing_is_asked_for_per_quality_adjusted_life_year() -> None:
    assert found({"thresholds": [threshold(20_000, "qaly")]}) == [("economics", "thresholds", 0, "per")]
    assert found({}, questions=[QALY_QUESTION]) == [("questions", 0, "options")]


def test_with_a_value_set_it_may_be() -> None:
    header = {"value_set": "somewhere", "thresholds": [threshold(20_000, "qaly")]}

    assert found(header, questions=[QALY_QUESTION]) == []


def test_a_reason_for_an_adult_value_set_needs_a_value_set() -> None:
    assert found({"adult_tariff_reason": "Old."}) == [("economics", "adult_tariff_reason")]


def test_a_contradiction_is_told_with_file_line_and_remedy(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    path = tmp_path / "mine" / "protocol.toml"
    block = (
        '\n[economics]\nperspectives = ["health"]\nprice_year = 2027\ncurrency = "GBP"\ncomparator = "Before"\n'
        'value_set = "none"\nvalue_set_reason = "None yet"\n\n[[economics.thresholds]]\namount = 20000\nper = "qaly"\n'
        'source = "A handbook"\n'
    )
    text = path.read_text(encoding="utf-8") + block
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_protocol(tmp_path / "mine")

    (fault,) = refused.value.faults
    assert fault.place == "economics, thresholds, number 1, per"
    assert text.splitlines()[(fault.line or 0) - 1] == 'per = "qaly"'
    assert "costs/value_sets/" in fault.remedy
