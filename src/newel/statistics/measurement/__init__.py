"""What questionnaires measure and how well: reliability, agreement, factor models, change of people, effect sizes."""

from newel.statistics.measurement.agreement import (
    Agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
)
from newel.statistics.measurement.change import Change, Norms, reliable_change, threshold_between
from newel.statistics.measurement.composite import Composite, composites
from newel.statistics.measurement.effects import (
    Arms,
    Components,
    Estimated,
    Standardised,
    cluster_difference,
    cohens_d,
    hedges_g,
    standardised,
)
from newel.statistics.measurement.exploratory import (
    Exploration,
    Omega,
    explore,
    explore_correlations,
    omega,
    omega_total,
)
from newel.statistics.measurement.factor import (
    Answers,
    Coefficient,
    FactorFit,
    FactorModel,
    Ladder,
    difference,
    fit_factors,
    invariance,
    read_model,
)
from newel.statistics.measurement.intraclass import Intraclass, agreement_test, intraclass
from newel.statistics.measurement.polychoric import Polychoric, polychoric
from newel.statistics.measurement.reliability import Reliability, ordinal_alpha, reliability

__all__ = [
    "Agreement", "Answers", "Arms", "Change", "Coefficient", "Components", "Composite", "Estimated", "Exploration",
    "FactorFit", "FactorModel", "Intraclass", "Ladder", "Norms", "Omega", "Polychoric", "Reliability", "Standardised",
    "agreement_test", "cluster_difference", "cohen_kappa", "cohens_d", "composites", "difference", "explore",
    "explore_correlations", "fit_factors", "fleiss_kappa", "gwet_ac1", "hedges_g", "intraclass", "invariance",
    "krippendorff_alpha", "omega", "omega_total", "ordinal_alpha", "polychoric", "read_model", "reliability",
    "reliable_change", "standardised", "threshold_between",
]
