"""What the framework asks of a site, as pure rules: returns, training in post, needs, the pathway, and the dose."""

from newel.care.dose import cases_by_site_and_month, delivery_phase, month_end, site_month_dose
from newel.care.fidelity import MEASURES, OWN_PART, PathwayMeasure, days_to_formulation
from newel.care.needs import assessed_domains, needs_by_site, whole_assessments
from newel.care.pathway import meetings_and_reviews
from newel.care.register import StaffRegister, read_register
from newel.care.returns import expected_months, latest_returns, return_punctuality
from newel.care.stays import Pathway, read_pathway
from newel.care.training import latest_staffing, training_hours, training_ratings

__all__ = [
    "MEASURES",
    "OWN_PART",
    "Pathway",
    "PathwayMeasure",
    "StaffRegister",
    "assessed_domains",
    "cases_by_site_and_month",
    "days_to_formulation",
    "delivery_phase",
    "expected_months",
    "latest_returns",
    "latest_staffing",
    "meetings_and_reviews",
    "month_end",
    "needs_by_site",
    "read_pathway",
    "read_register",
    "return_punctuality",
    "site_month_dose",
    "training_hours",
    "training_ratings",
    "whole_assessments",
]
