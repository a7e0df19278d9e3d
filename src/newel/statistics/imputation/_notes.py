"""Sentences on what an imputation rests on, for the table's reader."""

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.imputation.model import Flags, ImputationModel


def thin_notes(model: ImputationModel, values: Numbers, clusters: tuple[Levels, int]) -> tuple[str, ...]:
    """Name strata and clusters without a single observed value of a variable, and rows without any at all."""
    codes, count = clusters
    seen = ~np.isnan(values)
    notes = [*_strata_notes(model, seen)]
    for k, variable in enumerate(model.variables):
        if count and not variable.of_cluster and seen[:, k].any():
            empty = count - len(np.unique(codes[seen[:, k]]))
            if empty:
                notes.append(
                    f"`{variable.name}` was never observed in {empty} of {count} clusters: there it is imputed from "
                    "the other variables and from how clusters differ elsewhere."
                )
    notes += _separation_notes(model, values)
    blank = int((~seen).all(axis=1).sum())
    if blank:
        alone = "imputed from covariates and cluster alone."
        notes.append(f"{blank} of {len(values)} rows have no observed value: {alone}")
    return tuple(notes)


def _strata_notes(model: ImputationModel, seen: Flags) -> list[str]:
    notes = []
    for stratum, labels in model.strata.items():
        if np.shape(labels) != (len(seen),):
            raise ValueError(f"The labels of `{stratum}` have the shape {np.shape(labels)}, not one a row.")
        for label in np.unique(labels):
            here = np.asarray(labels) == label
            notes += [
                f"`{variable.name}` was never observed where {stratum} is {label}: what is imputed there rests on the "
                "assumption that it is as elsewhere."
                for k, variable in enumerate(model.variables)
                if seen[:, k].any() and not seen[here, k].any()
            ]
    return notes


def _separation_notes(model: ImputationModel, values: Numbers) -> list[str]:
    """Name categorical variables that never vary among the rows with one value of a two-valued covariate."""
    notes = []
    columns = [] if model.covariates is None else list(zip(model.covariate_names, model.covariates.T, strict=True))
    for k, variable in enumerate(model.variables):
        seen = values[:, k][~np.isnan(values[:, k])]
        if variable.kind == "continuous" or len(np.unique(seen)) < 2:
            continue
        for name, column in columns:
            levels = np.unique(column)
            kept = [values[(column == level) & ~np.isnan(values[:, k]), k] for level in levels[:2]]
            for level, here in zip(levels, kept, strict=False):
                if len(levels) == 2 and len(here) and (here == here[0]).all():
                    case = f"observed to be {here[0]:g} where `{name}` is {level:g}"
                    notes.append(f"`{variable.name}` was only ever {case}: their association rests on a weak prior.")
    return notes


def lost_note(name: str, blame: tuple[str, ...], cells: int) -> str:
    """Name a variable that was never observed where some covariates take effect."""
    return (
        f"`{name}` was never observed where {' and '.join(f'`{column}`' for column in blame)} could be told apart: "
        f"{cells} missing values there cannot be imputed and stay missing."
    )


def unusable_note(name: str, seen: Numbers) -> str:
    """Name a variable of which nothing, or a single value, was observed."""
    if not len(seen):
        return f"`{name}` was never observed: it stays missing and takes no part."
    return f"`{name}` was only ever observed to be {seen[0]:g}: it takes no part, and its gaps stay gaps."
