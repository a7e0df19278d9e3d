"""What every test may ask for; and properties try the same examples on every run, so that what passed passes again."""

import os

import pytest
from hypothesis import settings

pytest_plugins = ["tests.support.web", "tests.support.browser"]
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS")


def pytest_configure(config: pytest.Config) -> None:
    """Give each of several processes one thread: more would only wait for those of the others."""
    if getattr(config.option, "numprocesses", None):
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
