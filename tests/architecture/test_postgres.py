"""What CI runs on PostgreSQL: tests that are there, some of every app that writes, and all that act at once."""

import re

from tests.support.shared import REPOSITORY

CHOSEN = (REPOSITORY / ".ci" / "on-postgres").read_text(encoding="utf-8").split()
WEB = REPOSITORY / "src" / "newel" / "web"
OF_THE_GROUND = {"audit", "example"}
"""Their tests are in the folder `ground`."""


def test_every_test_that_is_chosen_is_there() -> None:
    for chosen in CHOSEN:
        path, _, name = chosen.partition("::")
        assert f"def {name}" in (REPOSITORY / path).read_text(encoding="utf-8"), chosen


def test_every_app_that_writes_is_tried_on_postgresql() -> None:
    writes = {folder.parent.name for folder in WEB.glob("*/actions")} - OF_THE_GROUND
    assert writes
    assert writes - {chosen.split("/")[2] for chosen in CHOSEN} == set()


def test_every_file_in_which_people_act_at_once_is_chosen() -> None:
    threads = re.compile(r"ThreadPoolExecutor|import at_once|from threading")
    paths = (REPOSITORY / "tests" / "web").rglob("test_*.py")
    files = {str(path.relative_to(REPOSITORY)) for path in paths if threads.search(path.read_text("utf-8"))}
    assert files
    assert files - set(CHOSEN) == set()
