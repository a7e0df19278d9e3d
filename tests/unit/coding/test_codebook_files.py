"""Codebooks as files: what is wrong is said by file, key and line; what is written reads the same."""

from pathlib import Path

import pytest

from newel.coding import Code, Codebook, Role, codebook_of, codebook_toml, framework, read_codebook
from newel.faults import Fault, Refused

HEAD = 'id = "small"\ntitle = "Small"\n'


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as refused:
        codebook_of(text, name="small.toml")
    return refused.value.faults


def test_a_codebook_is_read_with_siblings_in_the_order_of_the_file() -> None:
    book = codebook_of(
        HEAD + '[[codes]]\nid="b"\nname="B"\n[[codes]]\nid="a"\nname="A"\n[[codes]]\nid="c"\nname="C"\nparent="b"'
    )

    assert [(code.id, code.place) for code in book.in_order()] == [("b", 1), ("c", 1), ("a", 2)]
    assert (book.id, book.version, book.verified) == ("small", 1, True)


def test_what_is_written_reads_the_same() -> None:
    book = Codebook(
        "odd", "Odd “title”", 7, (Code("a", 'A "quoted" \\ name', definition="Two\nlines\tand \x7f", retired=True),),
        about="é 😀", verified=False,
    )  # fmt: skip
    placed = codebook_of(codebook_toml(book))

    assert placed.codes[0].definition == "Two\nlines\tand \x7f"
    assert codebook_of(codebook_toml(placed)) == placed


def test_a_relation_is_written_with_its_roles() -> None:
    book = framework("realist_cmo")

    assert codebook_of(codebook_toml(book)).relations == book.relations
    assert book.relations[0].roles[1] == Role("resource", "mechanism: resource", needed=False)


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ('[[codes]]\nid="a"\nname="A"\n[[codes]]\nid="a"\nname="B"', "code a", "this id 2 times"),
        ('[[codes]]\nid="a"\nname="A"\nparent="b"', "code a, parent", "`b`"),
        (
            '[[codes]]\nid="a"\nname="A"\nparent="b"\n[[codes]]\nid="b"\nname="B"\nparent="a"',
            "code a, parent",
            "a ring of parents",
        ),
        ('[[codes]]\nid="a"\nname="A"\n[[codes]]\nid="b"\nname="a"', "code a, name", "“A” again"),
        ('[[codes]]\nid="a"\nname="A"\nretired=true\nmerged_into="z"', "code a, merged_into", "`z`"),
    ],
)
def test_codes_that_do_not_agree_are_named(text: str, place: str, found: str) -> None:
    fault = faults_of(HEAD + text)[0]

    assert (fault.file, fault.place, fault.found) == ("small.toml", place, found)
    assert fault.remedy


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        (HEAD + '[[codes]]\nid="a"\nname="A"\ncolor="#ffffff"', "codes, number 1, color", 6),
        (HEAD + '[[codes]]\nid="a"\nname="A"\ncolour="white"', "codes, number 1, colour", 6),
        (HEAD + '[[codes]]\nid="a b"\nname="A"', "codes, number 1, id", 4),
        (HEAD + '[[codes]]\nid="a"', "codes, number 1, name", 3),
        (HEAD + '[[sources]]\ncites="X"\ndoi="doi.org/10.1/x"', "sources, number 1, doi", 5),
        ('title = "No id"', "id", 1),
    ],
)
def test_a_wrong_key_is_named_with_its_line(text: str, place: str, line: int) -> None:
    fault = faults_of(text)[0]

    assert (fault.file, fault.place, fault.line) == ("small.toml", place, line)
    assert "codebooks.md" in fault.remedy or "identifiers" in fault.remedy


def test_a_text_that_is_not_toml_is_refused() -> None:
    assert faults_of('id = "small')[0].expected == "TOML"


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(HEAD, encoding="utf-8")

    assert read_codebook(path).title == "Small"
    with pytest.raises(Refused, match="no such file"):
        read_codebook(tmp_path / "none.toml")
