"""The study's own words of the care pathway: read where they are, plain where they are not, refused where wrong."""

import pytest

from newel.care.wording import read_wording
from newel.faults import Refused
from tests.support.protocols import a_protocol


def write(folder, text):
    (folder / "care").mkdir()
    (folder / "care" / "care.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_study_without_the_file_names_a_domain_by_its_id(tmp_path):
    words = read_wording(tmp_path, a_protocol())

    assert words.domain("mental_health").label == "Mental health"
    assert words.domain("mental_health").asks == "Mental health: how is this for you?"
    assert [kind.id for kind in words.factors] == ["factor"]


def test_a_domain_and_a_kind_of_factor_have_the_studys_own_words(tmp_path):
    text = """
    domains = [{ id = "education", label = "Learning", asks = "How is school for you?" }]
    factors = [{ id = "strength", label = "What helps" }]
    """
    words = read_wording(write(tmp_path, text), a_protocol())

    assert (words.domain("education").label, words.domain("education").asks) == ("Learning", "How is school for you?")
    assert words.domain("mental_health").label == "Mental health"
    assert [kind.label for kind in words.factors] == ["What helps"]


def test_words_of_a_domain_that_the_protocol_does_not_have_are_refused_with_the_known_ones(tmp_path):
    text = 'domains = [{ id = "luck", label = "Luck", asks = "Are you lucky?" }]'
    with pytest.raises(Refused) as refused:
        read_wording(write(tmp_path, text), a_protocol())

    (fault,) = refused.value.faults
    assert (fault.file, fault.found) == ("care/care.toml", "`luck`")
    assert "education, mental_health" in fault.expected


def test_a_misspelt_key_is_refused_with_its_line(tmp_path):
    text = '[[domains]]\nid = "education"\nlabel = "Learning"\nask = "How is school for you?"\n'
    with pytest.raises(Refused) as refused:
        read_wording(write(tmp_path, text), a_protocol())

    assert {fault.line for fault in refused.value.faults} & {1, 4}
