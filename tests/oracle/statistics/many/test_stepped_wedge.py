"""Many fits against lme4, lmerTest and pbkrtest, and against a dense twin that shares no line with them."""

import csv
import json

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, fit_many
from tests.support import naive_nested
from tests.support.naive_nested import intercept
from tests.support.shared import SHARED, needs_shared

REFERENCE = SHARED / "reference" / "quantitative"


def stepped_wedge() -> tuple[Design, Numbers]:
    """Return the design of 18 sites, 40 people and 5 waves, and its 18 responses."""
    with (REFERENCE / "data" / "stepped_wedge.csv").open() as file:
        rows = list(csv.DictReader(file))
    wave = np.array([int(row["t"]) for row in rows])
    waves = [(wave == one).astype(float) for one in range(1, 5)]
    fixed = np.column_stack([np.ones(len(rows)), *waves, [float(row["treat"]) for row in rows]])
    site, person = (np.unique([int(row[name]) for row in rows], return_inverse=True)[1] for name in ("site", "id"))
    names = ("(Intercept)", "t1", "t2", "t3", "t4", "treat")
    y = np.array([[float(row[f"y{number}"]) for number in range(18)] for row in rows])
    return Design(fixed, names, (intercept("site", site), intercept("id", person))), y


def reference(case: str) -> dict[str, object]:
    """Return R's numbers of one case."""
    return json.loads((REFERENCE / "ref" / "rollout.json").read_text())[case]  # type: ignore[no-any-return]


@needs_shared
def test_eighteen_responses_agree_with_lme4_and_lmertest() -> None:
    design, y = stepped_wedge()

    found = fit_many(design, y)

    rows = reference("stepped_wedge")["rows"]
    r = {name: np.array([row[name] for row in rows]) for name in rows[0] if name != "y"}  # type: ignore[index, attr-defined]
    assert np.abs(found.coefficients[:, -1] - r["Estimate"]).max() < 1e-5 * r["Std. Error"].min()
    assert found.standard_errors[:, -1] == pytest.approx(r["Std. Error"], rel=5e-6)
    assert found.freedom[:, -1] == pytest.approx(r["df"], rel=1e-4)
    assert found.criterion == pytest.approx(r["criterion"], abs=1e-7)
    variances = np.column_stack([r["var_site"], r["var_id"], r["var_residual"]])
    assert np.sqrt(found.variances) == pytest.approx(np.sqrt(variances), rel=2e-5)
    assert found.converged.all()
    assert found.singular.tolist() == r["singular"].tolist()


@needs_shared
def test_kenward_roger_agrees_with_pbkrtest() -> None:
    design, y = stepped_wedge()

    found = fit_many(design, y[:, :1], method="Kenward-Roger").inference

    rows = reference("stepped_wedge_kr")["kr"]
    assert found.standard_error[0] == pytest.approx([row["Std. Error"] for row in rows], rel=1e-5)  # type: ignore[index, attr-defined]
    assert found.freedom[0] == pytest.approx([row["df"] for row in rows], rel=1e-5)  # type: ignore[index, attr-defined]


def small(seed: int) -> tuple[Design, Numbers]:
    rng = np.random.default_rng(seed)
    person = np.concatenate([np.arange(15), rng.integers(0, 15, 30)])
    site = person % 5
    fixed = np.column_stack([np.ones(45), rng.normal(size=45)])
    y = rng.normal(size=(45, 2)) + rng.normal(size=(15, 2))[person] + rng.normal(size=(5, 2))[site]
    return Design(fixed, ("(Intercept)", "x"), (intercept("site", site), intercept("person", person))), y


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_search_with_dense_matrices_finds_the_same_optimum(seed: int, *, reml: bool) -> None:
    design, y = small(seed)

    found = fit_many(design, y, reml=reml)

    for place in range(2):
        twin = naive_nested.fitted(design, y[:, place], reml=reml)
        assert found.criterion[place] == pytest.approx(twin.criterion, abs=1e-7)
        assert found.coefficients[place] == pytest.approx(twin.coefficients, abs=1e-4)
        assert found.variances[place] == pytest.approx(twin.variances, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2])
def test_standard_errors_and_freedom_are_those_of_the_dense_formulas(seed: int) -> None:
    design, y = small(seed)
    contrast = np.array([1.0, 0.5])

    plain = fit_many(design, y, contrasts=contrast)
    exact = fit_many(design, y, contrasts=contrast, method="Kenward-Roger")

    for place in range(2):
        variances = plain.variances[place]
        twin = naive_nested.at(design, y[:, place], variances, reml=True)
        assert plain.standard_errors[place, 0] ** 2 == pytest.approx(contrast @ twin.covariance @ contrast, rel=1e-9)
        freedom = naive_nested.satterthwaite_freedom(design, y[:, place], variances, contrast)
        assert plain.freedom[place, 0] == pytest.approx(freedom, rel=1e-4)
        error, freedom = naive_nested.kenward_roger(design, variances, contrast)
        assert exact.standard_errors[place, 0] == pytest.approx(error, rel=1e-9)
        assert exact.freedom[place, 0] == pytest.approx(freedom, rel=1e-8)
