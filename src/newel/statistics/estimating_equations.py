"""Population averages of clustered answers by generalised estimating equations, with robust standard errors.

Source: Liang KY, Zeger SL. Biometrika 1986;73:13-22. statsmodels fits them. With few clusters the robust standard
errors are too small: `bias_reduced` ones (Mancl LA, DeRouen TA. Biometrics 2001;57:126-134) stand beside them.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import statsmodels.api as sm
from statsmodels.genmod.generalized_estimating_equations import GEE

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.inference import Inference

Family = Literal["gaussian", "binomial", "poisson"]
Working = Literal["independence", "exchangeable"]

_FAMILIES = {"gaussian": sm.families.Gaussian, "binomial": sm.families.Binomial, "poisson": sm.families.Poisson}
_WORKING = {"independence": sm.cov_struct.Independence, "exchangeable": sm.cov_struct.Exchangeable}


@dataclass(frozen=True)
class PopulationAverage:
    """Coefficients (p,), their robust covariance and the bias-reduced one, the working correlation and the scale."""

    coefficients: Numbers
    covariance: Numbers
    bias_reduced: Numbers
    correlation: float
    scale: float
    converged: bool

    def inference(self, contrasts: Numbers, *, bias_reduced: bool = False) -> Inference:
        """Return m contrasts, shape (m, p); normal reference."""
        covariance = self.bias_reduced if bias_reduced else self.covariance
        spread = np.sqrt(np.einsum("mp,pq,mq->m", contrasts, covariance, contrasts))
        method = "GEE, bias-reduced" if bias_reduced else "GEE, robust"
        return Inference(contrasts @ self.coefficients, spread, np.full(len(contrasts), np.inf), method)


def population_average(
    response: Numbers, fixed: Numbers, clusters: Levels, *, family: Family = "binomial", working: Working
) -> PopulationAverage:
    """Fit the marginal model. Other working correlations are left out: programs differ in their moment estimators.

    Scale and correlation are plain means of residual products, as geepack takes them: nothing is taken off for the
    coefficients.
    """
    model = GEE(response, fixed, groups=clusters, family=_FAMILIES[family](), cov_struct=_WORKING[working]())
    fit = model.fit(maxiter=200, ctol=1e-12, ddof_scale=0, scale="X2")
    return PopulationAverage(
        np.asarray(fit.params),
        np.asarray(fit.cov_robust),
        np.asarray(model.fit(maxiter=200, ctol=1e-12, cov_type="bias_reduced", ddof_scale=0, scale="X2").cov_robust_bc),
        float(fit.cov_struct.dep_params) if working == "exchangeable" else 0.0,
        float(fit.scale),
        bool(fit.converged),
    )
