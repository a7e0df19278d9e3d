"""Power of stepped wedges by formula, as the R package swCRTdesign works it out."""

import re
from collections.abc import Iterator

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.power import Spread, binomial_power, gaussian_power, stepped_wedge
from newel.verification.cases._kind import Kind
from newel.verification.comparing import Comparison, Judge
from newel.verification.reference import Case
from newel.verification.tolerances import tolerance

SIZES = re.compile(r"(?P<clusters>\d+) clusters in (?P<sequences>\d+) sequences of (?P<each>\d+)")
SETTING = re.compile(r"(?P<names>[\w=]+?)=(?P<value>-?[\d.]+)")


def compare_power(case: Case) -> Iterator[Comparison]:
    """Compare the power of a design that the entry describes in one line."""
    judge, close = Judge(case.name), tolerance(case.tolerance_class, "everything")
    given = _settings(str(case.entry["design"]))
    treated = _design(case)
    if "icc" in given:
        ours = binomial_power(
            treated, given["n"], before=given["mu0"], after=given["mu1"], likeness=(given["icc"], given["cac"])
        )
    else:
        others = [given.get(name, 0.0) for name in ("gamma", "eta", "rho")]
        spread = Spread(given["sigma"], given["tau"], *others)
        effect = given["mu1"] - given["mu0"]
        ours = gaussian_power(treated, given["n"], effect=effect, spread=spread, level=given.get("alpha", 0.05))
    yield judge.compare("power", ours, np.atleast_1d(case.entry["power"])[0], tolerance=close)


def _settings(text: str) -> dict[str, float]:
    """Return the settings of a line such as `n=20, eta=rho=0`, each name with its own value."""
    found = {}
    for setting in SETTING.finditer(text):
        value = float(setting["value"].rstrip("."))
        found.update(dict.fromkeys(setting["names"].split("="), value))
    return found


def _design(case: Case) -> Numbers:
    """Return who is treated when; `the same clusters` are those that another entry describes."""
    for text in (str(case.entry["design"]), *_other_designs(case)):
        if sizes := SIZES.search(text):
            return stepped_wedge(np.full(int(sizes["sequences"]), float(sizes["each"])))
    raise ValueError("no entry says how many clusters start when")


def _other_designs(case: Case) -> Iterator[str]:
    for entries in case.reference.entries.values():
        yield from (str(entry["design"]) for entry in entries.values() if "design" in entry)


POWER = (Kind(lambda case: "power" in case.entry and "design" in case.entry, compare_power),)
