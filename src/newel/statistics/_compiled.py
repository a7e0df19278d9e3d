"""Inner loops compiled by numba: once, then kept beside the code."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a loop over arrays. Its types stay visible to the checker, which numba's own decorator would hide.

    No fast-math: the same arrays give the same bits. The GIL is released, so that joblib's threads run side by side.
    """
    kept: Callable[_Arguments, _Result] = njit(cache=True, nogil=True)(function)
    return kept
