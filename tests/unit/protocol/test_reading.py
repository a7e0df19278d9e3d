"""A protocol that cannot be read is refused in words: file, line, key, found, expected, remedy."""

import json
from pathlib import Path

import pytest

from newel.faults import Fault, Refused
from newel.protocol import fingerprint, json_schema, read_protocol
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
TEXT = (STUDY / "protocol.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "protocol.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    """Replace one passage of the protocol, which has to be there once."""
    assert TEXT.count(old) == 1, f"{old!r} is there {TEXT.count(old)} times"
    (folder / "protocol.toml").write_text(TEXT.replace(old, new), encoding="utf-8")


def faults(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as refused:
        read_protocol(folder)
    for fault in refused.value.faults:
        assert fault.file == "protocol.toml"
        assert all((fault.place, fault.found, fault.expected, fault.remedy))
    return refused.value.faults


def line(passage: str, *, folder: Path) -> int:
    """Return the 1-based line of a passage in the edited file."""
    text = (folder / "protocol.toml").read_text(encoding="utf-8")
    return text[: text.index(passage)].count("\n") + 1


def test_a_folder_without_a_protocol_is_told_how_to_make_one(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path)

    assert fault.found == "no such file"
    assert "newel new" in fault.remedy


def test_text_that_is_not_toml_is_refused_with_its_line(folder: Path) -> None:
    edit(folder, 'title = "National evaluation', "title = National evaluation")

    (fault,) = faults(folder)

    assert fault.expected == "TOML"
    assert f"line {line('title = National', folder=folder)}" in fault.found


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "protocol.toml").write_bytes(TEXT.replace("(example)", "(exämple)").encode("cp1252"))

    (fault,) = faults(folder)

    assert fault.expected == "UTF-8"
    assert "Save the file again as UTF-8" in fault.remedy


def test_a_misspelt_key_is_an_error_at_its_own_line_and_never_ignored(folder: Path) -> None:
    edit(folder, "due_days_after_month = 15", "due_day_after_month = 15")

    (fault,) = faults(folder)

    assert fault.place == "returns, due_day_after_month"
    assert fault.found == "the unknown key `due_day_after_month`"
    assert fault.line == line("due_day_after_month", folder=folder)
    assert "docs/reference/protocol.md" in fault.remedy


def test_a_missing_key_is_named_at_the_block_it_is_missing_from(folder: Path) -> None:
    edit(folder, 'pseudonym = "Birch"\n', "")

    (fault,) = faults(folder)

    assert fault.place == "sites, number 6, pseudonym"
    assert fault.found == "nothing"
    assert fault.line == line('id = "S06"', folder=folder) - 1


def test_a_value_of_the_wrong_kind_is_shown_with_what_was_expected(folder: Path) -> None:
    edit(folder, "places = 36", 'places = "about 36"')

    (fault,) = faults(folder)

    assert fault.place == "sites, number 10, places"
    assert fault.found == '"about 36"'
    assert "integer" in fault.expected
    assert fault.line == line("about 36", folder=folder)


def test_every_fault_is_listed_at_once(folder: Path) -> None:
    text = TEXT.replace("places = 36", "places = 0").replace('rollout_month = "2019-11"', 'rollout_month = "11/2019"')
    (folder / "protocol.toml").write_text(text, encoding="utf-8")

    places = {fault.place for fault in faults(folder)}

    assert places == {"sites, number 10, places", "sites, number 17, rollout_month"}


def test_waves_may_not_overlap(folder: Path) -> None:
    edit(folder, "opens = 2019-09-01", "opens = 2019-05-01")

    (fault,) = faults(folder)

    assert fault.place == "waves, number 2, opens"
    assert fault.found == "2019-05-01"
    assert "2019-05-31" in fault.expected
    assert fault.line == line("opens = 2019-05-01", folder=folder)
    assert "Waves may not overlap" in fault.remedy


def test_a_wave_may_not_close_before_it_opens(folder: Path) -> None:
    edit(folder, "closes = 2020-11-30", "closes = 2020-07-30")

    (fault,) = faults(folder)

    assert fault.place == "waves, number 3, closes"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('type = "yoi"\nplaces = 240', 'type = "yoj"\nplaces = 240', "sites, number 4, type"),
        ('voices = ["carer"]', 'voices = ["parent"]', "measures, number 15, voices"),
        (
            'voices = ["carer"]\nwaves = ["w1", "w2", "w3"]',
            'voices = ["carer"]\nwaves = ["w1", "w4"]',
            "measures, number 15, waves",
        ),
        ('site_types = ["yoi"]', 'site_types = ["prison"]', "interruptions, number 1, site_types"),
        ('closed_month = "2020-03"', 'closed_month = "2021-03"', "sites, number 17, closed_month"),
    ],
)
def test_a_name_that_is_not_declared_is_refused(folder: Path, *, old: str, new: str, place: str) -> None:
    edit(folder, old, new)

    (fault,) = faults(folder)

    assert fault.place == place
    assert fault.line is not None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "S18"', 'id = "S17"', "sites, number 18, id"),
        ('id = "w2"', 'id = "w1"', "waves, number 2, id"),
        ('id = "stc"', 'id = "yoi"', "site_types, number 2, id"),
        ('id = "burnout"', 'id = "team_climate"', "measures, number 10, id"),
    ],
)
def test_an_id_is_used_once(folder: Path, *, old: str, new: str, place: str) -> None:
    edit(folder, old, new)

    repeated = [fault for fault in faults(folder) if fault.place == place]

    assert len(repeated) == 1
    assert "2 times" in repeated[0].found
    assert repeated[0].line == TEXT[: TEXT.index(old)].count("\n") + 1


