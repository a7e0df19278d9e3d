"""Values taken out at random come back with the distribution they had: mean, spread between sites, associations."""

import numpy as np
import numpy.typing as npt
import pytest

from newel.statistics.imputation import ImputationModel, Kind, Variable, impute
from newel.statistics.imputation._normal import between, probability, quantile

Table = npt.NDArray[np.float64]
SITES, PEOPLE = 40, 25
CLUSTERS = np.repeat(np.arange(SITES), PEOPLE)


def two_latent_columns(seed: int) -> tuple[Table, Table]:
    """Two correlated normals with an ICC of 0.3, and a covariate that moves both."""
    generator = np.random.default_rng(seed)
    covariance = np.array([[1.0, 0.6], [0.6, 1.0]])
    effects = generator.multivariate_normal([0, 0], 0.3 * covariance, SITES)
    rest = generator.multivariate_normal([0, 0], 0.7 * covariance, SITES * PEOPLE)
    covariate = generator.normal(size=SITES * PEOPLE)
    return 0.5 * covariate[:, None] + effects[CLUSTERS] + rest, covariate


def intraclass(values: Table) -> float:
    groups = values.reshape(SITES, PEOPLE)
    within = groups.var(axis=1, ddof=1).mean()
    among = groups.mean(axis=1).var(ddof=1) - within / PEOPLE
    return float(among / (among + within))


def completed_twice(kind: Kind, truth: Table, partner: Table, covariate: Table) -> tuple[Table, Table]:
    """Take out two fifths of `truth`, more where the partner is high; return imputed (n, m) and kept columns."""
    chance = np.random.default_rng(77).random(len(truth))
    values = np.column_stack([partner, np.where(chance < 0.2 + 0.4 * (partner > 0.5), np.nan, truth)])
    model = ImputationModel(
        (Variable("partner"), Variable("truth", kind)), covariate[:, None], ("x",), burn_in=150, between=20
    )
    return impute(model, values, CLUSTERS, draws=8, seed=5).column("truth"), values[:, 1]


@pytest.mark.parametrize(
    ("kind", "cuts"),
    [("continuous", None), ("binary", [0.3]), ("ordinal", [-0.5, 0.6]), ("ordinal", [-1.0, -0.2, 0.5, 1.3])],
)
def test_values_taken_out_come_back_with_their_distribution(kind: Kind, cuts: list[float] | None) -> None:
    latent, covariate = two_latent_columns(3)
    truth = latent[:, 1] if cuts is None else np.digitize(latent[:, 1], cuts).astype(float)

    imputed, kept = completed_twice(kind, truth, latent[:, 0], covariate)

    error = truth.std() / np.sqrt(200)
    assert abs(imputed.mean() - truth.mean()) < 2 * error < abs(np.nanmean(kept) - truth.mean()) * 2
    assert np.mean([intraclass(column) for column in imputed.T]) == pytest.approx(intraclass(truth), abs=0.06)
    for other in (latent[:, 0], covariate):
        association = np.mean([np.corrcoef(column, other)[0, 1] for column in imputed.T])
        assert association == pytest.approx(np.corrcoef(truth, other)[0, 1], abs=0.05)


def test_categories_without_an_order_come_back_in_their_shares() -> None:
    latent, covariate = two_latent_columns(4)
    truth = np.digitize(latent[:, 1], [-0.4, 0.7]).astype(float)
    truth = np.choose(truth.astype(int), [7.0, 2.0, 4.0])

    imputed, _ = completed_twice("nominal", truth, latent[:, 0], covariate)

    assert set(np.unique(imputed)) == {2.0, 4.0, 7.0}
    for category in (2.0, 4.0, 7.0):
        assert (imputed == category).mean() == pytest.approx((truth == category).mean(), abs=0.04)


def test_slopes_that_vary_by_site_are_kept() -> None:
    generator = np.random.default_rng(6)
    wave = np.tile(np.arange(PEOPLE) % 3, SITES).astype(float)
    slopes = generator.normal(1.0, 0.8, SITES)
    truth = slopes[CLUSTERS] * wave + generator.normal(0, 0.5, SITES * PEOPLE)
    values = np.where(generator.random(len(truth)) < 0.4, np.nan, truth)[:, None]
    model = ImputationModel((Variable("score"),), slopes=wave[:, None], slope_names=("wave",), burn_in=100, between=20)

    completed = impute(model, values, CLUSTERS, draws=5, seed=2)

    found = [
        [np.polyfit(wave[site == CLUSTERS], column[site == CLUSTERS], 1)[0] for site in range(SITES)]
        for column in completed.column("score").T
    ]
    assert np.corrcoef(np.mean(found, axis=0), slopes)[0, 1] > 0.97
    assert np.mean(np.var(found, axis=1)) == pytest.approx(0.64, rel=0.4)
    assert completed.converged


def test_a_sites_own_variable_is_imputed_once_a_site_and_follows_the_answers() -> None:
    generator = np.random.default_rng(9)
    size = generator.normal(0, 1, SITES)
    answers = 0.9 * size[CLUSTERS] + generator.normal(0, 1, SITES * PEOPLE)
    known = np.where(np.arange(SITES) % 3 == 0, np.nan, size)
    model = ImputationModel((Variable("answer"), Variable("size", of_cluster=True)), burn_in=100, between=20)

    completed = impute(model, np.column_stack([answers, known[CLUSTERS]]), CLUSTERS, draws=10, seed=3)

    columns = completed.column("size").reshape(SITES, PEOPLE, 10)
    assert (columns == columns[:, :1]).all()
    gaps = np.isnan(known)
    assert np.corrcoef(columns[gaps, 0].mean(axis=1), size[gaps])[0, 1] > 0.85


@pytest.mark.parametrize("share", [1e-300, 1e-12, 0.001, 0.2, 0.5, 0.77, 0.999, 1 - 1e-12])
def test_the_normal_quantile_is_that_of_scipy(share: float) -> None:
    from scipy.special import ndtri

    assert quantile(share) == pytest.approx(float(ndtri(share)), rel=1e-13, abs=1e-15)
    assert probability(quantile(share)) == pytest.approx(share, rel=1e-11)


@pytest.mark.parametrize(("low", "high"), [(-np.inf, -1.0), (0.2, 0.3), (6.0, np.inf), (-50.0, -45.0), (45.0, 50.0)])
def test_a_draw_between_limits_lies_between_them(low: float, high: float) -> None:
    for uniform in (0.0001, 0.5, 0.9999):
        assert low <= between(low, high, uniform) <= high
