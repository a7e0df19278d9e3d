"""Inner loops compiled by numba: once for each state of their sources, then kept.

numba notices a change in a loop's own file, but not in a file whose loops it calls: those are compiled into it, and
the old ones would stay. So compiled loops are kept in a folder named by the hash of every source of their room.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from numba import config, njit

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_HERE = Path(__file__).parent
_SHARED = ("_compiled.py", "arrays.py")


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a loop over arrays. Its types stay visible to the checker, which numba's own decorator would hide.

    A loop may call compiled loops of its own room, and of no other. No fast-math: the same arrays give the same bits.
    The GIL is released, so that joblib's threads run side by side.
    """
    settings = vars(config)  # numba makes them at import, so that no checker knows their names
    before, settings["CACHE_DIR"] = settings["CACHE_DIR"], _folder(_room(function.__module__))
    try:
        kept: Callable[_Arguments, _Result] = njit(cache=True, nogil=True)(function)
    finally:
        settings["CACHE_DIR"] = before
    return kept


def _room(module: str) -> str:
    """Return the part of `newel.statistics` that a module belongs to."""
    return module.removeprefix("newel.statistics.").partition(".")[0]


@cache
def _folder(room: str) -> str:
    """Return where a room's loops are kept: beside the code where that can be written, else with the user."""
    sources = sorted((_HERE / room).rglob("*.py")) or [_HERE / f"{room}.py"]
    state = hashlib.sha256()
    for source in (*sources, *(_HERE / name for name in _SHARED)):
        state.update(source.read_bytes() if source.is_file() else b"")
    return str(_base() / f"{room}-{state.hexdigest()[:16]}")


def _base() -> Path:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    beside = _HERE / "__pycache__"
    return beside if os.access(beside if beside.is_dir() else _HERE, os.W_OK) else Path.home() / ".cache" / "newel"
