"""The frameworks that ship with Newel, and the codebooks of the example: counted, cited and described."""

import pytest

from newel.coding import (
    Codebook,
    codebook_of,
    codebook_toml,
    framework,
    frameworks,
    read_codebooks,
)
from newel.faults import Refused
from newel.protocol import read_protocol
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
every = pytest.mark.parametrize("name", frameworks())


def depths(book: Codebook) -> dict[str, list[int]]:
    """Return {theme: how many codes lie one, two, ... below it}."""
    found: dict[str, list[int]] = {theme.name: [0, 0] for theme in book.themes()}
    for code in book.codes:
        path = book.path(code.id)
        if len(path) > 1:
            found[path[0].name][len(path) - 2] += 1
    return found


def test_the_frameworks_are_the_ones_that_the_documents_name() -> None:
    assert frameworks() == ("cfir", "cfir_outcomes", "npt", "re_aim", "realist_cmo")


def test_cfir_has_the_constructs_that_its_authors_count() -> None:
    """Source: table 3 of doi 10.1186/s13012-022-01245-0: 5 domains, 48 constructs, 19 sub-constructs."""
    found = depths(framework("cfir"))

    assert found == {
        "Innovation": [8, 0],
        "Outer setting": [7, 3],
        "Inner setting": [11, 10],
        "Individuals": [13, 0],
        "Implementation process": [9, 6],
    }
    assert sum(one for one, _ in found.values()) == 48
    assert sum(two for _, two in found.values()) == 19


def test_npt_has_twelve_constructs_in_three_domains_and_sixteen_below_mechanisms() -> None:
    """Source: abstract and tables 1 and 2 of doi 10.1186/s13012-022-01191-x."""
    assert depths(framework("npt")) == {"Contexts": [4, 0], "Mechanisms": [4, 16], "Outcomes": [4, 0]}


def test_re_aim_has_its_five_dimensions_and_the_addendum_pairs_its_outcomes() -> None:
    assert [theme.name[0] for theme in framework("re_aim").themes()] == ["R", "E", "A", "I", "M"]
    assert depths(framework("cfir_outcomes")) == {
        "Anticipated implementation outcomes": [3, 0],
        "Actual implementation outcomes": [3, 0],
        "Innovation outcomes": [3, 0],
    }


@every
def test_every_construct_is_defined_and_every_framework_cited_with_its_doi(name: str) -> None:
    book = framework(name)

    assert [code.id for code in book.codes if not code.definition.endswith(".")] == []
    assert book.sources
    assert all(source.doi for source in book.sources)
    assert "our own words" in book.about


@every
def test_a_framework_reads_the_same_after_writing(name: str) -> None:
    assert codebook_of(codebook_toml(framework(name))) == framework(name)


def test_only_lists_that_were_compared_with_the_publication_say_so() -> None:
    assert [name for name in frameworks() if framework(name).verified] == ["npt"]


def test_an_unknown_framework_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="one of cfir, cfir_outcomes, npt, re_aim, realist_cmo"):
        framework("tdf")


def test_the_elements_of_the_example_are_codes_with_the_protocol_s_ids_and_labels() -> None:
    book = read_codebooks(STUDY)["stairs"]

    elements = {element.key: element.label for element in read_protocol(STUDY).elements}
    assert {code.id: code.name for code in book.codes if code.parent} == elements


def test_the_example_s_own_codebook_is_described_for_a_second_coder() -> None:
    book = read_codebooks(STUDY)["experience"]

    assert {"culture", "relationships", "safety", "trust", "staffing", "time", "formulation", "voice"} <= {
        theme.id for theme in book.themes()
    }
    for code in book.codes:
        assert all([code.definition, code.include, code.exclude, code.example]), code.id
    assert all(theme.colour for theme in book.themes())
