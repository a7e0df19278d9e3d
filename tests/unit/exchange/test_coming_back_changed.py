"""A project of ours that another program changed before it comes back: its changes count, our ids stay."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from newel.coding import Project
from newel.exchange import Imported, read_qdpx, write_qdpx
from tests.support.coding_projects import a_project, passages
from tests.support.refi_files import number, zipped

NS = {"q": "urn:QDA-XML:project:1.0"}
SPACE = "{urn:QDA-XML:project:1.0}"


def after(change: Callable[[etree._Element], None], project: Project | None = None) -> Imported:
    """Return our project as it is read after another program changed its project file."""
    with ZipFile(BytesIO(write_qdpx(project or a_project()).content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["project.qde"])
    change(root)
    return read_qdpx("back.qdpx", zipped(parts | {"project.qde": etree.tostring(root)}))


def one(root: etree._Element, path: str) -> etree._Element:
    """Return the one element at a path."""
    return root.xpath(path, namespaces=NS)[0]


def test_a_coding_that_was_taken_away_is_gone_and_its_relation_with_it() -> None:
    def change(root: etree._Element) -> None:
        for coding in root.xpath("//q:PlainTextSelection[@name='Nobody rushed us.']/q:Coding", namespaces=NS):
            coding.getparent().remove(coding)

    project = after(change).project

    assert {coding.id for coding in project.codings} == {"c2", "c3", "c4", "c5", "c6"}
    assert project.relations == ()


def test_a_coding_that_was_added_is_there_beside_ours() -> None:
    def change(root: etree._Element) -> None:
        coding = one(root, "//q:PlainTextSelection[@name='Ten people.']/q:Coding")
        more = etree.fromstring(etree.tostring(coding))
        more.set("guid", number(77))
        coding.addnext(more)

    project = after(change).project

    assert {coding.id for coding in project.codings} == {f"c{place}" for place in range(7)} | {number(77)}
    assert len(passages(project)) == 8


def test_a_new_user_is_a_new_layer_beside_ours() -> None:
    def change(root: etree._Element) -> None:
        etree.SubElement(one(root, "//q:Users"), f"{SPACE}User", guid=number(78), name="Somebody Else")
        one(root, "//q:PlainTextSelection[@name='Ten people.']/q:Coding").set("creatingUser", number(78))

    imported = after(change)

    layers = {layer.id: layer for layer in imported.project.layers}
    assert {"K1-1", "K2-1", number(78)} == set(layers)
    assert layers["K1-1"].blind
    assert layers[number(78)].coder.startswith("coder-")
    assert "Somebody" not in repr(imported)


def test_a_passage_that_was_moved_is_where_it_was_moved_to() -> None:
    def change(root: etree._Element) -> None:
        selection = one(root, "//q:PlainTextSelection[@name='Ten people.']")
        selection.set("startPosition", "4")
        selection.set("name", "people.")

    assert ("people.", "Old", "Notes", "K1") in passages(after(change).project)


def test_a_definition_that_was_rewritten_is_the_new_one_and_the_code_keeps_its_id() -> None:
    def change(root: etree._Element) -> None:
        one(root, "//q:Code[@name='Care']/q:Description").text = "All that is done.\n\nInclude: Meals and walks."

    code = after(change).project.codebook.by_id["care"]

    assert (code.definition, code.include, code.exclude) == ("All that is done.", "Meals and walks.", "")


def test_a_code_that_was_moved_is_below_its_new_parent() -> None:
    def change(root: etree._Element) -> None:
        one(root, "//q:Code[@name='Paper']").append(one(root, "//q:Code[@name='Time']"))

    book = after(change).project.codebook

    assert book.by_id["time"].parent == "paper"
    assert [code.id for code in book.path("time")] == ["paper", "time"]


def test_a_text_that_was_changed_gets_units_of_its_own() -> None:
    with ZipFile(BytesIO(write_qdpx(a_project()).content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name, content in parts.items() if content.startswith(b"Ten people"))
    words = b"One line.\n\nTwo lines.\n\nThree lines, now. And more words here."
    imported = read_qdpx("back.qdpx", zipped(parts | {name: words}))
    source = next(source for source in imported.project.sources if source.id == "notes")

    assert [source.text[unit.start : unit.end] for unit in source.units][:2] == ["One line.", "Two lines."]
    assert any("does not have" in remark.words for remark in imported.remarks)


def test_a_note_that_was_written_elsewhere_is_a_memo_beside_ours() -> None:
    def change(root: etree._Element) -> None:
        notes = one(root, "//q:Notes")
        note = etree.SubElement(notes, f"{SPACE}Note", guid=number(79), name="Their thought")
        etree.SubElement(note, f"{SPACE}PlainTextContent").text = "Look again."
        etree.SubElement(root, f"{SPACE}NoteRef", targetGUID=number(79))

    memos = {memo.id: memo for memo in after(change).project.memos}

    assert set(memos) == {"m1", "m2", "m3", number(79)}
    assert memos[number(79)].text == "Their thought\n\nLook again."
    assert [link.kind for link in memos[number(79)].about] == ["project"]


def test_a_file_that_only_says_it_is_ours_is_read_like_any_other() -> None:
    def change(root: etree._Element) -> None:
        root.set("origin", "Another program")

    project = after(change).project

    assert {coding.id for coding in project.codings}.isdisjoint({"c0", "c1"})
    assert [words for words, *_ in passages(project)] == [words for words, *_ in passages(a_project())]
