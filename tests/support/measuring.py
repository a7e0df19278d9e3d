"""How long, how deep and how many: the sizes that tests/architecture keeps a budget for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.TryStar, ast.Match, ast.AsyncFor, ast.AsyncWith)


@dataclass(frozen=True)
class Measured:
    """One function: where it is, how many lines its body has without the docstring, how deep its blocks nest."""

    place: str
    lines: int
    depth: int


def python_files(folder: Path) -> list[Path]:
    """Return the Python files below a folder that a person wrote; migrations are written by Django."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def line_count(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Measured]:
    """Yield every function and method of a file, inner ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Measured(f"{path}:{node.lineno} {node.name}", _body_lines(node), _depth(node))


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _depth(node: ast.AST) -> int:
    """Return the deepest nesting of blocks below a node. An `elif` is beside its `if`, not inside it."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, _depth(child) + (isinstance(child, _BLOCKS) and not is_elif))
    return deepest
