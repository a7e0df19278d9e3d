"""Draws a whole study: the same protocol, truths and seed give the same records, whatever the machine."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

import newel
from newel.instruments import Instrument
from newel.protocol import Protocol, fingerprint
from newel.records import FrameSource, write_records
from newel.rehearsal import activity, answering, asking, fieldwork, pathway
from newel.rehearsal.plan import Plan
from newel.rehearsal.truths import Truths

TRUTHS = "truths.json"


@dataclass(frozen=True)
class Rehearsed:
    """A drawn study: its records, and what they were drawn from."""

    source: FrameSource
    truths: Truths
    seed: int


def rehearse(
    protocol: Protocol,
    instruments: Mapping[str, Instrument],
    truths: Truths,
    *,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Rehearsed:
    """Draw every kind of record. Each part has its own random stream: a change in one leaves the others alone."""
    streams = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(5))
    plan = Plan(protocol, instruments, truths)
    frames: dict[str, pl.DataFrame] = {"site": activity.sites(protocol)}
    progress("monthly returns")
    frames["monthly_return"] = activity.monthly_returns(plan, next(streams))
    progress("training, admissions and needs assessments")
    frames |= pathway.draw(plan, frames["monthly_return"], next(streams))
    progress("consent and questionnaires")
    asked = asking.ask_everyone(plan, next(streams))
    frames |= asked.frames() | {"answer": answering.draw_answers(plan, asked.respondents, next(streams))}
    progress("interviews, observations and costs")
    frames |= fieldwork.draw(plan, next(streams))
    return Rehearsed(FrameSource(frames, f"rehearsal with seed {seed}", synthetic=True), truths, seed)


def write_rehearsal(protocol: Protocol, rehearsed: Rehearsed, folder: Path) -> None:
    """Write the records, and beside them `truths.json`: what was planted, under which protocol, by which version."""
    write_records(rehearsed.source, folder)
    about = {
        "seed": rehearsed.seed,
        "protocol": fingerprint(protocol),
        "software": f"newel {newel.__version__}",
        "truths": rehearsed.truths.model_dump(mode="json"),
    }
    (folder / TRUTHS).write_text(json.dumps(about, indent=2, sort_keys=True) + "\n", encoding="utf-8")
