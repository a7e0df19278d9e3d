"""Nothing a person writes into a formula is run, opened or looked up anywhere but among the columns."""

import builtins
import os
from pathlib import Path

import polars as pl
import pytest

from newel.faults import Refused
from newel.formulas import build

FRAME = pl.DataFrame({"y": [1.0, 2.0, 3.0, 5.0], "x": [1.0, 2.0, 4.0, 3.0], "site": ["a", "a", "b", "b"]})
HOSTILE = [
    "y ~ __import__('os')",
    "y ~ __import__('os').system('touch here')",
    "y ~ x.__class__",
    "y ~ x.__class__.__mro__",
    "y ~ (lambda: 1)()",
    "y ~ lambda x: x",
    "y ~ [x for x in (1, 2)]",
    "y ~ {x}",
    "y ~ x[0]",
    "y ~ x; import os",
    "y ~ eval('1')",
    "y ~ exec(\"import os\")",
    "y ~ open('/etc/passwd')",
    "y ~ system('ls')",
    "y ~ np.log(x)",
    "y ~ pl.read_csv('other.csv')",
    "y ~ Q('x')",
    "y ~ C(site)",
    "y ~ bs(x, df = 4)",
    "y ~ `__import__('os').getcwd()`",
    "y ~ `/etc/passwd`",
    "y ~ I(`x`.real)",
    "y ~ ../../secret.csv",
    "y ~ x := 1",
    "y ~ x @ x",
    "y ~ x if x else y",
    "y ~ x\n\nimport os",
    "y ~ x # comment",
    "y ~ f'{x}'",
    "y ~ \\x41",
    "open('f') ~ x",
    "y ~ (1 | eval(site))",
    "y ~ offset(eval(x))",
    "y ~ scale(x, open('f'))",
    "y ~ self",
    "y ~ .",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_code_in_a_formula_is_refused_with_place_and_remedy(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("eval", "exec", "open", "compile"):
        monkeypatch.setattr(builtins, name, _never)
    for name in ("system", "popen", "remove", "listdir"):
        monkeypatch.setattr(os, name, _never)

    with pytest.raises(Refused) as refused:
        build(formula, FRAME)

    fault = refused.value.faults[0]
    assert fault.file == "the formula"
    assert fault.place
    assert fault.expected
    assert fault.remedy


def test_a_column_whose_name_looks_like_code_is_only_a_name(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    name = f"open('{trap}', 'w')"
    frame = FRAME.with_columns(pl.col("x").alias(name))

    model = build(f"y ~ `{name}`", frame)

    assert model.design.names == ("(Intercept)", f"`{name}`")
    assert model.design.fixed[:, 1].tolist() == FRAME["x"].to_list()
    assert not trap.exists()
    with pytest.raises(Refused):
        build(f"y ~ {name}", frame)


def test_a_level_that_looks_like_code_is_only_a_label() -> None:
    frame = pl.DataFrame({"y": [1.0, 2.0], "site": ["a", "exit()"]})

    assert build("y ~ site", frame).design.names == ("(Intercept)", "siteexit()")


def test_an_unknown_column_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(Refused, match="one of y, x, site"):
        build("y ~ wave", FRAME)


def _never(*_: object, **__: object) -> None:
    pytest.fail("a formula reached something that it must not reach")
