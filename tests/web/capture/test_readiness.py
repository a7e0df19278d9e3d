"""What is missing from a study's words to participants is said when the site starts, not when a child meets it."""

import shutil

from newel.web.capture.readiness import words_for_every_group
from tests.support.web import STUDIES


def test_a_study_with_all_its_words_is_ready() -> None:
    assert words_for_every_group() == []


def test_the_example_study_is_ready(serve_study) -> None:
    serve_study(STUDIES / "secure_stairs")

    assert words_for_every_group() == []


def test_a_missing_sheet_and_a_missing_part_are_named_with_what_to_do(serve_study, small_study, tmp_path) -> None:
    study = shutil.copytree(small_study, tmp_path / "study")
    (study / "information" / "staff.md").unlink()
    words = study / "information" / "young_person.consent.md"
    words.write_text(words.read_text().replace("## staff_confirms", "## parent_says"))
    (study / "information" / "teacher.md").unlink()  # nobody asks a teacher anything, so nobody misses it
    serve_study(study)

    found = [warning.msg for warning in words_for_every_group()]

    assert len(found) == 2
    assert "information/staff.md" in found[0]
    assert "Add a heading `## staff_confirms` and its words." in found[1]
