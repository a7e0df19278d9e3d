"""What an imputation says it could not do, and what it refuses."""

import numpy as np
import numpy.typing as npt
import pytest

from newel.statistics.imputation import ImputationModel, Imputations, Shift, Trace, Variable, impute
from newel.statistics.imputation._tracing import settling_notes

Table = npt.NDArray[np.float64]
ROWS = 60
WAVES = np.repeat(["T1", "T2", "T3"], 20)
SITES = np.tile(np.repeat(["S1", "S2", "S3", "S4"], 5), 3)


def table() -> Table:
    values = np.random.default_rng(1).normal(10, 2, (ROWS, 2))
    values[::7, 0] = np.nan
    values[3::9, 1] = np.nan
    return values


def imputed(values: Table, model: ImputationModel | None = None, *, sites: object = SITES) -> Imputations:
    chosen = model or ImputationModel((Variable("score"), Variable("hope")), burn_in=50, between=20)
    return impute(chosen, values, sites, draws=4, seed=1)  # type: ignore[arg-type]


def said(completed: Imputations, words: str) -> bool:
    return any(words in note for note in completed.notes)


def test_a_variable_never_observed_stays_missing_and_is_named() -> None:
    values = table()
    values[:, 1] = np.nan

    completed = imputed(values)

    assert said(completed, "`hope` was never observed: it stays missing")
    assert not completed.converged
    assert np.isnan(completed.completed(0)[:, 1]).all()
    assert not np.isnan(completed.completed(0)[:, 0]).any()


def test_a_constant_variable_is_named_and_not_filled() -> None:
    values = table()
    values[~np.isnan(values[:, 1]), 1] = 3.0

    completed = imputed(values)

    assert said(completed, "`hope` was only ever observed to be 3")
    assert np.isnan(completed.column("hope")[3]).all()
    assert not completed.converged


def test_a_wave_wholly_missing_cannot_be_imputed_where_the_wave_is_a_covariate() -> None:
    values = table()
    values[WAVES == "T3", 0] = np.nan
    waves = np.column_stack([WAVES == "T2", WAVES == "T3"]).astype(float)
    model = ImputationModel(
        (Variable("score"), Variable("hope")), waves, ("wave T2", "wave T3"), burn_in=50, between=20
    )

    completed = imputed(values, model)
    score = completed.column("score")

    assert said(completed, "`score` was never observed where `wave T3`")
    assert not completed.converged
    assert np.isnan(score[WAVES == "T3"]).all()
    assert not np.isnan(score[WAVES != "T3"]).any()


def test_a_wave_wholly_missing_is_named_where_it_is_but_a_label() -> None:
    values = table()
    values[WAVES == "T3", 0] = np.nan
    model = ImputationModel((Variable("score"), Variable("hope")), strata={"wave": WAVES}, burn_in=50, between=20)

    assert said(imputed(values, model), "`score` was never observed where wave is T3")


def test_a_site_without_a_value_is_named_and_imputed_from_the_others() -> None:
    values = table()
    values[SITES == "S2", 0] = np.nan

    completed = imputed(values)

    assert said(completed, "`score` was never observed in 1 of 4 clusters")
    assert not np.isnan(completed.column("score")).any()


def test_rows_without_any_value_are_counted() -> None:
    values = table()
    values[5] = np.nan

    assert said(imputed(values), "of 60 rows have no observed value")


def test_a_category_separated_by_a_covariate_is_named() -> None:
    values = table()
    young = np.arange(ROWS) % 2 == 0
    values[:, 1] = np.where(young, 0.0, np.arange(ROWS) % 3 == 0)
    values[4, 1] = np.nan
    model = ImputationModel(
        (Variable("score"), Variable("harm", "binary")),
        young[:, None].astype(float),
        ("young",),
        burn_in=50,
        between=20,
    )

    assert said(imputed(values, model), "`harm` was only ever observed to be 0 where `young` is 1")


def test_a_repeated_covariate_is_left_out_and_named() -> None:
    age = np.random.default_rng(2).normal(size=ROWS)
    model = ImputationModel(
        (Variable("score"), Variable("hope")), np.column_stack([age, 2 * age + 1]), ("age", "months"), burn_in=50
    )

    assert said(imputed(table(), model), "`months` says nothing that others do not")


def test_a_single_cluster_has_no_random_effects_and_says_so() -> None:
    assert said(imputed(table(), sites=np.zeros(ROWS)), "one cluster")


def test_too_short_a_chain_says_that_it_cannot_tell() -> None:
    model = ImputationModel((Variable("score"), Variable("hope")), burn_in=0, between=1)

    completed = imputed(table(), model)

    assert said(completed, "too few to tell")
    assert not completed.converged


def test_a_chain_that_left_the_range_of_numbers_says_so() -> None:
    trace = Trace(("mean of score",), np.full((1, 40, 1), np.nan))

    assert "not to be used" in settling_notes(trace, 100)[0]


def two(**settings: object) -> ImputationModel:
    return ImputationModel((Variable("score"), Variable("hope")), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (ImputationModel((Variable("score"),)), "do not fit 1 variables"),
        (ImputationModel((Variable("score"), Variable("score"))), "named twice"),
        (ImputationModel((Variable("score"), Variable("hope", "binary"))), "called binary but has"),
        (two(covariates=np.full((ROWS, 1), np.nan), covariate_names=("age",)), "`age` has gaps"),
        (two(covariates=np.ones((ROWS, 2)), covariate_names=("age",)), "do not fit"),
        (two(between=0), "1 or more"),
        (two(chains=5), "cannot share"),
        (two(strata={"wave": WAVES[:3]}), "labels of `wave`"),
        (two(shifts=(Shift("fear", np.ones(ROWS, dtype=bool), 1.0),)), "not a variable"),
        (two(shifts=(Shift("hope", np.ones(3, dtype=bool), 1.0),)), "names"),
        (ImputationModel((Variable("score"), Variable("hope", of_cluster=True))), "differs between rows"),
        (
            ImputationModel(
                (Variable("score"), Variable("hope", "ordinal")),
                shifts=(Shift("hope", np.ones(ROWS, dtype=bool), 1.0),),
            ),
            "cannot be shifted",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(model: ImputationModel, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        imputed(table(), model)


def test_infinite_values_and_clusters_that_do_not_fit_are_refused() -> None:
    values = table()
    values[1, 1] = np.inf

    with pytest.raises(ValueError, match="`hope` holds an infinite value"):
        imputed(values)
    with pytest.raises(ValueError, match="do not fit 60 rows"):
        imputed(table(), sites=SITES[:5])
    with pytest.raises(ValueError, match="need clusters"):
        impute(ImputationModel((Variable("a"), Variable("b", of_cluster=True))), table(), None, draws=2, seed=1)
    with pytest.raises(ValueError, match="nothing to learn from"):
        imputed(np.full((ROWS, 2), np.nan))
    with pytest.raises(ValueError, match="ask for one at least"):
        impute(two(), table(), None, draws=0, seed=1)
