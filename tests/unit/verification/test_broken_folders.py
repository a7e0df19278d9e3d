"""A folder with something wrong in it: the case falls short in words, and the cases after it are still compared."""

import json
from pathlib import Path

import pytest

from newel.faults import Refused
from newel.verification import Comparison, verify
from newel.verification.reference import Reference
from tests.support.reference_folder import a_folder, factor, listed

RIGHT = {"p": [0.01, 0.04], "holm": [0.02, 0.04]}
DATA = {"made_up": {"y": [1.0, 2.5, 2.0, 4.5, 5.0, 5.5], "x": [1, 2, 3, 4, 5, 6], "site": list("aabbcc")}}
MIXED = {"data": "made_up.csv", "formula": "y ~ x + (1 | site)", "method": "REML", "fixef": {}, "se": {}}


def figures(folder: Path) -> list[Comparison]:
    return list(verify(folder))


def test_right_figures_agree_without_a_list_of_cases_and_without_columns_json(tmp_path: Path) -> None:
    found = figures(a_folder(tmp_path / "f", {"two": RIGHT}))

    assert [(one.case, one.quantity, one.passed) for one in found] == [("two", "holm", True)]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"p": [0.01, 0.04], "holm": [0.02, 0.05]}, "the two differ by more"),
        ({"p": [0.01, 0.04], "holm": [0.02, None]}, "the two differ by more"),
        ({"p": [0.01, 0.04], "holm": [0.02, 0.04, 0.05]}, "ValueError: shape mismatch"),
        ({"p": [0.01, 0.04], "holm": "none"}, "ValueError"),
        ({"p": ["a"], "holm": [0.02]}, "ValueError"),
        ({"p": [-0.1, 0.5], "holm": [0.02, 0.04]}, "between 0 and 1"),
        ({"p": [], "holm": []}, "there is nothing to compare"),
        ({"voxels": 3}, "Newel has no estimator for it: voxels"),
        ({}, "has no entry of this name"),
        ({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9}, "a, b, c, d, e, f, g, h"),
        ({**MIXED, "data": "gone.csv"}, "the data: no such file"),
        ({**MIXED, "data": ""}, "the data: no such file"),
        ({**MIXED, "data": "../../../secret.csv"}, "the data: no such file"),
        ({**MIXED, "formula": "y ~ z + (1 | site)"}, "z: no such column"),
        ({**MIXED, "formula": "y ~ x + (1 | ward)"}, "ward: no such column"),
        ({**MIXED, "formula": "y ~ exec(x)"}, "exec(x): exec"),
        ({**MIXED, "formula": "y ~ x +"}, "character 8: the end"),
        ({**MIXED, "fixef": {"(Intercept)": 1.0}}, "only we have ['x']"),
        ({**MIXED, "fixef": {"(Intercept)": 1.0, "x": 1.0, "w": 1.0}}, "only the reference has the coefficients ['w']"),
        ({"data": "made_up.csv", "call": "clm(formula = y ~ x, link = 'probit')"}, "no link probit"),
        ({"data": "made_up.csv", "call": "clm(formula = y ~ x, threshold = 'symmetric')"}, "no symmetric thresholds"),
        ({"data": "made_up.csv", "call": "clm(formula = y ~ x, weights = w)"}, "does not know: weights"),
        ({"data": "made_up.csv", "model": "y ~ x", "type": "CR2", "clusters": 5, "coef": []}, "has 5 clusters"),
        ({"power": 0.8, "design": "as we like"}, "no entry says how many clusters start when"),
        ({"data": "made_up.csv", "Hedges_g": 40.0, "CI_low": 1.0, "CI_high": 2.0}, "has this effect"),
        ({"data": "made_up.csv", "items": ["y", "q"], "raw_alpha_complete": 0.5}, "q"),
        ({"data": "made_up.csv", "phi": 0.1, "fixef": {}, "model": "y ~ x"}, "no random intercept that can be read"),
    ],
)
def test_what_is_wrong_with_one_case_is_said_and_the_next_is_compared(
    entry: dict[str, object], reason: str, tmp_path: Path
) -> None:
    found = figures(a_folder(tmp_path / "f", {"one": entry, "two": RIGHT}, data=DATA))

    short = [one for one in found if one.case == "one" and not one.passed]
    assert short
    assert any(reason in one.reason for one in short), short
    assert [one.passed for one in found if one.case == "two"] == [True]


def test_columns_json_that_is_no_json_stops_only_the_cases_with_data(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"one": MIXED, "two": RIGHT}, data=DATA)
    (folder / "data" / "columns.json").write_text("{levels", encoding="utf-8")

    one, two = figures(folder)

    assert "no JSON" in one.reason
    assert two.passed


def test_a_factor_without_its_levels_in_columns_json_is_said(tmp_path: Path) -> None:
    columns = {"made_up": {"columns": {"site": {"kind": "factor"}}}}

    (found,) = figures(a_folder(tmp_path / "f", {"one": MIXED}, data=DATA, columns=columns))

    assert "'levels'" in found.reason


def test_a_data_file_without_a_row_is_said(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"one": MIXED, "two": RIGHT}, data={"made_up": {"y": [], "x": [], "site": []}})

    one, two = figures(folder)

    assert not one.passed
    assert "no complete row" in one.reason
    assert two.passed


def test_a_data_file_without_a_header_is_said(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"one": MIXED}, data=DATA)
    (folder / "data" / "made_up.csv").write_text("", encoding="utf-8")

    (found,) = figures(folder)

    assert "NoDataError" in found.reason


