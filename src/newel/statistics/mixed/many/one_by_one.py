"""The long way for designs that are not nested intercepts: one response after another."""

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed.kenward_roger import kenward_roger
from newel.statistics.mixed.linear import LinearFit, fit_linear
from newel.statistics.mixed.many.result import ManyFits, Method
from newel.statistics.mixed.satterthwaite import satterthwaite
from newel.statistics.mixed.terms import Design


def fit_each(design: Design, responses: Numbers, *, reml: bool, contrasts: Numbers, method: Method) -> ManyFits:
    """Fit one response after another; `design` has no aliased columns."""
    fits = [fit_linear(design, response, reml=reml) for response in responses.T]
    found = [_judged(fit, contrasts, method) for fit in fits]
    return ManyFits(
        design=design,
        contrasts=contrasts,
        coefficients=np.array([fit.coefficients for fit in fits]),
        standard_errors=np.array([one.standard_error for one in found]),
        freedom=np.array([one.freedom for one in found]),
        variances=np.array([_variances(fit) for fit in fits]),
        criterion=np.array([fit.criterion for fit in fits]),
        converged=np.array([fit.converged for fit in fits]),
        singular=np.array([fit.singular for fit in fits]),
        method=method,
        notes=tuple(dict.fromkeys(note for fit in fits if not fit.converged for note in fit.notes)),
    )


def _judged(fit: LinearFit, contrasts: Numbers, method: Method) -> Inference:
    if not np.isfinite(fit.coefficients).all():
        absent = np.full(len(contrasts), np.nan)
        return Inference(absent, absent, absent, method)
    return kenward_roger(fit, contrasts) if method == "Kenward-Roger" else satterthwaite(fit, contrasts)


def _variances(fit: LinearFit) -> Numbers:
    return np.concatenate([*(np.diag(covariance) for covariance in fit.variances), [fit.sigma**2]])
