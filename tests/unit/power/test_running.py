"""Replicates are the same whoever draws them: here, in other processes, or on a cluster."""

from functools import cache
from typing import Any

import joblib
import numpy as np
import pytest
from dask import distributed

from newel.instruments import read_instruments
from newel.power import Planned, Simulated, Size, plan_of, planned_analyses, simulate
from newel.protocol import read_protocol
from newel.rehearsal import read_truths
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
SIZE = Size(replicates=120, checked=2, seed=5)


@cache
def analyses() -> dict[str, Planned]:
    """Return two outcomes of the example study at eight of its sites."""
    plan = plan_of(read_protocol(STUDY), read_instruments(STUDY), read_truths(STUDY), sites=8)
    return {name: planned for name, planned in planned_analyses(plan).items() if name in {"being_heard", "goals"}}


@cache
def here() -> dict[str, Simulated]:
    """Return what one process draws."""
    return simulate(analyses(), SIZE)


def a_cluster(workers: int) -> distributed.LocalCluster:
    """Return a cluster of processes on this machine, without a page of its own."""
    place = {"host": "127.0.0.1", "dashboard_address": None, "threads_per_worker": 1, "processes": True}
    return distributed.LocalCluster(n_workers=workers, **place)


def assert_same(found: dict[str, Simulated]) -> None:
    """Compare every number of every replicate, to the last bit."""
    for name, simulated in here().items():
        for part in ("planted", "null"):
            one, other = getattr(simulated, part), getattr(found[name], part)
            for field in one.__dataclass_fields__:
                np.testing.assert_array_equal(getattr(one, field), getattr(other, field), f"{name} {part} {field}")


def test_every_replicate_is_there_and_fitted() -> None:
    for simulated in here().values():
        for replicates in (simulated.planted, simulated.null):
            assert replicates.estimate.shape == replicates.error.shape == (120, 3)
            assert np.isfinite(replicates.inference.p).all()
            assert len(replicates.exact) == len(replicates.robust) == 2


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    assert_same(simulate(analyses(), SIZE))
    other = simulate(analyses(), Size(replicates=120, checked=0, seed=6))
    assert not np.array_equal(other["goals"].planted.estimate, here()["goals"].planted.estimate)


def test_fewer_replicates_are_the_first_of_more() -> None:
    fewer = simulate(analyses(), Size(replicates=100, checked=2, seed=5))

    np.testing.assert_array_equal(fewer["goals"].null.estimate, here()["goals"].null.estimate[:100])


def test_progress_is_told_chunk_by_chunk() -> None:
    told: list[tuple[int, int]] = []

    simulate(analyses(), SIZE, progress=lambda done, of: told.append((done, of)))

    assert told == [(done, 12) for done in range(1, 13)]


def test_two_processes_find_the_same() -> None:
    assert_same(simulate(analyses(), SIZE, workers=2))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_cluster_finds_the_same(workers: int) -> None:
    with a_cluster(workers) as cluster, distributed.Client(cluster), joblib.parallel_config(backend="dask"):
        assert_same(simulate(analyses(), SIZE))


def test_the_documented_program_runs_on_a_cluster() -> None:
    page = (REPOSITORY / "docs" / "how-to" / "run-power-on-a-cluster.md").read_text(encoding="utf-8")
    program = page.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 - our own document

    with a_cluster(1) as cluster:
        lines = names["power_on_a_cluster"](STUDY, cluster.scheduler_address, replicates=2)

    assert lines[0].startswith("outcome")
    assert len(lines) > 3
