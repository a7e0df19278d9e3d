"""What questionnaires measure and how well: reliability, agreement, factor models, change of people, effect sizes."""

from newel.statistics.measurement.agreement import (
    Agreement,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from newel.statistics.measurement.change import Change, Norms, reliable_change, threshold_between
from newel.statistics.measurement.code_sets import jaccard_distance, masi_alpha, masi_distance
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
from newel.statistics.measurement.resampling import Resampled, resampled_interval
from newel.statistics.measurement.unitizing import (
    Unitized,
    character_alpha,
    u_alpha,
    u_alpha_1995,
    u_alpha_2013,
    u_alpha_binary,
)

__all__ = [
    "Agreement", "Answers", "Arms", "Change", "Coefficient", "Components", "Composite", "Estimated", "Exploration",
    "FactorFit", "FactorModel", "Intraclass", "Ladder", "Norms", "Omega", "Polychoric", "Reliability", "Resampled",
    "Standardised", "Unitized", "agreement_test", "brennan_prediger", "character_alpha", "cluster_difference",
    "cohen_kappa", "cohens_d", "composites", "conger_kappa", "difference", "explore", "explore_correlations",
    "fit_factors", "fleiss_kappa", "gwet_ac1", "hedges_g", "intraclass", "invariance", "jaccard_distance",
    "krippendorff_alpha", "masi_alpha", "masi_distance", "omega", "omega_total", "ordinal_alpha",
    "percent_agreement", "polychoric", "read_model", "reliability", "reliable_change", "resampled_interval",
    "standardised", "threshold_between", "u_alpha", "u_alpha_1995", "u_alpha_2013", "u_alpha_binary",
]
