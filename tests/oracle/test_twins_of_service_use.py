"""What young people's services cost, once more with loops and dictionaries, from the model study's own files.

The twin reads the TOML and CSV files itself: it shares no line with the registry, the index steps or the pricing.
"""

import csv
import tomllib
from collections import defaultdict
from functools import cache
from math import fsum
from typing import Any

import polars as pl
import pytest

from newel.costs import PersonCosts, read_registry, service_use_costs
from newel.instruments import read_instruments
from newel.protocol import read_protocol
from newel.records import KINDS
from newel.rehearsal import read_truths, rehearse
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL = read_protocol(STUDY)
Row = dict[str, Any]


@cache
def records() -> dict[str, list[Row]]:
    """Return the responses and the answers of one rehearsal."""
    source = rehearse(PROTOCOL, read_instruments(STUDY), read_truths(STUDY), seed=11).source
    return {kind: source.frame(KINDS[kind]).to_dicts() for kind in ("response", "answer")}


@cache
def said() -> list[Row]:
    """Return what everyone said, as an analysis hands it over."""
    responses = {row["response_id"]: row for row in records()["response"]}
    about = ("participant_id", "site_id", "wave")
    return [
        {name: responses[row["response_id"]][name] for name in about}
        | {"item": f"service_use.{row['item']}", "quantity": row["value"]}
        for row in records()["answer"]
        if row["instrument"] == "service_use"
    ]


@cache
def priced() -> PersonCosts:
    schema = dict.fromkeys(("participant_id", "site_id", "wave", "item"), pl.String) | {"quantity": pl.Float64}
    return service_use_costs(PROTOCOL, read_registry(STUDY, PROTOCOL), pl.DataFrame(said(), schema=schema))


@cache
def prices() -> dict[tuple[str, str], float]:
    """Return pounds of 2020 by what is counted and who bears it."""
    levels: dict[str, dict[int, float]] = {}
    for series in tomllib.loads((STUDY / "costs" / "indices.toml").read_text("utf-8"))["series"]:
        rows = csv.DictReader((STUDY / "costs" / series["file"]).read_text("utf-8").splitlines())
        levels[series["id"]] = {int(row["year"]): float(row["level"]) for row in rows}
    found = {}
    for cost in tomllib.loads((STUDY / "costs" / "unit_costs.toml").read_text("utf-8"))["unit_cost"]:
        level = levels[cost["series"]]
        if cost["price_year"] in level and 2020 in level:
            at_2020 = cost["amount"] * level[2020] / level[cost["price_year"]]
            found[cost["item"], cost["perspective"]] = at_2020
    return found


@cache
def counted() -> dict[str, str]:
    text = (STUDY / "protocol.toml").read_text("utf-8")
    return {each["item"]: each["of"] for each in tomllib.loads(text)["economics"]["service_use"]["counts"]}


def test_every_answer_is_priced_and_none_is_left_out() -> None:
    borne = defaultdict(int)
    for item, _ in prices():
        borne[item] += 1

    assert priced().left_out == ()
    assert len(said()) > 2000
    assert priced().rows.height == sum(borne[counted()[row["item"]]] for row in said())


def test_what_each_person_costs_in_a_wave_is_the_sum_of_counts_times_prices() -> None:
    twin: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for row in said():
        for (item, perspective), price in prices().items():
            if item == counted()[row["item"]] and row["quantity"] is not None:
                twin[row["participant_id"], row["wave"], perspective].append(row["quantity"] * price)

    known = priced().rows.drop_nulls("amount")
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for person, wave, perspective, amount in known.select(
        "participant_id", "wave", "perspective", "amount"
    ).iter_rows():
        found[person, wave, perspective].append(amount)
    assert {key: fsum(parts) for key, parts in found.items()} == pytest.approx(
        {key: fsum(parts) for key, parts in twin.items()}, rel=1e-12
    )


def test_what_was_not_answered_has_no_amount_and_nothing_else_is_without_one() -> None:
    silent = {(row["participant_id"], row["wave"], row["item"]) for row in said() if row["quantity"] is None}

    blank = priced().rows.filter(pl.col("amount").is_null())

    assert set(blank.select("participant_id", "wave", "item").iter_rows()) == silent
    assert silent
