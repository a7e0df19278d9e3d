"""Files that depart from the standard as real programs do: each opens, and each departure is said with its place."""

import pytest

from newel.exchange import Imported, read_qdc, read_qdpx
from newel.faults import Refused
from tests.support.coding_projects import passages
from tests.support.refi_files import (
    CODE,
    CODEBOOK,
    CODING,
    OTHER_CODE,
    SELECTION,
    SOURCE,
    SPACE,
    TALK,
    USER,
    USERS,
    coding,
    number,
    project,
    qdpx,
    selection,
    text_source,
    zipped,
)

TWO = selection(4, 7, name="two")


def read(content: bytes, *, inclusive: bool = False) -> Imported:
    """Read a file that a test made."""
    return read_qdpx("made.qdpx", content, ends_inclusive=inclusive)


def said(imported: Imported, outcome: str = "") -> str:
    """Return the remarks of an outcome in one text."""
    return "\n".join(f"{one.place}: {one.words}" for one in imported.remarks if one.outcome == (outcome or one.outcome))


def test_a_plain_project_is_read_with_a_pseudonym_for_its_user() -> None:
    imported = read(qdpx(project(text_source(TWO))))

    assert passages(imported.project) == [("two", "Counting", "Talk", "coder-1")]
    assert imported.project.layers[0].id == USER
    assert imported.project.codings[0].id == CODING
    assert "names are not kept" in said(imported, "changed")
    assert "Byron" not in repr(imported)


def test_a_project_file_in_capitals_and_a_folder_in_capitals() -> None:
    parts = {"Project.qde": project(text_source(TWO)).encode(), f"Sources/{SOURCE.upper()}.TXT": TALK.encode()}
    imported = read(zipped(parts))

    assert len(imported.project.codings) == 1
    assert "is called Project.qde" in said(imported, "unusual")
    assert "is called Sources" in said(imported, "unusual")


def test_a_project_file_named_after_the_project() -> None:
    imported = read(zipped({"Our study.qde": project(text_source(TWO)).encode(), f"sources/{SOURCE}.txt": b"One two"}))

    assert len(imported.project.codings) == 1
    assert "Our study.qde" in said(imported)


def test_two_project_files_of_other_names_are_refused() -> None:
    qde = project("").encode()

    with pytest.raises(Refused, match="2 project files"):
        read(zipped({"a.qde": qde, "b.qde": qde}))


def test_files_that_nothing_refers_to_are_counted() -> None:
    imported = read(qdpx(project(text_source(TWO)), parts={"sources/.root": b"", "sources/extra.bin": b"1"}))

    assert "2 files in it that nothing refers to" in said(imported, "unusual")


def test_a_path_without_its_scheme() -> None:
    imported = read(qdpx(project(text_source(TWO, path=f"{SOURCE}.txt"))))

    assert len(imported.project.codings) == 1
    assert "without `internal://`" in said(imported, "unusual")


def test_cases_after_sources_are_read_although_the_schema_forbids_them() -> None:
    cases = f'<Cases><Case guid="{number(20)}" name="C1"><SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    imported = read(qdpx(project(text_source(TWO), after=cases)))

    assert imported.project.sources[0].case == "C1"
    assert "The schema of REFI-QDA does not allow this" in said(imported, "unusual")
    assert "1 case: names were kept" in said(imported, "unusual")


def test_a_selection_of_no_characters_is_listed_with_its_codings() -> None:
    imported = read(qdpx(project(text_source(selection(3, 3)))))

    assert imported.project.codings == ()
    assert "A selection of no characters, with 1 coding" in said(imported, "not kept")


def test_a_selection_outside_the_text_is_listed() -> None:
    imported = read(qdpx(project(text_source(selection(3, 400)))))

    assert imported.project.codings == ()
    assert "characters that the text does not have" in said(imported, "not kept")


def test_guids_in_braces_and_capitals_are_the_same_guids() -> None:
    qde = project(text_source(TWO)).replace(f'targetGUID="{CODE}"', f'targetGUID="{{{CODE.upper()}}}"')

    assert len(read(qdpx(qde)).project.codings) == 1


def test_a_coding_with_a_code_that_is_not_there_is_listed() -> None:
    imported = read(qdpx(project(text_source(selection(4, 7, inside=coding(code=number(99)))))))

    assert "a code that the file does not have" in said(imported, "not kept")
    assert "1 reference to things that the file does not have" in said(imported, "unusual")


def test_two_codings_of_one_guid_are_both_kept() -> None:
    imported = read(qdpx(project(text_source(selection(4, 7, inside=coding(6) + coding(6, code=OTHER_CODE))))))

    assert len({one.id for one in imported.project.codings}) == 2
    assert "share one GUID" in said(imported, "unusual")


def test_a_coding_without_a_user_is_in_a_layer_of_its_own() -> None:
    anonymous = coding().replace(f' creatingUser="{USER}"', "")
    imported = read(qdpx(project(text_source(selection(4, 7, inside=anonymous)))))

    assert [layer.coder for layer in imported.project.layers] == ["coder-unknown"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbf" + TALK.encode(), "byte order mark"),
        (TALK.encode("utf-16"), "UTF-16"),
        ("One two thr\xe9\xe9".encode("cp1252"), "Windows-1252"),
    ],
)
def test_texts_in_other_encodings(content: bytes, words: str) -> None:
    imported = read(qdpx(project(text_source(TWO)), text=content))

    assert passages(imported.project)[0][0] == "two"
    assert words in said(imported, "unusual")


