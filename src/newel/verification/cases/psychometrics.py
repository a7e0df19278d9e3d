"""Reliability, polychoric correlations, agreement and exploratory factors, by psych, irr and semTools."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Answers,
    agreement_test,
    composites,
    explore,
    fit_factors,
    fleiss_kappa,
    intraclass,
    omega_total,
    ordinal_alpha,
    polychoric,
    read_model,
    reliability,
)
from newel.verification.cases._answers import answers_of
from newel.verification.cases._kind import Kind
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

OUR_MEASURES = {
    "alpha": "alpha", "omega": "omega", "omega2": "omega2", "omega3": "omega3", "avevar": "average_variance",
}  # fmt: skip
"""semTools' names of what is known of a scale, and ours."""


def compare_reliability(case: Case) -> Iterator[Comparison]:
    """Compare alpha and its companions, of those who answered everything and pairwise, and the ordinal ones."""
    entry, judge = case.entry, Judge(case.name)
    answers = answers_of(case, entry["items"])
    pairwise, full = reliability(answers, missing="pairwise"), reliability(answers)
    ours: dict[str, npt.ArrayLike] = {
        "raw_alpha_pairwise": pairwise.alpha, "std_alpha_pairwise": pairwise.standardised_alpha,
        "raw_alpha_complete": full.alpha, "std_alpha_complete": full.standardised_alpha, "G6": full.lambda_6,
        "average_r": full.average_correlation, "alpha_if_dropped": full.alpha_if_dropped, "r_drop": full.item_rest,
        "feldt": [full.low, full.high],
    }  # fmt: skip
    for quantity, figures in ours.items():
        if quantity in entry:
            yield judge.compare(quantity, figures, entry[quantity], tolerance=tolerance("closed-form", "coefficients"))
    if "n_complete" in entry:
        yield judge.same("n_complete", full.people, entry["n_complete"])
    yield from _polychoric(case, answers)


def _polychoric(case: Case, answers: Numbers) -> Iterator[Comparison]:
    entry, judge, close = case.entry, Judge(case.name), tolerance("polychoric", "everything")
    whole = answers[~np.isnan(answers).any(axis=1)]
    found = polychoric(whole)
    if "polychoric" in entry:
        yield judge.compare("polychoric", found.correlations, entry["polychoric"], tolerance=close)
    if "thresholds" in entry:
        ours = np.concatenate(list(found.thresholds))
        theirs = np.concatenate([*map(np.atleast_1d, entry["thresholds"])])
        yield judge.compare("thresholds", ours, theirs, tolerance=close)
    if "ordinal_alpha" in entry:
        yield judge.compare("ordinal_alpha", ordinal_alpha(answers), entry["ordinal_alpha"], tolerance=close)
    if "omega_total_1f_minres" in entry:
        yield judge.compare("omega total", omega_total(answers), entry["omega_total_1f_minres"], tolerance=close)


def compare_composites(case: Case) -> Iterator[Comparison]:
    """Compare the reliability of scales as a factor model sees it."""
    judge, model = Judge(case.name), read_model(case.entry["model"])
    fit = fit_factors(model, Answers(answers_of(case, model.items), model.items))
    for found in composites(fit):
        theirs = dict(zip(case.entry["coefficients"], case.entry["values"][found.factor], strict=True))
        for name, attribute in OUR_MEASURES.items():
            if name in theirs:
                close = tolerance(case.tolerance_class, "loadings")
                figure = getattr(found, attribute)
                yield judge.compare(f"{name} of {found.factor}", figure, theirs[name], tolerance=close)


def compare_exploration(case: Case) -> Iterator[Comparison]:
    """Compare exploratory loadings: factors are matched by what they load on, in whatever order they come."""
    entry, judge = case.entry, Judge(case.name)
    theirs = np.asarray(entry["loadings"], dtype=np.float64)
    items = case.dataset.frame.columns[: len(theirs)]
    found = explore(answers_of(case, items), theirs.shape[1])
    close = tolerance(case.tolerance_class, "everything")
    alike = np.abs(found.loadings.T @ theirs)
    matched = found.loadings[:, alike.argmax(axis=0)]
    matched = matched * np.sign((matched * theirs).sum(axis=0))
    yield judge.converged(found.converged)
    yield judge.compare("loadings", matched, theirs, tolerance=close)
    yield judge.compare("uniquenesses", found.uniquenesses, entry["uniquenesses"], tolerance=close)
    yield judge.compare("rms", found.root_mean_square, entry["rms"], tolerance=close)
    yield judge.compare("chi-square", found.chi_square, entry["chi"], tolerance=tolerance("factor", "chi-square"))
    yield judge.same("df", found.freedom, entry["dof"])


def compare_intraclass(case: Case) -> Iterator[Comparison]:
    """Compare the six forms of Shrout and Fleiss."""
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "everything")
    found = intraclass(answers_of(case, case.dataset.frame.columns))
    for row in case.entry["icc"]:
        ours = found[row["type"]]
        figures = {
            "ICC": ours.value, "F": ours.statistic, "df1": ours.freedom[0], "df2": ours.freedom[1], "p": ours.p,
            "lower.bound": ours.low, "upper.bound": ours.high,
        }  # fmt: skip
        theirs = [row[name] for name in figures]
        yield judge.compare(row["type"], list(figures.values()), theirs, tolerance=close)


def compare_agreement(case: Case) -> Iterator[Comparison]:
    """Compare agreement of two-way raters by irr."""
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "everything")
    found = agreement_test(answers_of(case, case.dataset.frame.columns))
    ours = {
        "value": found.value, "Fvalue": found.statistic, "p.value": found.p, "lbound": found.low, "ubound": found.high,
    }  # fmt: skip
    for name, figure in ours.items():
        if name in case.entry:
            yield judge.compare(name, figure, case.entry[name], tolerance=close)


def compare_kappa(case: Case) -> Iterator[Comparison]:
    """Compare Fleiss' kappa; raters use the same categories, whatever the file lists for each of them."""
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "everything")
    frame = case.dataset.frame
    labels = sorted({str(value) for name in frame.columns for value in frame[name].drop_nulls().to_list()})
    place = {label: float(code) for code, label in enumerate(labels)}
    columns = [frame[name].to_list() for name in frame.columns]
    codes = np.array([[place.get(str(value), np.nan) for value in column] for column in columns])
    found = fleiss_kappa(codes.T)
    yield judge.compare("kappa", found.value, case.entry["value"], tolerance=close)
    yield judge.compare("z", found.z, case.entry["statistic"], tolerance=close)


PSYCHOMETRICS = (
    Kind(lambda case: "items" in case.entry and "raw_alpha_complete" in case.entry, compare_reliability),
    Kind(lambda case: "coefficients" in case.entry and "=~" in case.model, compare_composites),
    Kind(lambda case: "uniquenesses" in case.entry, compare_exploration),
    Kind(lambda case: "icc" in case.entry, compare_intraclass),
    Kind(lambda case: "value" in case.entry and "lbound" in case.entry, compare_agreement),
    Kind(lambda case: "value" in case.entry and "kappa" in case.name, compare_kappa),
)
