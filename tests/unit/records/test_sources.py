"""Records written to a folder come back as they were."""

from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from newel.faults import Refused
from newel.records import KINDS, FolderSource, FrameSource, write_records
from tests.support.records import frame


def test_a_folder_gives_back_what_was_written(tmp_path: Path) -> None:
    source = FrameSource({"site": frame("site", [{}])}, "a list in a test", synthetic=True)

    write_records(source, tmp_path)
    read = FolderSource(tmp_path)

    assert_frame_equal(read.frame(KINDS["site"]), source.frame(KINDS["site"]))
    assert (read.description, read.synthetic) == ("a list in a test", True)


def test_a_kind_without_records_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    write_records(FrameSource({}, "nothing"), tmp_path)

    empty = FolderSource(tmp_path).frame(KINDS["cost"])

    assert empty.height == 0
    assert empty.columns == list(KINDS["cost"].schema)


def test_writing_again_removes_a_kind_that_has_no_records_any_more(tmp_path: Path) -> None:
    write_records(FrameSource({"site": frame("site", [{}])}, "first"), tmp_path)
    write_records(FrameSource({}, "second"), tmp_path)

    assert FolderSource(tmp_path).frame(KINDS["site"]).height == 0


def test_a_folder_without_records_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="newel rehearse"):
        _ = FolderSource(tmp_path).synthetic
