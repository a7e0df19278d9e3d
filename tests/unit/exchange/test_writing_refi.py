"""What a .qdpx of ours holds: valid, the same bytes each time, and nothing about who made it where."""

import getpass
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xmlschema
from lxml import etree

from newel.coding import Coding, Link, Project
from newel.exchange import read_qdc, read_qdpx, write_qdc, write_qdpx
from newel.faults import Refused
from tests.support.coding_projects import a_codebook, a_project, in_order, passages

SCHEMAS = Path(__file__).parents[3] / "src" / "newel" / "exchange" / "refi" / "schemas"
NS = {"q": "urn:QDA-XML:project:1.0"}


def parts_of(project: Project) -> dict[str, bytes]:
    """Return the parts of a project's .qdpx file."""
    with ZipFile(BytesIO(write_qdpx(project).content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root_of(project: Project) -> etree._Element:
    """Return the project file, parsed."""
    return etree.fromstring(parts_of(project)["project.qde"])


def test_it_is_valid_for_two_readers_of_the_schema() -> None:
    content = parts_of(a_project())["project.qde"]

    etree.XMLSchema(etree.parse(SCHEMAS / "Project.xsd")).assertValid(etree.fromstring(content))
    xmlschema.XMLSchema(SCHEMAS / "Project.xsd").validate(content.decode())


def test_a_codebook_is_valid_for_two_readers_of_the_schema() -> None:
    content = write_qdc(a_codebook())

    etree.XMLSchema(etree.parse(SCHEMAS / "Codebook.xsd")).assertValid(etree.fromstring(content))
    xmlschema.XMLSchema(SCHEMAS / "Codebook.xsd").validate(content.decode())


def test_the_same_project_gives_the_same_bytes() -> None:
    shuffled = replace(a_project(), codings=a_project().codings[::-1])

    assert write_qdpx(a_project()).content == write_qdpx(a_project()).content
    assert write_qdpx(shuffled).content == write_qdpx(a_project()).content


def test_another_project_has_other_guids_for_the_same_ids() -> None:
    ours, theirs = root_of(a_project()), root_of(replace(a_project(), title="Another study"))
    path = "q:Sources/q:TextSource"

    assert ours.find(path, NS).get("guid") != theirs.find(path, NS).get("guid")


def test_project_and_codebook_file_agree_on_the_guids_of_codes() -> None:
    alone = etree.fromstring(write_qdc(a_codebook()))
    inside = root_of(a_project()).find("q:CodeBook", NS)
    guids = [{each.get("guid") for each in tree.iter() if each.get("name")} for tree in (alone, inside)]

    assert guids[0] == guids[1]
    assert len(guids[0]) == 5


def test_places_count_code_points_from_zero_and_the_end_is_outside() -> None:
    source = a_project().sources[0]
    for selection in root_of(a_project()).iterfind("q:Sources/q:TextSource[@name='Talk one']/q:PlainTextSelection", NS):
        words = source.text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
        assert selection.get("name") == " ".join(words.split())


def test_texts_lie_in_files_named_by_guid_and_are_not_changed() -> None:
    parts = parts_of(a_project())
    paths = [each.get("plainTextPath") for each in root_of(a_project()).iterfind("q:Sources/q:TextSource", NS)]
    texts = [parts[path.replace("internal://", "sources/")].decode() for path in paths]

    assert texts == [source.text for source in a_project().sources]


def test_two_coders_on_one_passage_share_a_selection() -> None:
    (selection,) = root_of(a_project()).iterfind(".//q:PlainTextSelection[@name='Nobody rushed us.']", NS)
    users = {each.get("creatingUser") for each in selection.iterfind("q:Coding", NS)}

    assert len(users) == 2


def test_it_names_no_account_no_folder_and_no_day_but_those_of_memos() -> None:
    content = parts_of(a_project())["project.qde"].decode()
    root = root_of(a_project())
    dated = [each for each in root.iter() if each.get("creationDateTime")]

    assert root.get("basePath") is None
    assert str(Path.home()) not in content
    assert getpass.getuser() not in {each.get("name") for each in root.iterfind("q:Users/q:User", NS)}
    assert {etree.QName(each).localname for each in dated} == {"Note"}
    assert dated[0].get("creationDateTime") == "2018-06-01T08:30:00Z"


def test_everything_comes_back() -> None:
    read = read_qdpx("ours.qdpx", write_qdpx(a_project()).content)

    assert in_order(read.project) == in_order(a_project())
    assert read.remarks == ()
    assert read.attributes == ()


def test_a_program_that_loses_our_note_still_gets_every_passage() -> None:
    parts = parts_of(a_project())
    root = etree.fromstring(parts["project.qde"])
    note = root.xpath("//q:Note[starts-with(@name, 'Newel:')]", namespaces=NS)[0]
    note.getparent().remove(note)
    without = _zipped(parts | {"project.qde": etree.tostring(root)})

    read = read_qdpx("theirs.qdpx", without).project

    expected = [(words, code, title) for words, code, title, _ in passages(a_project())]
    assert sorted((words, code, title) for words, code, title, _ in passages(read)) == sorted(expected)
    assert read.sources[0].site == "oak"
    assert read.sources[0].may_be_quoted
    assert read.sources[0].case == "C07"
    trust = next(code for code in read.codebook.codes if code.name == "Trust, & <faith>")
    assert trust.reference == "npt:coherence"


def test_a_note_of_ours_that_was_spoilt_is_set_aside_with_a_word() -> None:
    parts = parts_of(a_project())
    note = next(name for name, content in parts.items() if content.startswith(b"{"))
    read = read_qdpx("ours.qdpx", _zipped(parts | {note: b'{"codes": 3}'}))

    assert len(read.project.codings) == 7
    assert any("own ids cannot be used" in remark.words for remark in read.remarks)


def test_what_another_program_renamed_stays_renamed_under_our_id() -> None:
    parts = parts_of(a_project())
    renamed = parts["project.qde"].replace(b'name="Time"', b'name="Having time"')
    code = read_qdpx("ours.qdpx", _zipped(parts | {"project.qde": renamed})).project.codebook.by_id["time"]

    assert code.name == "Having time"
    assert code.definition == "Having it."


def test_what_points_nowhere_is_left_out_and_listed() -> None:
    project = a_project()
    stray = (
        Coding("far", "K1-1", "talk-one", 2, "time", 3, 10_000),
        Coding("old-version", "K1-1", "talk-one", 1, "time", 0, 3),
        Coding("no-code", "K1-1", "talk-one", 2, "gone", 0, 3),
        Coding("empty", "K1-1", "talk-one", 2, "time", 3, 3),
    )
    memo = replace(project.memos[0], about=(*project.memos[0].about, Link("coding", "far")))
    written = write_qdpx(replace(project, codings=(*project.codings, *stray), memos=(memo, *project.memos[1:])))

    assert [remark.place for remark in written.remarks] == [*(f"coding {one.id}" for one in stray), "memo m1"]
    assert in_order(read_qdpx("p.qdpx", written.content).project) == in_order(project)


def test_letters_that_xml_cannot_hold_are_replaced_in_names_and_kept_in_texts() -> None:
    project = a_project()
    source = replace(project.sources[1], title="No\x0btes", text=project.sources[1].text + "\x0b")
    read = read_qdpx("p.qdpx", write_qdpx(replace(project, sources=(project.sources[0], source))).content).project

    assert read.sources[1].title == "No\N{REPLACEMENT CHARACTER}tes"
    assert read.sources[1].text.endswith("\x0b")


def test_a_codebook_without_codes_is_refused() -> None:
    with pytest.raises(Refused, match="Add a code"):
        write_qdc(replace(a_codebook(), codes=()))


def test_a_codebook_keeps_its_rules_in_words_that_any_program_shows() -> None:
    root = etree.fromstring(write_qdc(a_codebook()))
    care = next(each for each in root.iter("{*}Code") if each.get("name") == "Care")

    assert care.findtext("{*}Description") == "What is done.\n\nInclude: Meals.\n\nExclude: Pay."
    read = {code.name: code for code in read_qdc("h.qdc", write_qdc(a_codebook())).codebook.codes}
    assert (read["Care"].include, read["Care"].exclude) == ("Meals.", "Pay.")
    assert read["Time"].parent == read["Care"].id
    assert read["Old"].retired


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
