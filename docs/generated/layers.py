"""The layers of the import contract, each package with its own first sentence."""

import ast
import tomllib
from pathlib import Path

from generated.tables import first_paragraph, table

ROOT = Path(__file__).resolve().parents[2]


def layers() -> str:
    """Return one row a package, from the top layer down."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (flow,) = [
        contract for contract in contracts if contract["type"] == "layers" and contract["containers"] == ["newel"]
    ]
    packages = [
        (str(level), name.strip()) for level, layer in enumerate(flow["layers"], start=1) for name in layer.split("|")
    ]
    return table(["layer", "package", "what it is"], [(level, f"`{name}`", _says(name)) for level, name in packages])


def _says(name: str) -> str:
    place = ROOT / "src" / "newel" / name
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return first_paragraph(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))))
