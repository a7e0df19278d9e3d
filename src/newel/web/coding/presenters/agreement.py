"""How far two coders agree, code by code: the coefficients of the protocol, on its unit, with how often each coded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newel.coding import Codebook, Coding, Source, unit_ratings
from newel.statistics.measurement import gwet_ac1, krippendorff_alpha
from newel.statistics.measurement.agreement import (
    Agreement,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    percent_agreement,
)

Ratings = NDArray[np.float64]
COEFFICIENTS: Mapping[str, tuple[str, Callable[[Ratings], Agreement]]] = {
    "alpha": ("Krippendorff's alpha", krippendorff_alpha),
    "percent": ("Same in", percent_agreement),
    "ac1": ("Gwet's AC1", gwet_ac1),
    "kappa": ("Cohen's kappa", lambda ratings: cohen_kappa(ratings[:, 0], ratings[:, 1])),
    "fleiss": ("Fleiss' kappa", fleiss_kappa),
    "brennan_prediger": ("Brennan and Prediger", lambda ratings: brennan_prediger(ratings, categories=2)),
}
NONE = "\N{EN DASH}"
USUAL = ("alpha", "percent", "ac1")


@dataclass(frozen=True)
class AgreementRow:
    """One code: in how many units each coder has it, both have it, and the coefficients as they are printed."""

    path: str
    first: int
    second: int
    both: int
    units: int
    shown: tuple[str, ...]


def agreement_rows(
    sources: Sequence[Source],
    first: Sequence[Coding],
    second: Sequence[Coding],
    *,
    codebook: Codebook,
    plan: tuple[str | None, Sequence[str]],
) -> list[AgreementRow]:
    """Return a row for each code that one of them used. `plan` is the unit and the coefficients."""
    unit, names = plan
    used = {coding.code for coding in (*first, *second)}
    rows = []
    for code in codebook.in_order():
        if code.id in used:
            found = unit_ratings(sources, [first, second], code.id, unit=unit)
            rows.append(_row(codebook.path_name(code.id), found.ratings, names))
    return rows


def _row(path: str, ratings: Ratings, names: Sequence[str]) -> AgreementRow:
    one, other = ratings[:, 0], ratings[:, 1]
    return AgreementRow(
        path,
        int(one.sum()),
        int(other.sum()),
        int((one * other).sum()),
        len(ratings),
        tuple(_shown(ratings, names)),
    )


def _shown(ratings: Ratings, names: Sequence[str]) -> Iterator[str]:
    """Yield each coefficient; a dash where it does not exist, as where a code is in every unit."""
    for name in names:
        try:
            value = COEFFICIENTS[name][1](ratings).value
        except ValueError:
            yield NONE
            continue
        yield NONE if np.isnan(value) else f"{100 * value:.0f} %" if name == "percent" else f"{value:.2f}"
