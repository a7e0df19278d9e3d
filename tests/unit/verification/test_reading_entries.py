"""Reading what an entry says: calls as text, formulas from the names of coefficients, panels from their values."""

from pathlib import Path

import polars as pl
import pytest

from newel.verification.cases._calls import arguments_of
from newel.verification.cases._panels import columns_of
from newel.verification.cases.glmm import formula_of
from newel.verification.cases.power import _settings
from newel.verification.reference import Case, Dataset, Reference


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("clm(formula = a ~ b, data = d)", {"formula": "a ~ b", "data": "d"}),
        ("clmm(a ~ b + (1 | c), nAGQ = 10)", {"0": "a ~ b + (1 | c)", "nAGQ": "10"}),
        ('clm(formula = a ~ f(b, "x"), link = "probit")', {"formula": 'a ~ f(b, "x")', "link": "probit"}),
    ],
)
def test_a_call_is_cut_into_its_arguments(call: str, arguments: dict[str, str]) -> None:
    assert arguments_of(call) == arguments


def test_a_formula_follows_from_the_names_of_its_coefficients() -> None:
    frame = pl.DataFrame({"mined": ["yes", "no"], "depth": [1.0, 2.0], "year": [95, 96]})
    dataset = Dataset(frame, {"mined": ("yes", "no")})

    assert formula_of(["(Intercept)", "minedno", "depth"], dataset) == "~ 1 + mined + depth"
    without = formula_of(["minedyes", "minedno:depth", "factor(year)96"], dataset)
    assert without == "~ 0 + mined + mined:depth + factor(year)"


def test_settings_of_a_design_share_a_value() -> None:
    assert _settings("n=20, eta=rho=gamma=0, alpha=0.05") == {"n": 20, "eta": 0, "rho": 0, "gamma": 0, "alpha": 0.05}


def test_the_columns_of_a_panel_are_found_by_their_values(tmp_path: Path) -> None:
    rows = [{"who": who, "start": start, "when": when} for who, start in ((1, 0), (2, 5), (3, 6)) for when in (4, 5, 6)]
    (tmp_path / "data").mkdir()
    pl.DataFrame(rows).write_csv(tmp_path / "data" / "panel.csv")
    case = Case("staggered", "rollout", {"data": "panel.csv"}, {}, Reference(tmp_path))

    named = columns_of(case, groups={5.0, 6.0}, periods={5.0, 6.0})

    assert (named.unit, named.period, named.start) == ("who", "when", "start")
    with pytest.raises(ValueError, match="no columns"):
        columns_of(case, groups={7.0}, periods={5.0})


def test_values_outside_a_factors_levels_are_missing_as_in_r(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "d.csv").write_text("f,x\na,1\nz,2\n,3\n", encoding="utf-8")
    (tmp_path / "data" / "columns.json").write_text(
        '{"d": {"columns": {"f": {"kind": "ordered", "levels": ["a", "b"]}, "x": "integer"}}}', encoding="utf-8"
    )

    dataset = Reference(tmp_path).dataset("d.csv")

    assert dataset.frame["f"].to_list() == ["a", None, None]
    assert dataset.ordered == {"f"}
