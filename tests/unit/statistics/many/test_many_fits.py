"""Many responses on one design: nothing that cannot be fitted gets a number, and nothing impossible is accepted."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_linear, fit_many
from newel.statistics.mixed.many.sums import nested
from tests.support.naive_nested import intercept

RNG = np.random.default_rng(7)
PERSON = np.repeat(np.arange(24), 3)
SITE = PERSON // 4
FIXED = np.column_stack([np.ones(72), np.tile([0.0, 1, 2], 24)])
DESIGN = Design(FIXED, ("(Intercept)", "wave"), (intercept("site", SITE), intercept("site:person", PERSON)))


def responses(number: int = 3) -> Numbers:
    people = RNG.normal(size=(24, number))[PERSON] + RNG.normal(size=(6, number))[SITE]
    return people + RNG.normal(size=(72, number))


def test_every_response_has_a_row_of_each_array() -> None:
    found = fit_many(DESIGN, responses(5))

    assert found.coefficients.shape == found.standard_errors.shape == found.freedom.shape == (5, 2)
    assert found.variances.shape == (5, 3)
    assert found.converged.all()
    assert found.notes == ()
    assert found.inference.p.shape == (5, 2)


def test_more_responses_than_are_added_up_at_once_are_all_fitted() -> None:
    many = responses(600)

    found = fit_many(DESIGN, many)

    assert found.criterion[[0, 255, 256, 599]] == pytest.approx(fit_many(DESIGN, many[:, [0, 255, 256, 599]]).criterion)


def test_a_contrast_is_asked_for_by_its_weights() -> None:
    y = responses(2)

    found = fit_many(DESIGN, y, contrasts=np.array([[1.0, 2.0]]))

    assert found.inference.estimate[:, 0] == pytest.approx(found.coefficients @ [1.0, 2.0])
    assert found.freedom.shape == (2, 1)


def test_a_response_that_the_fixed_effects_reproduce_has_no_numbers_and_spoils_no_other() -> None:
    y = responses(3)
    y[:, 1] = 4.0

    found = fit_many(DESIGN, y)

    assert found.converged.tolist() == [True, False, True]
    assert np.isnan([*found.coefficients[1], *found.standard_errors[1], found.criterion[1], *found.variances[1]]).all()
    assert found.criterion[2] == pytest.approx(fit_many(DESIGN, y[:, 2:]).criterion[0])


def test_a_response_that_is_the_same_within_every_person_is_not_called_fitted() -> None:
    y = responses(2)
    y[:, 0] = RNG.normal(size=24)[PERSON]
    design = Design(FIXED[:, :1], ("(Intercept)",), DESIGN.random)

    found = fit_many(design, y)

    assert found.converged.tolist() == [False, True]
    assert np.isnan(found.freedom[0]).all()


def test_a_variance_at_its_edge_is_exactly_zero_and_flagged() -> None:
    y = responses(1)
    y -= np.array([y[site == SITE].mean(axis=0) for site in range(6)])[SITE]

    found = fit_many(DESIGN, y)

    assert found.variances[0, 0] == 0
    assert found.singular[0]
    assert found.converged[0]


def test_a_column_that_repeats_another_is_left_out_by_name() -> None:
    design = Design(np.column_stack([FIXED, 2 * FIXED[:, 1]]), ("(Intercept)", "wave", "twice"), DESIGN.random)

    found = fit_many(design, responses(2))

    assert found.design.names == ("(Intercept)", "wave")
    assert found.notes == ("Left out, because the columns before them say the same: twice.",)
    with pytest.raises(ValueError, match=r"cannot be estimated.*twice"):
        fit_many(design, responses(2), contrasts=np.array([0.0, 0, 1]))


def test_an_offset_is_taken_off_every_response() -> None:
    y, offset = responses(2), RNG.normal(size=72)
    design = Design(FIXED, DESIGN.names, DESIGN.random, offset)

    assert fit_many(design, y + offset[:, None]).criterion == pytest.approx(fit_many(DESIGN, y).criterion)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (np.zeros(72), "give 72 rows"),
        (np.zeros((71, 2)), "give 72 rows"),
        (np.full((72, 2), np.nan), "Response 0 has a value that is not a number"),
    ],
)
def test_responses_that_do_not_fit_the_design_are_refused(given: Numbers, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        fit_many(DESIGN, given)


def test_a_contrast_of_other_columns_and_kenward_roger_without_reml_are_refused() -> None:
    with pytest.raises(ValueError, match="3 weights, and the design 2 columns"):
        fit_many(DESIGN, responses(), contrasts=np.ones((1, 3)))
    with pytest.raises(ValueError, match="correction of REML"):
        fit_many(DESIGN, responses(), reml=False, method="Kenward-Roger")


CROSSED = intercept("item", np.tile([0, 1, 2], 24))
SLOPE = RandomTerm("site", SITE, FIXED, ("(Intercept)", "wave"))


@pytest.mark.parametrize(
    "terms",
    [
        (intercept("person", PERSON), CROSSED),
        (SLOPE,),
        (*DESIGN.random, CROSSED),
        (intercept("row", np.arange(72)),),
        (intercept("site", SITE), intercept("again", SITE)),
        (intercept("all", np.zeros(72, dtype=int)), intercept("person", PERSON)),
        (),
    ],
)
def test_only_nested_intercepts_take_the_short_way(terms: tuple[RandomTerm, ...]) -> None:
    assert nested(Design(FIXED, DESIGN.names, terms)) is None


@pytest.mark.parametrize("method", ["Satterthwaite", "Kenward-Roger"])
def test_any_other_design_is_fitted_response_by_response(method: str) -> None:
    design = Design(FIXED, DESIGN.names, (intercept("person", PERSON), CROSSED))
    y = responses(2)

    found = fit_many(design, y, method=method)  # type: ignore[arg-type] # of the parametrisation

    single = fit_linear(design, y[:, 1])
    assert found.criterion[1] == single.criterion
    assert found.variances[1] == pytest.approx([*(v[0, 0] for v in single.variances), single.sigma**2])
    assert np.isfinite(found.inference.p).all()


def test_what_the_long_way_cannot_fit_is_said() -> None:
    design = Design(FIXED, DESIGN.names, (intercept("row", np.arange(72)),))

    found = fit_many(design, responses(2))

    assert not found.converged.any()
    assert np.isnan(found.standard_errors).all()
    assert any("row" in note for note in found.notes)
