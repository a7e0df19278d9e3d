"""A folder is its own registry: every public file in it declares one plug-in of one type."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


class PluginError(Exception):
    """A file in a plug-in folder does not declare what every file there must declare."""


def discover(package: ModuleType, name: str, kind: type[T]) -> dict[str, T]:
    """Return {file name: declared object} for every public module of `package`, in name order.

    Raises PluginError, naming the file and the missing declaration.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")  # noqa: TID251 - the one place
        declared = getattr(module, name, None)
        if not isinstance(declared, kind):
            raise PluginError(
                f"{module.__file__} must declare `{name} = {kind.__name__}(...)`, because every public file in "
                f"{package.__name__} is a plug-in. If it only serves the others, start its name with an underscore."
            )
        found[info.name] = declared
    return found
