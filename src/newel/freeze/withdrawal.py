"""Withdrawal: a person who took their word back is in no later freeze; the manifest says how many rows that cost."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

TAKING_PART = "take_part"


@dataclass(frozen=True)
class Withdrawn:
    """How many people withdrew, and how many of their rows are not in the freeze."""

    people: int
    rows: int


def leave_out_withdrawn(
    frames: Mapping[str, pl.DataFrame], *, consent_kept_elsewhere: bool
) -> tuple[dict[str, pl.DataFrame], Withdrawn]:
    """Return the frames without the responses and answers of people who did not agree to take part, or no longer do.

    Their consent rows stay: that they were asked and what they said is part of the flow, and it is all that stays.
    A person with no word on record is left out too, unless the protocol says that consent is kept elsewhere.
    """
    taking_part = frames["consent"].filter(pl.col("purpose") == TAKING_PART)
    of_agreed = pl.col("participant_id").is_in(
        taking_part.filter(pl.col("state") == "given")["participant_id"].implode()
    )
    if consent_kept_elsewhere:
        of_agreed = of_agreed | ~pl.col("participant_id").is_in(taking_part["participant_id"].implode())
    responses = frames["response"].filter(of_agreed)
    answers = frames["answer"].join(
        responses.select("response_id"), on="response_id", how="semi", maintain_order="left"
    )
    before = frames["response"].height + frames["answer"].height
    people = taking_part.filter(pl.col("state") == "withdrawn").height
    kept = dict(frames) | {"response": responses, "answer": answers}
    return kept, Withdrawn(people, before - responses.height - answers.height)
