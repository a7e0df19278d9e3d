"""Rates, percentages and intervals that others have printed come out as they were printed."""

from typing import Any

import pytest

from newel.statistics import percentage, rate_per_100_per_year, wilson
from tests.support.oracles import oracle

ESTATE = oracle("published_estate")


@pytest.mark.parametrize("figure", ESTATE["rates"], ids=lambda figure: figure["what"])
def test_incident_rates_are_those_of_the_bulletin(figure: dict[str, Any]) -> None:
    child_years = ESTATE["quarter"]["children"] * ESTATE["quarter"]["years"]

    assert round(rate_per_100_per_year(figure["incidents"], child_years)) == figure["per_100_per_year"]


@pytest.mark.parametrize("figure", ESTATE["percentages"], ids=lambda figure: figure["what"])
def test_percentages_are_those_that_were_published(figure: dict[str, Any]) -> None:
    assert round(percentage(figure["part"], figure["whole"])) == figure["percent"]


@pytest.mark.parametrize("figure", oracle("newcombe")["intervals"], ids=lambda figure: str(figure["trials"]))
def test_wilson_intervals_are_those_of_newcombe(figure: dict[str, Any]) -> None:
    low, high = wilson(figure["successes"] / figure["trials"], figure["trials"])

    assert (low, high) == pytest.approx((figure["low"], figure["high"]), abs=5e-5)
