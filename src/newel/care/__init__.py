"""What the framework asks of a site, as pure rules: returns, training in post, needs, formulation, review."""

from newel.care.needs import assessed_domains, needs_by_site, whole_assessments
from newel.care.pathway import meetings_and_reviews
from newel.care.returns import child_years, expected_months, latest_returns, return_punctuality
from newel.care.training import latest_staffing, training_ratings

__all__ = [
    "assessed_domains",
    "child_years",
    "expected_months",
    "latest_returns",
    "latest_staffing",
    "meetings_and_reviews",
    "needs_by_site",
    "return_punctuality",
    "training_ratings",
    "whole_assessments",
]
