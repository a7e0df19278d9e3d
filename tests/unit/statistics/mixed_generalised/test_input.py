"""Input that is no data is refused with a sentence."""

from typing import Any

import numpy as np
import pytest

from newel.statistics.mixed import Design, RandomTerm, fit_generalised

GOOD = np.array([0.0, 1, 1, 0, 1, 0, 0, 1])
ONES = np.ones((8, 1))
PLAIN = Design(ONES, ("(Intercept)",))
TERM = RandomTerm("site", np.array([0, 0, 1, 1, 2, 2, 3, 3]), ONES, ("(Intercept)",))
SLOPES = RandomTerm("site", TERM.levels, np.column_stack([ONES, np.arange(8)]), ("(Intercept)", "x"))


@pytest.mark.parametrize(
    ("design", "response", "options", "words"),
    [
        (PLAIN, GOOD, {"family": "gamma"}, "The family 'gamma' is not known"),
        (Design(ONES[:0], ("(Intercept)",)), GOOD[:0], {"family": "poisson"}, "There is no row"),
        (PLAIN, GOOD[:7], {"family": "binomial"}, "The fixed effects have 8 rows, but the response has 7"),
        (Design(ONES, ()), GOOD, {"family": "binomial"}, "1 columns but 0 names"),
        (PLAIN, GOOD, {"family": "binomial", "trials": ONES[:3, 0]}, "The trials have 3 rows"),
        (Design(ONES, ("a",), (), GOOD[:2]), GOOD, {"family": "poisson"}, "The offset has 2 rows"),
        (PLAIN, np.array([np.nan, *GOOD[1:]]), {"family": "binomial"}, "A number is missing or infinite"),
        (Design(ONES * np.inf, ("a",)), GOOD, {"family": "binomial"}, "A number is missing or infinite"),
        (PLAIN, GOOD - 1, {"family": "poisson"}, "The response -1 is below 0"),
        (PLAIN, GOOD + 0.5, {"family": "poisson"}, "The response 0.5 is not a whole number"),
        (PLAIN, GOOD * 3, {"family": "binomial", "trials": np.full(8, 2.0)}, "Row 1 has 3 successes of 2 trials"),
        (PLAIN, GOOD, {"family": "binomial", "quadrature": 0}, "at least one point; 0 were asked for"),
        (Design(ONES, ("a",), (TERM, TERM)), GOOD, {"family": "binomial", "quadrature": 5}, "single random intercept"),
        (Design(ONES, ("a",), (SLOPES,)), GOOD, {"family": "binomial", "quadrature": 5}, "single random intercept"),
        (PLAIN, GOOD, {"family": "binomial", "nominal": PLAIN}, None),
        (PLAIN, GOOD, {"family": "binomial", "nominal": Design(GOOD[:, None], ("x",))}, "need an ordered answer"),
        (PLAIN, GOOD, {"family": "binomial", "zero_inflation": PLAIN}, "Excess zeros need a count"),
        (PLAIN, GOOD, {"family": "poisson", "zero_inflation": Design(ONES, ("a",), (TERM,))}, "has random terms"),
        (
            Design(ONES, ("a",), (RandomTerm("site", TERM.levels - 1, ONES, ("a",)),)),
            GOOD,
            {"family": "binomial"},
            "A row has no level of site",
        ),
        (
            Design(ONES, ("a",), (RandomTerm("site", TERM.levels, ONES[:4], ("a",)),)),
            GOOD,
            {"family": "binomial"},
            "The columns of the random term of site are 4 x 1, for 8 rows",
        ),
    ],
)
def test_impossible_input_is_refused_in_words(
    design: Design, response: Any, options: dict[str, Any], words: str | None
) -> None:
    if words is None:  # a nominal intercept alone asks for nothing
        assert fit_generalised(design, response, **options).converged
        return
    with pytest.raises(ValueError, match=words):
        fit_generalised(design, response, **options)