@pytest.mark.parametrize("text", ["{", "not json", "[1, 2", "", "[]", "3"])
def test_a_file_of_entries_that_is_no_json_is_never_passed_over(text: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"two": RIGHT})
    (folder / "ref" / "lmm.json").write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match=r"lmm\.json"):
        figures(folder)


def test_a_listed_case_that_no_file_holds_falls_short(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"two": RIGHT})
    rows = [{"case": "two", "file": "ref/effects.json"}, {"case": "gone", "file": "ref/effects.json"}]
    rows.append({"case": "two", "file": "ref/missing.json"})

    found = figures(listed(folder, rows))

    assert [one.passed for one in found] == [True, False, False]
    assert found[1].reason == "ref/effects.json has no entry of this name"
    assert found[2].reason == "ref/missing.json has no entry of this name"


def test_the_list_sets_the_order_and_what_it_leaves_out_comes_last(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"a": RIGHT, "b": RIGHT, "c": RIGHT})
    rows = [{"case": name, "file": "ref/effects.json"} for name in ("c", "a")]

    assert [one.case for one in figures(listed(folder, rows))] == ["c", "a", "b"]


def test_the_class_of_a_case_in_the_list_goes_before_what_its_figures_show(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"two": {"p": [0.01, 0.04], "holm": [0.02, 0.0400000001]}})

    (strict,) = figures(folder)
    listed(folder, [{"case": "two", "file": "ref/effects.json", "tolerance_class": "iterative-tight"}])
    (loose,) = figures(folder)

    assert not strict.passed
    assert loose.passed
    assert strict.required > loose.required


def test_two_files_may_have_cases_of_one_name(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"two": RIGHT})
    wrong = {"two": {"p": [0.01, 0.04], "holm": [0.03, 0.04]}}
    (folder / "ref" / "more.json").write_text(json.dumps(wrong), encoding="utf-8")

    assert [one.passed for one in figures(folder)] == [True, False]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"phi": 0.1}, "ar1"),
        ({"call": "clm(y ~ x)"}, "ordinal"),
        ({"nAGQ": 1, "fixef": {}}, "glmm"),
        ({"coef": {"cond": []}}, "glmmTMB"),
        ({"fixef": {}, "n": 60_000}, "lmm-large"),
        ({"fixef": {}, "n": 60}, "lmm"),
        ({"means": []}, "lmm"),
        ({"uniquenesses": []}, "factor"),
        ({"analysis": "y ~ x"}, "monte-carlo"),
        ({"scale": 1.0}, "iterative-tight"),
        ({"p": [0.1]}, "closed-form"),
    ],
)
def test_a_class_is_told_by_what_an_entry_holds(entry: dict[str, object], expected: str, tmp_path: Path) -> None:
    (case,) = Reference(a_folder(tmp_path / "f", {"one": entry})).cases()

    assert case.tolerance_class == expected


def test_a_column_of_numbers_that_is_a_factor_keeps_its_declared_order(tmp_path: Path) -> None:
    columns = {"d": {"columns": {"wave": factor("3", "1", "2"), "mood": factor("low", "high", kind="ordered")}}}
    data = {"d": {"wave": [1, 2, 3, 9], "mood": ["low", "high", "", "odd"], "y": [1.0, 2.0, 3.0, 4.0]}}

    dataset = Reference(a_folder(tmp_path / "f", {"one": RIGHT}, data=data, columns=columns)).dataset("d.csv")

    assert dataset.levels["wave"] == ("3", "1", "2")
    assert dataset.frame["wave"].to_list() == ["1", "2", "3", None]
    assert dataset.frame["mood"].to_list() == ["low", "high", None, None]
    assert dataset.ordered == {"mood"}
    assert dataset.build("y ~ wave").design.names == ("(Intercept)", "wave1", "wave2")


def test_a_factor_in_any_order_is_read_as_text(tmp_path: Path) -> None:
    columns = {"d": {"columns": {"id": "factor, any order", "gone": "factor, any order"}}}
    folder = a_folder(tmp_path / "f", {"one": RIGHT}, data={"d": {"id": [10, 9], "y": [1.0, 2.0]}}, columns=columns)

    dataset = Reference(folder).dataset("d.csv")

    assert dataset.frame["id"].to_list() == ["10", "9"]
    assert dataset.build("y ~ id").design.names == ("(Intercept)", "id9")


@pytest.mark.parametrize("mark", ["", "NA"])
def test_a_gap_is_empty_or_na(mark: str, tmp_path: Path) -> None:
    data = {"d": {"y": [1.0, 2.0, 3.0], "x": [1.0, mark, 3.0]}}

    dataset = Reference(a_folder(tmp_path / "f", {"one": RIGHT}, data=data)).dataset("d.csv")

    assert dataset.frame["x"].to_list() == [1.0, None, 3.0]
    assert dataset.build("y ~ x").rows.tolist() == [0, 2]


def test_a_list_of_cases_without_the_file_of_each_is_refused_by_its_column(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"two": RIGHT})
    (folder / "cases.csv").write_text("case,model\ntwo,y ~ 1\n", encoding="utf-8")

    with pytest.raises(Refused, match="no column file"):
        figures(folder)


def test_an_entry_that_holds_no_figures_by_name_falls_short_and_the_others_run(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", {"two": RIGHT, "one": RIGHT})
    (file,) = (folder / "ref").glob("*.json")
    held = json.loads(file.read_text(encoding="utf-8")) | {"one": [1, 2]}
    file.write_text(json.dumps(held), encoding="utf-8")

    found = {one.case: one for one in figures(folder)}

    assert "no entry of this name" in found["one"].reason
    assert found["two"].passed
