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
from newel.rehearsal import (
    activity,
    answering,
    asking,
    costing,
    fieldwork,
    observing,
    pathway,
    returns,
    service_use,
    staffing,
    training,
)
from newel.rehearsal.drawing_words import draw_words
from newel.rehearsal.plan import Numbers, Plan
from newel.rehearsal.residents import residents
from newel.rehearsal.shifting import drawn_shifts
from newel.rehearsal.streams import streams
from newel.rehearsal.synthesis import rehearse_synthesis, themes_of
from newel.rehearsal.truths import Truths
from newel.rehearsal.workforce import workforce

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
    drawn, plan = streams(seed), Plan(protocol, instruments, truths)
    frames, trained = _of_sites(plan, drawn, progress)
    progress("consent and questionnaires")
    asked = asking.ask_everyone(plan, drawn["asking"])
    shifts = drawn_shifts(plan, trained, drawn["gains"])
    persons = answering.Persons(drawn["persons"])
    answers = answering.draw_answers(plan, asked.respondents, drawn["answers"], shifts=shifts, persons=persons)
    counted = service_use.draw(plan, asked.respondents, drawn["service_use"], standing=persons.standing)
    frames |= asked.frames() | {"answer": pl.concat([answers, counted])}
    progress("interviews, observations and costs")
    frames |= fieldwork.draw(plan, drawn["fieldwork"]) | costing.draw(plan, drawn["costs"])
    frames |= observing.draw(plan, frames["observation"], drawn["observing"])
    frames |= draw_words(plan, frames["session"], drawn["words"]).frames()
    frames |= rehearse_synthesis(protocol, themes_of(frames)).frames()
    return Rehearsed(FrameSource(frames, f"rehearsal with seed {seed}", synthetic=True), truths, seed)


def _of_sites(
    plan: Plan, streams: Mapping[str, np.random.Generator], progress: Callable[[str], None]
) -> tuple[dict[str, pl.DataFrame], Numbers]:
    """Draw what happens in the sites, and the share of staff who are trained by site and month.

    The returns count what the other records hold, so they come last.
    """
    progress("stays and care pathways")
    stays = residents(plan, streams["pathway"])
    frames = pathway.draw(plan, stays, streams["pathway"])
    progress("staff and training")
    staff = workforce(plan, streams["staff"])
    frames |= {"staff_member": staff.members(plan), "training": training.training(plan, staff, streams["staff"])}
    progress("monthly returns, staffing and activity")
    counted = returns.count_everything(plan, stays=stays, staff=staff, pathway=frames)
    sent = returns.monthly_returns(plan, counted, streams["returns"])
    events = activity.activity(plan, stays, returns=sent, assessed=frames["assessment"], rng=streams["activity"])
    in_post = staffing.staffing(plan, staff, returns=sent, rng=streams["activity"])
    frames |= {
        "site": returns.sites(plan.protocol),
        "monthly_return": sent,
        "staffing": in_post,
        "activity": events,
    }
    return frames, staff.share_trained(plan)


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
