"""A fault of the blocks about impact is told with its line, what was found, what was expected and a remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newel.faults import Fault, Refused
from newel.protocol import Protocol, fingerprint, read_protocol, scaffold
from newel.study import read_study

IMPACT = """
[impact]
reference_wave = "w1"
first_follow_up = "w2"
last_wave = "w2"
adjust_for = ["site_type"]

[[outcomes]]
id = "climate"
label = "Climate"
group = "staff"
scale = "staff_form.support"
role = "primary"
family = "deciding"

[[outcomes]]
id = "harm"
label = "Self-harm"
measure = "self_harm"
better = "lower"
role = "secondary"

[[families]]
id = "deciding"
label = "Deciding outcomes"
correction = "holm"
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a new study whose protocol ends in some blocks about impact."""

    def written(blocks: str) -> Path:
        folder = tmp_path / "mine"
        scaffold(folder, study_id="mine", title="Mine")
        protocol = folder / "protocol.toml"
        protocol.write_text(protocol.read_text(encoding="utf-8") + blocks, encoding="utf-8")
        return folder

    return written


def line_of(folder: Path, text: str) -> int:
    """Return the line on which the last occurrence of a text starts."""
    protocol = (folder / "protocol.toml").read_text(encoding="utf-8")
    return protocol[: protocol.rindex(text)].count("\n") + 1


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as refused:
        read_protocol(folder)
    return refused.value.faults


def scale_of_staff(folder: Path) -> str:
    text = (folder / "instruments" / "staff_form.toml").read_text(encoding="utf-8")
    return text.partition("[[scales]]")[2].partition('id = "')[2].partition('"')[0]


def test_blocks_that_agree_are_read_with_their_defaults(write: Write) -> None:
    protocol = read_protocol(write(IMPACT))

    assert protocol.impact is not None
    assert (protocol.impact.imputations, protocol.impact.deltas) == (20, (-0.5, -0.25, 0.0, 0.25, 0.5))
    assert protocol.impact.composition == ()
    climate, harm = protocol.outcomes
    assert (climate.instrument, climate.scale_id, climate.worthwhile, climate.decay_bound) == (
        "staff_form",
        "support",
        0.2,
        0.2,
    )
    assert (harm.instrument, harm.scale_id, harm.group, harm.family) == ("", "", None, None)
    assert [outcome.id for outcome in protocol.outcomes_of("secondary")] == ["harm"]
    assert protocol.outcomes_of("exploratory") == ()


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ('first_follow_up = "w2"', 'first_follow_up = "w1"', "`w1`"),
        ('reference_wave = "w1"', 'reference_wave = "w9"', "`w9`"),
        ('last_wave = "w2"', 'last_wave = "w1"', "`w1`"),
        ('group = "staff"', 'group = "stuff"', "`stuff`"),
        ('scale = "staff_form.support"', 'scale = "other.support"', "`other.support`, which no measure puts to"),
        ('family = "deciding"', 'family = "decided"', "`decided`"),
        ('measure = "self_harm"\nbetter = "lower"', 'measure = "self_harm"', "`self_harm`, without `better`"),
    ],
)
def test_a_contradiction_is_told_at_the_line_of_its_key(write: Write, before: str, after: str, found: str) -> None:
    folder = write(IMPACT.replace(before, after))

    (fault, *_) = [fault for fault in faults_of(folder) if fault.found.startswith(found)]

    assert (fault.file, fault.line) == ("protocol.toml", line_of(folder, after))
    assert fault.expected
    assert fault.remedy.endswith(".")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('id = "harm"', 'id = "climate"', "outcomes, number 2, id"),
        ('id = "deciding"', 'id = "unused"', "families, number 1, id"),
    ],
)
def test_a_name_given_twice_or_never_used_is_told_at_its_own_block(
    write: Write, before: str, after: str, place: str
) -> None:
    folder = write(IMPACT.replace(before, after))

    fault = {fault.place: fault for fault in faults_of(folder)}[place]

    assert fault.line == line_of(folder, after)


def test_an_outcome_with_a_scale_and_a_measure_is_asked_to_keep_one(write: Write) -> None:
    folder = write(IMPACT.replace('measure = "self_harm"', 'measure = "self_harm"\nscale = "staff_form.support"'))

    fault = {fault.place: fault for fault in faults_of(folder)}["outcomes, number 2, id"]

    assert fault.found == "`harm`, with both a scale and a measure"
    assert fault.remedy == "Keep one of the two."
    assert fault.line == line_of(folder, 'id = "harm"')


def test_outcomes_without_waves_to_compare_name_the_block_that_is_missing(write: Write) -> None:
    folder = write(IMPACT[IMPACT.index("[[outcomes]]") :])

    (fault,) = faults_of(folder)

    assert fault.remedy == "Add [impact] with reference_wave, first_follow_up and last_wave."
    assert fault.line == line_of(folder, 'id = "climate"')


def test_a_study_of_impact_without_an_outcome_that_decides_is_told_so(write: Write) -> None:
    folder = write(IMPACT.replace('role = "primary"', 'role = "secondary"'))

    (fault,) = faults_of(folder)

    assert (fault.place, fault.line) == ("impact", line_of(folder, "[impact]"))
    assert "`primary`" in fault.remedy


def test_a_family_of_two_roles_is_told_which_they_are(write: Write) -> None:
    folder = write(IMPACT.replace('role = "secondary"', 'role = "exploratory"\nfamily = "deciding"'))

    (fault,) = faults_of(folder)

    assert fault.found == "`deciding`, with outcomes that are primary and exploratory"
    assert "a family of its own" in fault.remedy


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('role = "primary"', 'role = "main"', 'role = "main"'),
        ('adjust_for = ["site_type"]', 'adjust_for = ["Site type"]', 'adjust_for = ["Site type"]'),
        ('last_wave = "w2"', 'last_wave = "w2"\nimputations = 1', "imputations = 1"),
        ('correction = "holm"', 'correction = "bonferroni"', 'correction = "bonferroni"'),
        ('better = "lower"', 'better = "less"', 'better = "less"'),
        ('family = "deciding"', 'family = "deciding"\nworthwhile = 0', "worthwhile = 0"),
        ('family = "deciding"', 'family = "deciding"\nworthwile = 0.2', "worthwile = 0.2"),
        ('scale = "staff_form.support"', 'scale = "support"', 'scale = "support"'),
    ],
)
def test_a_value_that_is_none_is_told_at_its_line(write: Write, before: str, after: str, line: str) -> None:
    folder = write(IMPACT.replace(before, after))

    (fault,) = faults_of(folder)

    assert fault.line == line_of(folder, line)
    assert "docs/reference/protocol.md" in fault.remedy or "identifiers" in fault.remedy


def test_a_scale_its_instrument_has_not_is_told_with_the_nearest_one(write: Write) -> None:
    folder = write(IMPACT)
    known = scale_of_staff(folder)
    protocol = folder / "protocol.toml"
    protocol.write_text(
        protocol.read_text(encoding="utf-8").replace("staff_form.support", f"staff_form.{known}x"), encoding="utf-8"
    )

    with pytest.raises(Refused) as refused:
        read_study(folder)

    (fault,) = [fault for fault in refused.value.faults if fault.place.startswith("outcomes")]
    assert fault.remedy == f"Did you mean `{known}`?"
    assert fault.line == line_of(folder, f'scale = "staff_form.{known}x"')


def test_an_item_to_adjust_for_that_nobody_is_asked_is_told_with_its_line(write: Write) -> None:
    folder = write(IMPACT.replace('adjust_for = ["site_type"]', 'adjust_for = ["site_type", "staff_form.nothing"]'))

    with pytest.raises(Refused) as refused:
        read_study(folder)

    (fault,) = [fault for fault in refused.value.faults if fault.place == "impact, adjust_for"]
    assert fault.line == line_of(folder, "adjust_for")
    assert fault.expected.startswith("an item of staff_form: ")


def test_a_family_that_is_corrected_otherwise_is_another_protocol(write: Write) -> None:
    one = read_protocol(write(IMPACT))
    families = [{"id": "deciding", "label": "Deciding outcomes", "correction": "bh"}]
    other = Protocol.model_validate(one.model_dump(mode="json") | {"families": families})

    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(Protocol.model_validate(one.model_dump(mode="json")))
