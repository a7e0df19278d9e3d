"""Acts at the same moment, each in a thread and on a connection of its own, as from two browsers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

TOLD = "told"


def at_once(*acts: Callable[[], Any], told: type[Exception] | tuple[type[Exception], ...]) -> list[Any]:
    """Run acts at once; return what each came to, `told` for one that was stopped by one of these exceptions."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connections["default"].ensure_connection()  # before all start, so that none is late for having to connect
        together.wait(timeout=20)
        try:
            return act()
        except told:
            return TOLD
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
