"""Whatever bytes come in, a project comes out or a refusal in words; nothing else is ever raised."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newel.coding import Project
from newel.exchange import Imported, import_project, read_qdc, report_text, write_qdc, write_qdpx
from newel.faults import Refused
from tests.support.coding_projects import a_codebook, a_project, passages
from tests.support.qualcoder import database as qualcoder
from tests.support.refi_files import coding, number, project, qdpx, selection, text_source, zipped
from tests.support.taguette import database as taguette

_QDE = project(
    text_source(selection(4, 7, name="two", inside=coding(6) + coding(7))),
    after=f'<Notes><Note guid="{number(40)}" name="n"><PlainTextContent>x</PlainTextContent></Note></Notes>',
)
with ZipFile(BytesIO(write_qdpx(a_project()).content)) as _archive:
    _PARTS = {name: _archive.read(name) for name in _archive.namelist()}
_FILES: dict[str, bytes] = {
    "ours.qdpx": write_qdpx(a_project()).content,
    "theirs.qdpx": qdpx(_QDE),
    "theirs.qde": _QDE.encode(),
    "data.qda": qualcoder(),
    "taguette.sqlite3": taguette([(0, 5, "Inter", (1,))]),
}


def taken(work: Callable[[], Imported]) -> Project | None:
    """Return what was made of a file, or None where it was refused in words."""
    try:
        imported = work()
    except Refused as refused:
        faults = refused.faults
    else:
        report_text(imported)
        return imported.project
    assert all(fault.found and fault.expected and fault.remedy for fault in faults)
    return None


def sound(project: Project) -> bool:
    """Return whether every coding stands on words of a source of the project, under a code and in a layer of it."""
    lengths = {source.id: len(source.text) for source in project.sources}
    layers = {layer.id for layer in project.layers}
    ids = [coding.id for coding in project.codings]
    return len(set(ids)) == len(ids) and all(
        0 <= one.start < one.end <= lengths[one.source] and one.layer in layers and one.code in project.codebook.by_id
        for one in project.codings
    )


@pytest.mark.parametrize("name", _FILES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_with_spoilt_bytes(name: str, data: st.DataObject) -> None:
    content = bytearray(_FILES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    made = taken(lambda: import_project(name, bytes(content)))

    assert made is None or sound(made)


@pytest.mark.parametrize("name", _FILES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_file_cut_short_or_with_more_behind_it(name: str, data: st.DataObject) -> None:
    content = _FILES[name][: data.draw(st.integers(0, len(_FILES[name])))] + data.draw(st.binary(max_size=40))
    made = taken(lambda: import_project(name, content))

    assert made is None or sound(made)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_project_file_with_elements_and_attributes_gone_doubled_or_changed(data: st.DataObject) -> None:
    root = etree.fromstring(_QDE.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        element = data.draw(st.sampled_from(list(root.iter())))
        act = data.draw(st.sampled_from(["drop", "double", "attribute", "text"]))
        parent = element.getparent()
        if act == "drop" and parent is not None:
            parent.remove(element)
        elif act == "double" and parent is not None:
            parent.append(etree.fromstring(etree.tostring(element)))
        elif act == "attribute" and element.attrib:
            values = ["", "-1", "99999999999999999999", "x", number(4), "{" + number(3)]
            element.set(data.draw(st.sampled_from(sorted(element.attrib))), data.draw(st.sampled_from(values)))
        else:
            element.text = data.draw(st.sampled_from(["", "é", "  ", "\n\n"]))
    made = taken(lambda: import_project("p.qdpx", qdpx(etree.tostring(root).decode())))

    assert made is None or sound(made)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_codebook_with_spoilt_bytes(data: st.DataObject) -> None:
    content = bytearray(write_qdc(a_codebook()))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = read_qdc("b.qdc", bytes(content))
    except Refused:
        return
    assert len(read.codebook.in_order()) == len(read.codebook.codes)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_note_of_ours_with_any_ids_and_values_in_it(data: st.DataObject) -> None:
    parts = dict(_PARTS)
    note = next(name for name, content in parts.items() if content.startswith(b"{"))
    values = re.findall(rb'"[^"]*"|-?[0-9]+|true|null', parts[note])
    for _ in range(data.draw(st.integers(1, 5))):
        old, new = data.draw(st.sampled_from(values)), data.draw(st.sampled_from(values))
        parts[note] = parts[note].replace(old, new, data.draw(st.integers(1, 3)))
    made = taken(lambda: import_project("p.qdpx", zipped(parts)))

    assert made is not None
    assert sound(made)
    assert sorted(words for words, *_ in passages(made)) == sorted(words for words, *_ in passages(a_project()))
    assert len(made.codebook.in_order()) == len({code.id for code in made.codebook.codes}) == 5


VALUES = st.one_of(st.none(), st.integers(-10, 10**12), st.text(max_size=6), st.binary(max_size=6), st.floats())


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES, VALUES, VALUES), max_size=4))
def test_a_database_with_values_of_any_kind_in_any_column(rows: list[tuple[object, ...]]) -> None:
    made = taken(lambda: import_project("data.qda", qualcoder(passages=rows)))

    assert made is not None
    assert sound(made)


@settings(max_examples=120, deadline=None)
@given(VALUES, VALUES, VALUES)
def test_a_taguette_highlight_of_any_kind(start: object, end: object, words: object) -> None:
    content = taguette([(start, end, words, (1,))])  # type: ignore[list-item] # that is the test
    made = taken(lambda: import_project("p.sqlite3", content))

    assert made is not None
    assert sound(made)
