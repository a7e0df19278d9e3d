"""A reference figure that is changed is found, whatever kind of case it belongs to: agreement is never assumed."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from newel.verification import SMALL
from newel.verification.reference import Case, Reference
from newel.verification.verifying import verify_case

COMPARED = [
    *[
        "logLik",
        "criterion",
        "fixef",
        "se",
        "sdcor",
        "sigma",
        "Estimate",
        "emmean",
        "SE",
        "phi",
        "sd_intercept",
        "dispersion",
        "varcomp",
        "sd",
        "beta",
        "df",
    ],
    *[
        "df_Satt",
        "DenDF",
        "Fstat",
        "p_val",
        "t",
        "theta",
        "deviance",
        "Value",
        "raw_alpha_complete",
        "r_drop",
        "polychoric",
        "chisq",
        "cfi",
        "est",
        "ICC",
    ],
    *[
        "estimate",
        "ubar",
        "riv",
        "F",
        "df2",
        "scale",
        "var_site",
        "holm",
        "BY",
        "Hedges_g",
        "CI_low",
        "values",
        "Std.Error",
        "Std.err",
    ],
    "Std. Error",
    "F value",
]
"""Fields of entries that hold a figure which is compared."""
CHANCE = {"mi_jomo_m50"}
"""Compared within chance, which a hundredth of a standard error does not leave."""


def _changed(entry: dict[str, Any], field: str) -> Iterator[dict[str, Any]]:
    """Yield the entry with the first figure of a field moved by a little more than 3 %, if it has one."""
    spoilt = copy.deepcopy(entry)
    if _spoil(spoilt, field):
        yield spoilt


def _spoil(thing: Any, field: str) -> bool:
    if isinstance(thing, list):
        return any(_spoil(part, field) for part in thing)
    if not isinstance(thing, dict):
        return False
    if field in thing and _move(thing, field):
        return True
    return any(_spoil(part, field) for part in thing.values())


def _move(holder: Any, key: Any) -> bool:
    """Move a number, or the first number in what stands there."""
    value = holder[key]
    if isinstance(value, float) and value not in {0.0, 1.0}:
        holder[key] = value * 1.03 + 1e-4
        return True
    inner = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return any(_move(value, place) for place in inner)


def _only_used(case: Case, field: str) -> bool:
    """Say whether a figure tells where the reference stood, or is compared as its root under another name."""
    return (field == "theta" and case.kind != "its") or (field == "varcomp" and isinstance(case.entry.get(field), list))


def _pairs() -> Iterator[tuple[Case, str]]:
    twice_the_work = ("_ML", "slopes_REML")
    for case in Reference(SMALL).cases():
        if case.name.endswith(twice_the_work):
            continue
        for field in COMPARED:
            if case.name in CHANCE or _only_used(case, field):
                continue
            for entry in _changed(dict(case.entry), field):
                yield replace(case, entry=entry), field


PAIRS = list(_pairs())


def test_there_are_many_figures_to_change() -> None:
    assert len({case.name for case, _ in PAIRS}) >= 35
    assert len(PAIRS) > 120


@pytest.mark.parametrize("kind", sorted({case.kind for case, _ in PAIRS}))
def test_a_changed_figure_falls_short(kind: str) -> None:
    unnoticed = [
        (case.name, field)
        for case, field in PAIRS
        if case.kind == kind and all(figure.passed for figure in verify_case(case))
    ]
    assert unnoticed == []
