"""A study's folder with a value set in it. The numbers are made up for tests: they are no country's values."""

from pathlib import Path
from typing import Any

from newel.costs import ValueSet, read_value_set
from newel.protocol import Protocol
from tests.support.protocols import a_protocol

SET = """
id = "nowhere"
instrument = "eq5d_y"
made_for = "{made_for}"
country = "Nowhere"
version = "1"
citation = "A test"
doi = "10.1234/test"
licence = "licence.txt"
any_problem = 0.05
any_worst = 0.1

[decrements]
mobility = [0, 0.1, 0.3]
mood = [0, 0.05, 0.2]

[[examples]]
profile = {{ mobility = 1, mood = 1 }}
value = 1.0

[[examples]]
profile = {{ mobility = 2, mood = 3 }}
value = {value}
"""


def a_study(folder: Path, *, made_for: str = "youth", value: float = 0.55, licence: bool = True) -> Path:
    sets = folder / "costs" / "value_sets"
    sets.mkdir(parents=True)
    (folder / "protocol.toml").write_text('[economics]\nvalue_set = "nowhere"\nadult_tariff_reason = ""\n', "utf-8")
    (sets / "nowhere.toml").write_text(SET.format(made_for=made_for, value=value), encoding="utf-8")
    if licence:
        (sets / "licence.txt").write_text("A licence for these tests.", encoding="utf-8")
    return folder


def header(**changes: Any) -> Protocol:
    plain = a_protocol().economics
    assert plain is not None
    return a_protocol(economics=plain.model_dump() | {"value_set": "nowhere"} | changes)


def the_set(folder: Path) -> ValueSet:
    found = read_value_set(a_study(folder), header())
    assert found is not None
    return found
