"""What was coded, counted once more with loops and sets only: no polars, no coding package, no statistics."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

Record = dict[str, Any]
Rows = Callable[[str], list[Record]]


def layers_of(rows: Rows, purpose: str) -> set[str]:
    """Return the ids of the layers of one purpose."""
    return {layer["layer_id"] for layer in rows("layer") if layer["purpose"] == purpose}


def counted(rows: Rows) -> list[Record]:
    """Return the codings that count: reconciled where a source has any, else the first coder's."""
    agreed, first = layers_of(rows, "reconciled"), layers_of(rows, "first")
    reconciled = {coding["source_id"] for coding in rows("coding") if coding["layer_id"] in agreed}
    return [
        coding
        for coding in rows("coding")
        if coding["layer_id"] in (agreed if coding["source_id"] in reconciled else first)
    ]


def upwards(rows: Rows, code: str) -> list[str]:
    """Return a code and those above it."""
    parent = {each["code_id"]: each["parent_id"] for each in rows("code")}
    found = [code]
    while parent[found[-1]]:
        found.append(parent[found[-1]])
    return found


def sources_of(rows: Rows, code: str) -> set[str]:
    """Return the sources in which a code, or one below it, counts."""
    return {coding["source_id"] for coding in counted(rows) if code in upwards(rows, coding["code_id"])}


def people(rows: Rows, sources: set[str]) -> int:
    """Return who speaks in these sources: each case once, and those of a group."""
    session = {each["session_id"]: each["people"] for each in rows("session")}
    found = [source for source in rows("source") if source["source_id"] in sources]
    cases = {source["case_id"] for source in found if source["case_id"]}
    return len(cases) + sum(session.get(source["session_id"], 1) for source in found if not source["case_id"])


def touched(rows: Rows, coding: Record) -> set[tuple[str, int]]:
    """Return the units that a coding shares a code point with."""
    return {
        (unit["source_id"], unit["number"])
        for unit in rows("unit")
        if unit["source_id"] == coding["source_id"] and unit["start"] < coding["end"] and coding["start"] < unit["end"]
    }


def units_with(rows: Rows, codings: list[Record]) -> dict[str, set[tuple[str, int]]]:
    """Return {code: the units it stands in}."""
    found: dict[str, set[tuple[str, int]]] = {}
    for coding in codings:
        found.setdefault(coding["code_id"], set()).update(touched(rows, coding))
    return found


def pairs(rows: Rows) -> dict[tuple[str, str], tuple[int, int, float]]:
    """Return, for each two codes that share a unit: the units with both, their sources, and the share of Jaccard."""
    where = units_with(rows, counted(rows))
    found = {}
    for one, other in combinations(sorted(where), 2):
        both, either = where[one] & where[other], where[one] | where[other]
        in_line = one in upwards(rows, other) or other in upwards(rows, one)
        if both and not in_line:
            found[one, other] = (len(both), len({source for source, _ in both}), len(both) / len(either))
    return found


def decisions(rows: Rows, code: str) -> list[tuple[bool, bool]]:
    """Return whether the first and the second coder applied a code, or one below it, in each unit both looked at."""
    sides = [
        [coding for coding in rows("coding") if coding["layer_id"] in layers_of(rows, purpose)]
        for purpose in ("first", "second")
    ]
    twice = {coding["source_id"] for coding in sides[0]} & {coding["source_id"] for coding in sides[1]}
    where: list[set[tuple[str, int]]] = []
    for side in sides:
        own = [coding for coding in side if code in upwards(rows, coding["code_id"])]
        where.append({unit for coding in own for unit in touched(rows, coding)})
    units = [(unit["source_id"], unit["number"]) for unit in rows("unit") if unit["source_id"] in twice]
    return [(unit in where[0], unit in where[1]) for unit in units]


def nominal_alpha(seen: list[tuple[bool, bool]]) -> float:
    """Return Krippendorff's alpha from its definition: disagreement within units over that between any two."""
    values = [value for pair in seen for value in pair]
    ones = sum(values)
    observed = sum(one != other for one, other in seen) / len(seen)
    expected = 2 * ones * (len(values) - ones) / (len(values) * (len(values) - 1))
    return 1 - observed / expected


def kappa(seen: list[tuple[bool, bool]], *, by: str) -> float:
    """Return (po - pe) / (1 - pe) with the chance of Cohen, Fleiss, Gwet, or Brennan and Prediger."""
    number = len(seen)
    agreed = sum(one == other for one, other in seen) / number
    first, second = (sum(pair[side] for pair in seen) / number for side in (0, 1))
    mean = (first + second) / 2
    chance = {
        "kappa": first * second + (1 - first) * (1 - second),
        "fleiss": mean**2 + (1 - mean) ** 2,
        "ac1": 2 * mean * (1 - mean),
        "brennan_prediger": 0.5,
    }[by]
    return (agreed - chance) / (1 - chance)


def in_order(rows: Rows, group: str) -> list[set[str]]:
    """Return the codes of each source of a group, or of all, in the order the sources were held."""
    held = sorted(rows("source"), key=lambda source: (source["held_on"], source["source_id"]))
    codes: dict[str, set[str]] = {}
    for coding in counted(rows):
        codes.setdefault(coding["source_id"], set()).add(coding["code_id"])
    return [codes[each["source_id"]] for each in held if each["source_id"] in codes and group in (each["group"], "all")]


def chao(codes: list[set[str]]) -> float:
    """Return Chao's lower bound from the codes found once and twice."""
    times = [sum(code in each for each in codes) for code in set().union(*codes)]
    once, twice, scale = times.count(1), times.count(2), (len(codes) - 1) / len(codes)
    missing = once**2 / (2 * twice) if twice else once * (once - 1) / 2
    return len(times) + scale * missing
