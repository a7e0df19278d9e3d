"""A folder of reference numbers is worked through case by case, and what falls short is said."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from newel.cli import main
from newel.faults import Refused
from newel.verification import SMALL, verify

FRAME = {"site": list("aabbcc"), "x": [1, 2, 3, 4, 5, 6], "y": [1.0, 2.5, 2.0, 4.5, 5.0, 5.5]}


def _folder(folder: Path, entries: dict[str, dict[str, Any]], *, kind: str = "effects") -> Path:
    """Return a reference folder with one file of entries, all of them listed."""
    (folder / "ref").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "ref" / f"{kind}.json").write_text(json.dumps(entries), encoding="utf-8")
    with (folder / "data" / "made_up.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FRAME)
        writer.writerows(zip(*FRAME.values(), strict=True))
    columns = {"made_up": {"columns": {"site": {"kind": "factor", "levels": ["a", "b", "c"]}, "x": "integer"}}}
    (folder / "data" / "columns.json").write_text(json.dumps(columns), encoding="utf-8")
    rows = [f"{name},ref/{kind}.json,{entry.get('data') or ''},,made up,closed-form" for name, entry in entries.items()]
    header = "case,file,data,model,software,tolerance_class"
    (folder / "cases.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder


def _run(folder: Path) -> tuple[Result, list[dict[str, Any]]]:
    result = CliRunner().invoke(main, ["verify", "--reference", str(folder)])
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def _least_squares() -> dict[str, Any]:
    """CR1S as the textbook has it, by plain algebra."""
    fixed = np.column_stack([np.ones(6), FRAME["x"]])
    bread = np.linalg.inv(fixed.T @ fixed)
    beta = bread @ fixed.T @ np.array(FRAME["y"])
    left = fixed * (np.array(FRAME["y"]) - fixed @ beta)[:, None]
    scores = left.reshape(3, 2, 2).sum(axis=1)
    errors = np.sqrt(np.diag(3 / 2 * 5 / 4 * bread @ scores.T @ scores @ bread))
    rows = [
        {"term": term, "beta": beta[at], "SE": errors[at], "df_t": 2, "df_Satt": freedom}
        for at, (term, freedom) in enumerate([("(Intercept)", 1.0), ("x", 1.0)])
    ]
    return {"data": "made_up.csv", "model": "y ~ x", "type": "CR1S", "clusters": 3, "coef": rows}


def test_right_numbers_end_with_status_0_and_a_summary(tmp_path: Path) -> None:
    p = {"p": [0.01, 0.04], "holm": [0.02, 0.04], "bonferroni": [0.02, 0.08]}

    result, lines = _run(_folder(tmp_path, {"two": p}))

    assert result.exit_code == 0
    assert [line["quantity"] for line in lines] == ["holm", "bonferroni"]
    assert all(set(line) == {"case", "quantity", "digits", "required"} for line in lines)
    assert "2 of 2 figures agree" in result.stderr


def test_one_wrong_number_ends_with_status_1_and_says_which(tmp_path: Path) -> None:
    p = {"p": [0.01, 0.04], "holm": [0.02, 0.04], "bonferroni": [0.02, 0.0800001]}

    result, lines = _run(_folder(tmp_path, {"two": p}))

    assert result.exit_code == 1
    short = [line for line in lines if "reason" in line]
    assert [(line["case"], line["quantity"]) for line in short] == [("two", "bonferroni")]
    assert short[0]["digits"] == pytest.approx(5.9, abs=0.1)
    assert "1 fall short" in result.stderr


def test_the_column_of_clusters_is_found_by_their_number(tmp_path: Path) -> None:
    figures = list(verify(_folder(tmp_path, {"robust": _least_squares()}, kind="small_sample")))
    digits = {figure.quantity: figure.digits for figure in figures}

    assert digits["estimates"] > 12
    assert digits["standard errors"] > 12
    assert digits["clusters less one"] == 16


def test_a_model_with_a_coefficient_that_the_reference_lacks_falls_short_in_words(tmp_path: Path) -> None:
    entry = _least_squares()
    entry["model"] = "y ~ x + I(x^2)"

    (figure,) = verify(_folder(tmp_path, {"robust": entry}, kind="small_sample"))

    assert not figure.passed
    assert "I(x^2)" in figure.reason


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"data": "made_up.csv", "voxels": [1]}, "no estimator for it: data, voxels"),
        ({"data": "gone.csv", "formula": "y ~ x + (1 | site)", "method": "REML", "fixef": {}}, "no such file"),
        ({"data": "made_up.csv", "formula": "y ~ eval(x)", "method": "REML", "fixef": {}}, "eval"),
        ({"data": "made_up.csv", "call": "clm(formula = y ~ x, data = d, link = 'probit')"}, "no link probit"),
        ({"data": "made_up.csv", "call": "clm(formula = y ~ x, data = d, weights = w)"}, "weights"),
        ({"data": "made_up.csv", "formula": "y ~ x + (1 | site)", "family": "Gamma", "nAGQ": 1, "fixef": {}}, "Gamma"),
        ({"p": [0.1, 1.2], "holm": [0.2, 1.0]}, "between 0 and 1"),
        ({"p": [0.1], "holm": {"a": 1}}, "TypeError"),
    ],
)
def test_what_cannot_be_worked_out_falls_short_with_the_reason(
    entry: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    result, lines = _run(_folder(tmp_path, {"one": entry}))

    assert result.exit_code == 1
    assert reason in lines[-1]["reason"]


def test_a_listed_case_without_an_entry_falls_short_and_an_unlisted_entry_is_compared(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"two": {"p": [0.01, 0.04], "holm": [0.02, 0.04]}})
    listed = (folder / "cases.csv").read_text(encoding="utf-8")
    (folder / "cases.csv").write_text(listed.replace("two,", "three,"), encoding="utf-8")

    figures = list(verify(folder))

    assert [(figure.case, figure.passed) for figure in figures] == [("three", False), ("two", True)]
    assert "no entry" in figures[0].reason


def test_a_folder_without_reference_numbers_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", "--reference", str(tmp_path)])

    assert result.exit_code == 1
    assert "neither cases.csv nor ref/*.json" in result.stderr
    with pytest.raises(Refused):
        list(verify(tmp_path))


def test_without_a_folder_the_small_one_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEWEL_SHARED", str(tmp_path))

    result = CliRunner().invoke(main, ["verify"])

    assert result.exit_code == 0, result.stdout
    assert str(SMALL) in result.stderr


def test_cases_are_told_apart_by_what_they_hold_and_not_by_name(tmp_path: Path) -> None:
    """The small folder under other names and without its list gives the same figures."""
    folder = tmp_path / "renamed"
    shutil.copytree(SMALL, folder)
    (folder / "cases.csv").unlink()
    for file in ("lmm.json", "ordinal.json", "effects.json"):
        entries = json.loads((folder / "ref" / file).read_text(encoding="utf-8"))
        renamed = {f"case {at}": entry for at, entry in enumerate(entries.values())}
        (folder / "ref" / file).write_text(json.dumps(renamed), encoding="utf-8")

    assert [figure for figure in verify(folder) if not figure.passed] == []
