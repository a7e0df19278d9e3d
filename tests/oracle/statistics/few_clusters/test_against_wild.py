"""The wild cluster test against all sign vectors tried in R, and against R's fwildclusterboot."""

import numpy as np
import pytest

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import WildRule, wild_cluster_test
from tests.support.quantitative import data, levels, reference
from tests.support.shared import needs_shared

TREATED = np.array([0.0, 1.0, 0.0])


def _twelve() -> tuple[Numbers, Numbers, Levels]:
    frame = data("achievement_12schools")
    fixed = np.column_stack([np.ones(frame.height), frame["treated"], frame["lagscore"]]).astype(np.float64)
    return fixed, frame["y"].to_numpy().astype(np.float64), levels(frame["sch"])


@needs_shared
def test_the_p_of_twelve_schools_is_exact_to_the_last_sign_vector() -> None:
    expected = reference("small_sample")["wild_enumerated_12"]

    found = wild_cluster_test(*_twelve(), contrast=TREATED)

    assert found.p == expected["p"]
    assert (found.vectors, found.exact) == (expected["vectors"], True)
    assert found.statistic == pytest.approx(expected["t"], rel=1e-12)
    assert found.estimate == pytest.approx(expected["coef"]["treated"], rel=1e-12)


@needs_shared
@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("kind", ["11", "13", "31", "33"])
def test_every_type_gives_the_p_of_fwildclusterboot(kind: str, *, restricted: bool) -> None:
    expected = reference("small_sample")[f"boottest_12_{kind}_{'' if restricted else 'un'}restricted"]

    rule = WildRule(kind=kind, restricted=restricted, interval=False)
    found = wild_cluster_test(*_twelve(), contrast=TREATED, rule=rule)

    assert found.p_beyond == expected["p"]
    assert found.statistic_scaled == pytest.approx(expected["t"], rel=1e-12)
