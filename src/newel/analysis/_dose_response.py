"""Whether a site's scores follow its own dose: the same model of change with one dose in it, within sites."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from newel.analysis._change import ChangeModel, change_formula, fit_formula
from newel.analysis._comparing import Compared
from newel.analysis._verdicts import Shift
from newel.analysis._wave_dose import DOSES
from newel.protocol import Protocol
from newel.statistics.mixed import kenward_roger

SAME = "no site's dose differed from wave to wave"
UNKNOWN = "the dose of too few sites is known"


@dataclass(frozen=True)
class Response:
    """What one step of a dose is worth, in standard deviations and positive where it is for the better."""

    dose: str
    people: int
    shift: Shift | None
    why_none: str = ""


def dose_responses(protocol: Protocol, each: Compared, doses: pl.DataFrame) -> Iterator[Response]:
    """Yield the response to each dose. A dose counts as its difference from the site's own mean over the waves.

    So what makes a site unlike others for good is no part of the response; waves are in the model, so what happened
    everywhere at once is not either.
    """
    for name in DOSES:
        yield _response(protocol, each, with_dose(each.scores.frame, doses, name), name=name)


def with_dose(frame: pl.DataFrame, doses: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the rows whose dose is known, with `dose`, its difference from the site's mean over its waves."""
    known = doses.select("site_id", "wave", dose=name).drop_nulls("dose")
    waves = frame.select("site_id", "wave").unique()
    own = known.join(waves, on=["site_id", "wave"], how="semi")
    own = own.with_columns(dose=pl.col("dose") - pl.col("dose").mean().over("site_id"))
    return frame.join(own, on=["site_id", "wave"], how="inner", maintain_order="left")


def _response(protocol: Protocol, each: Compared, frame: pl.DataFrame, *, name: str) -> Response:
    scores = replace(each.scores, frame=frame)
    people = scores.people()
    if frame["site_id"].n_unique() < 2 or frame["wave"].n_unique() < 2:
        return Response(name, people, None, UNKNOWN)
    if float(np.ptp(frame["dose"].to_numpy())) < 1e-9:
        return Response(name, people, None, SAME)
    model = fit_formula(protocol, scores, change_formula(protocol, scores, "dose"))
    if model.fit is None or not np.isfinite(each.unit):
        return Response(name, people, None, model.why_none or "scores of the reference wave do not vary")
    return _read(each, model, name=name, people=people)


def _read(each: Compared, model: ChangeModel, *, name: str, people: int) -> Response:
    fit = model.fit
    if fit is None or "dose" not in fit.design.names:
        return Response(name, people, None, "waves and adjustments leave nothing of the dose")
    contrast = np.zeros(len(fit.design.names))
    turned = each.scores.better * each.unit * DOSES[name].step
    contrast[fit.design.names.index("dose")] = turned
    found = kenward_roger(fit, contrast[None, :])
    numbers = (found.estimate, found.standard_error, found.freedom, found.p)
    if not np.isfinite([number[0] for number in numbers[:2]]).all():
        return Response(name, people, None, "its standard error cannot be worked out")
    return Response(name, people, Shift(*(float(number[0]) for number in numbers)))