def test_line_ends_of_two_characters_become_one_and_codings_keep_their_words() -> None:
    text = TALK.replace("\n", "\r\n")
    imported = read(qdpx(project(text_source(selection(16, 20, name="Four"))), text=text.encode()))

    assert passages(imported.project)[0][0] == "Four"
    assert imported.project.codings[0].start == 15
    assert "every coding kept its words" in said(imported, "changed")
    assert said(imported, "unusual") == ""


def test_text_inside_the_project_file_goes_before_a_path() -> None:
    inline = text_source(f"<PlainTextContent>One TWO three</PlainTextContent>{TWO}")
    imported = read(qdpx(project(inline)))

    assert passages(imported.project)[0][0] == "TWO"
    assert "the text in it is used" in said(imported, "unusual")


def test_a_code_on_a_whole_source_covers_all_its_words() -> None:
    imported = read(qdpx(project(text_source(coding()))))

    assert passages(imported.project)[0][0] == TALK
    assert "1 code on the whole source" in said(imported, "changed")


@pytest.mark.parametrize(
    ("name", "at", "words"),
    [
        ("two ", (4, 7), ""),
        ("twelve", (4, 7), ""),
        ("One tw…", (0, 7), ""),
        ("two t", (4, 8), "if the last character is counted in"),
        ("three", (3, 8), "stand elsewhere in the source"),
    ],
)
def test_words_kept_with_a_selection_are_held_against_its_place(name: str, at: tuple[int, int], words: str) -> None:
    imported = read(qdpx(project(text_source(selection(*at, name=name)))))

    assert [(one.start, one.end) for one in imported.project.codings] == [at]
    assert words in said(imported, "unusual")
    assert bool(said(imported, "unusual")) == bool(words)


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("😀😀 two", (5, 8), "UTF-16 units"),
        ("é é two", (6, 9), "bytes of UTF-8"),
        ("a\r\nb\r\ntwo", (4, 7), "each line end is counted as one character"),
        ("a\nb\ntwo!?", (6, 9), "each line end is counted as two characters"),
    ],
)
def test_other_ways_of_counting_are_named_and_nothing_is_shifted(text: str, at: tuple[int, int], words: str) -> None:
    long = text + " and more"
    imported = read(qdpx(project(text_source(selection(*at, name="two"))), text=long.encode()))

    assert words in said(imported, "unusual")
    assert passages(imported.project)[0][0] != "two"


def test_a_program_that_counts_the_last_character_in_can_be_read_so() -> None:
    imported = read(qdpx(project(text_source(selection(4, 6, name="two")))), inclusive=True)

    assert passages(imported.project)[0][0] == "two"
    assert said(imported, "unusual") == ""


def test_a_heading_becomes_a_code_and_a_code_that_may_not_be_used_is_retired() -> None:
    book = CODEBOOK.replace('name="Resting" isCodable="true"', 'name="Resting" isCodable="false"').replace(
        'name="Counting" isCodable="true"/>',
        f'name="Counting" isCodable="false"><Code guid="{number(30)}" name="Low" isCodable="true"/></Code>',
    )
    imported = read(qdpx(project(text_source()).replace(CODEBOOK, book)))
    codes = {code.name: code for code in imported.project.codebook.codes}

    assert not codes["Counting"].retired
    assert codes["Low"].parent == CODE
    assert codes["Resting"].retired
    assert said(imported, "changed").count("nothing may be coded with") == 2


def test_codes_of_one_name_side_by_side_are_told_apart() -> None:
    imported = read(qdpx(project(text_source()).replace('"Resting"', '"counting "')))

    assert [code.name for code in imported.project.codebook.codes] == ["Counting", "counting (2)"]


def test_a_file_without_its_zip_has_codes_and_no_sources() -> None:
    imported = read_qdpx("made.qde", project(text_source(TWO)).encode())

    assert len(imported.project.codebook.codes) == 2
    assert "without its ZIP" in said(imported, "unusual")
    assert "1 coding on it" in said(imported, "not kept")


def test_a_codebook_is_not_a_project_and_the_other_way_round() -> None:
    with pytest.raises(Refused, match=r"\.qdc"):
        read_qdpx("b.qde", f'<CodeBook xmlns="{SPACE}">{USERS}</CodeBook>'.encode())
    with pytest.raises(Refused, match=r"\.qdpx"):
        read_qdc("b.qdc", project("").encode())


def test_the_selection_guid_is_what_notes_and_links_may_point_at() -> None:
    note = f'<Notes><Note guid="{number(40)}" name="Idea"><PlainTextContent>Hm.</PlainTextContent></Note></Notes>'
    source = text_source(selection(4, 7, inside=coding() + f'<NoteRef targetGUID="{number(40)}"/>'))
    (memo,) = read(qdpx(project(source, after=note))).project.memos

    assert (memo.text, memo.kind) == ("Idea\n\nHm.", "analytic")
    assert [(link.kind, link.id) for link in memo.about] == [("coding", CODING)]
    assert SELECTION not in repr(memo)
