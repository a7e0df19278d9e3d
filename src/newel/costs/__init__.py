"""What things cost: unit costs and price indices with their sources, and every pound opened into its steps.

Start with `read_registry(study, protocol)` and `delivery_costs(protocol, frame)`.
"""

from newel.costs.apportioning import apportioned, shares
from newel.costs.delivering import cost_of_sites, delivery_costs, site_amounts
from newel.costs.indices import IndexSeries, IndexStep, factor_of, index_steps
from newel.costs.pricing import COST_ROW, CostRows, counted_costs, latest_costs, recorded_costs, shared_rows
from newel.costs.reading import Indices, SharedCosts, UnitCosts, read_registry
from newel.costs.registry import Priced, PricedRow, Quantity, Registry
from newel.costs.resources import COUNTED, INCIDENTS, TRAINING, incidents, resource_use
from newel.costs.sealing import registry_frames, registry_of, with_registry
from newel.costs.sealing_values import value_set_frame, value_set_of, with_value_set
from newel.costs.service_use import PERSON_COST, PersonCosts, service_use_costs
from newel.costs.shared_costs import SharedCost
from newel.costs.timing import annuity, discount_factor, discounted
from newel.costs.unit_costs import UnitCost
from newel.costs.value_sets import ValueSet, read_value_set
from newel.costs.weights import site_months

__all__ = [
    "COST_ROW",
    "COUNTED",
    "INCIDENTS",
    "PERSON_COST",
    "TRAINING",
    "CostRows",
    "IndexSeries",
    "IndexStep",
    "Indices",
    "PersonCosts",
    "Priced",
    "PricedRow",
    "Quantity",
    "Registry",
    "SharedCost",
    "SharedCosts",
    "UnitCost",
    "UnitCosts",
    "ValueSet",
    "annuity",
    "apportioned",
    "cost_of_sites",
    "counted_costs",
    "delivery_costs",
    "discount_factor",
    "discounted",
    "factor_of",
    "incidents",
    "index_steps",
    "latest_costs",
    "read_registry",
    "read_value_set",
    "recorded_costs",
    "registry_frames",
    "registry_of",
    "resource_use",
    "service_use_costs",
    "shared_rows",
    "shares",
    "site_amounts",
    "site_months",
    "value_set_frame",
    "value_set_of",
    "with_registry",
    "with_value_set",
]
