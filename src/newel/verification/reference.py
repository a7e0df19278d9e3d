"""A folder of reference numbers: what was computed, from which data, and how close one has to come.

`cases.csv` lists the cases; `ref/*.json` holds the numbers, each entry with its model; `data/*.csv` the data, and
`data/columns.json` which columns are factors and the order of their levels.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from newel.faults import Refused
from newel.formulas import Model, build

LARGE = 50_000
"""Rows beyond which a linear mixed model counts as large."""


@dataclass(frozen=True)
class Dataset:
    """A data set as the references saw it."""

    frame: pl.DataFrame
    levels: Mapping[str, tuple[str, ...]]
    ordered: frozenset[str] = frozenset()

    def build(self, formula: str, parts: Mapping[str, str] | None = None) -> Model:
        """Return the model of a formula on this data set."""
        return build(formula, self.frame, levels=self.levels, ordered=self.ordered, parts=parts)


@dataclass(frozen=True)
class Case:
    """One result of the reference software."""

    name: str
    kind: str
    """The stem of its file: `lmm`, `glmm`, …"""
    entry: Mapping[str, Any]
    """What was computed; empty where `cases.csv` names a case that no file holds."""
    listed: Mapping[str, str]
    """Its row of `cases.csv`."""
    reference: "Reference" = field(repr=False)

    @property
    def tolerance_class(self) -> str:
        """The class its tolerances follow: as `cases.csv` lists it, or else as its figures show."""
        return self.listed.get("tolerance_class") or _guessed(self)

    @property
    def model(self) -> str:
        """The model, as the entry says it or else as `cases.csv` lists it."""
        said = next((str(self.entry[key]) for key in ("formula", "model", "call") if self.entry.get(key)), "")
        return said or self.listed.get("model", "").split(" [")[0]

    @property
    def file(self) -> str:
        """The data file; nothing where the case has no data."""
        return str(self.entry.get("data") or self.listed.get("data") or "")

    @property
    def dataset(self) -> Dataset:
        """The data of the case."""
        return self.reference.dataset(self.file)


@dataclass(frozen=True)
class Reference:
    """A folder of reference numbers, read as needed."""

    folder: Path

    @cached_property
    def entries(self) -> dict[str, dict[str, Any]]:
        """What each file of `ref/` holds, by its stem."""
        return {file.stem: _object(file) for file in sorted((self.folder / "ref").glob("*.json"))}

    @cached_property
    def columns(self) -> dict[str, Any]:
        """What `columns.json` says of every data set."""
        file = self.folder / "data" / "columns.json"
        return _object(file) if file.is_file() else {}

    def cases(self) -> Iterator[Case]:
        """Yield the cases in the order of `cases.csv`, then those that only a file of `ref/` holds.

        Raises Refused where the folder has neither.
        """
        listed = self._listed()
        if not listed and not self.entries:
            raise Refused.because(
                str(self.folder),
                "the folder",
                found="neither cases.csv nor ref/*.json",
                expected="cases.csv, ref/*.json, data/*.csv and data/columns.json",
                remedy="Name the folder that holds them.",
            )
        seen = set()
        for row in listed:
            kind = Path(row["file"]).stem
            seen.add((kind, row["case"]))
            yield Case(row["case"], kind, _entry(self.entries.get(kind, {}).get(row["case"])), row, self)
        for kind, entries in self.entries.items():
            for name, entry in entries.items():
                if (kind, name) not in seen:
                    yield Case(name, kind, _entry(entry), {}, self)

    def _listed(self) -> list[dict[str, str]]:
        file = self.folder / "cases.csv"
        if not file.is_file():
            return []
        with file.open(encoding="utf-8", newline="") as text:
            rows = csv.DictReader(text)
            missing = {"case", "file"} - set(rows.fieldnames or ())
            if missing:
                raise _unreadable(file, f"no column {', '.join(sorted(missing))}", "the columns case and file at least")
            return list(rows)

    def dataset(self, file: str) -> Dataset:
        """Return a data set by the name of its file. Raises Refused where there is no such file."""
        path = self.folder / "data" / Path(file).name
        if not file or not path.is_file():
            raise Refused.because(
                str(path), "the data", found="no such file", expected="a CSV file", remedy="Put it into data/."
            )
        kinds = self.columns.get(path.stem, {}).get("columns", {})
        frame = pl.read_csv(path, null_values=["", "NA"], infer_schema_length=None)
        levels: dict[str, tuple[str, ...]] = {}
        for name, kind in kinds.items():
            if isinstance(kind, dict) and name in frame.columns:
                levels[name] = tuple(map(str, kind["levels"]))
                frame = frame.with_columns(_only_known(frame[name], levels[name]))
            if kind == "factor, any order" and name in frame.columns:
                frame = frame.with_columns(pl.col(name).cast(pl.String))
        ordered = {name for name, kind in kinds.items() if isinstance(kind, dict) and kind.get("kind") == "ordered"}
        return Dataset(frame, levels, frozenset(ordered & levels.keys()))


def _entry(held: Any) -> Mapping[str, Any]:
    """Return an entry; nothing where it holds no figures by name, which is then said of the case."""
    return held if isinstance(held, Mapping) else {}


def _object(file: Path) -> dict[str, Any]:
    """Return what a JSON file holds by name. Raises Refused where it holds something else, or is no JSON."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(file, f"no JSON: {error}", "a JSON object") from None
    if not isinstance(held, dict):
        raise _unreadable(file, f"a JSON {type(held).__name__}", "a JSON object: entries by the name of their case")
    return held


def _unreadable(file: Path, found: str, expected: str) -> Refused:
    return Refused.because(
        file.name, str(file.parent), found=found, expected=expected, remedy="Mend the file, or take it out."
    )


def _only_known(column: pl.Series, levels: tuple[str, ...]) -> pl.Series:
    """Return a factor's column with what is none of its levels missing, as R makes it."""
    texts = column.cast(pl.String)
    return texts.set(~texts.is_in(list(levels)), None)


def _guessed(case: Case) -> str:
    """Return the class of an entry that `cases.csv` does not list."""
    entry = case.entry
    signs = {
        "ar1": "phi" in entry,
        "ordinal": "call" in entry,
        "glmm": "nAGQ" in entry,
        "glmmTMB": isinstance(entry.get("coef"), dict),
        "lmm-large": entry.get("n", 0) > LARGE,
        "lmm": bool({"fixef", "kr", "means"} & entry.keys()) or "REML" in case.model,
        "factor": bool({"fit", "uniquenesses", "coefficients"} & entry.keys()),
        "monte-carlo": "analysis" in entry,
        "iterative-tight": case.kind == "its" or "logit" in case.name or "scale" in entry,
    }
    return next((name for name, shows in signs.items() if shows), "closed-form")