def test_a_section_answers_one_question(folder: Path) -> None:
    edit(folder, 'section = "35-carers.md"', 'section = "20-staff.md"')

    (fault,) = faults(folder)

    assert "`20-staff.md`" in fault.found
    assert "staff_normalisation" in fault.found


def test_the_fingerprint_ignores_layout_and_comments(folder: Path) -> None:
    before = fingerprint(read_protocol(folder))
    text = TEXT.replace("\n\n[[sites]]", "\n\n# A comment.\n\n\n[[sites]]").replace('id = "S01"', "id='S01'  # same")
    (folder / "protocol.toml").write_text(text, encoding="utf-8")

    assert fingerprint(read_protocol(folder)) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("places = 36", "places = 37"),
        ('rule = "nhs_hes"', 'rule = "nhs_mhsds"'),
        ('title = "National', 'title = "A national'),
        ("closes = 2020-11-30", "closes = 2020-11-29"),
    ],
)
def test_the_fingerprint_changes_with_the_content(folder: Path, old: str, new: str) -> None:
    before = fingerprint(read_protocol(folder))

    edit(folder, old, new)

    assert fingerprint(read_protocol(folder)) != before


def test_the_schema_beside_the_model_study_is_the_one_the_code_makes() -> None:
    """Where this fails: `newel check studies/secure_stairs --write-schema`."""
    assert (STUDY / "newel.schema.json").read_text(encoding="utf-8") == json_schema()


def test_the_schema_names_every_key_of_the_model_study() -> None:
    """A stand-in for a schema validator: every key that the study uses is a property of its block in the schema."""
    schema = json.loads(json_schema())
    protocol = read_protocol(STUDY).model_dump(mode="json", exclude_unset=True)

    for key, block in protocol.items():
        assert key in schema["properties"]
        described = schema["properties"][key]
        parts = block if isinstance(block, list) else [block]
        for part in (part for part in parts if isinstance(part, dict)):
            assert set(part) <= set(_block(schema, described)["properties"]), key


def _block(schema: dict[str, object], described: dict[str, object]) -> dict[str, dict[str, object]]:
    """Follow a property of the schema to the definition of its block, whether it is one, a list, or may be absent."""
    for held in (described, described.get("items"), *(described.get("anyOf") or ())):
        if isinstance(held, dict) and "$ref" in held:
            return schema["$defs"][held["$ref"].rsplit("/", 1)[-1]]
    raise AssertionError(f"no definition behind {described}")


def test_the_protocol_points_editors_at_the_schema() -> None:
    assert TEXT.splitlines()[0] == "#:schema ./newel.schema.json"
