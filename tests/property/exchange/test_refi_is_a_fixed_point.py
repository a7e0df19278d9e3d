"""A project written as REFI-QDA, read and written again is the same file, and nothing of it is lost on the way."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from hypothesis import given, settings

from newel.coding import Project
from newel.exchange import read_qdc, read_qdpx, write_qdc, write_qdpx
from newel.exchange.refi import schema
from newel.exchange.refi.elements import parse
from newel.transcripts import normal
from tests.support.coding_projects import in_order, projects


@settings(max_examples=100, deadline=None)
@given(projects(normal_texts=False))
def test_export_import_export_is_the_same_file(project: Project) -> None:
    first = write_qdpx(project).content
    again = write_qdpx(read_qdpx("p.qdpx", first).project).content

    assert again == first


@settings(max_examples=100, deadline=None)
@given(projects())
def test_what_is_read_back_is_the_project_that_was_written(project: Project) -> None:
    read = read_qdpx("p.qdpx", write_qdpx(project).content).project

    assert in_order(read).codings == in_order(project).codings
    assert read.layers == project.layers
    assert [(one.id, one.text, one.units, one.version) for one in read.sources] == [
        (one.id, one.text, one.units, one.version) for one in project.sources
    ]
    assert {(code.id, code.parent, code.retired) for code in read.codebook.codes} == {
        (code.id, code.parent, code.retired) for code in project.codebook.codes
    }
    assert [memo.on for memo in read.memos] == [memo.on for memo in project.memos]
    assert read.relations == project.relations


@settings(max_examples=100, deadline=None)
@given(projects(normal_texts=False))
def test_codings_keep_their_words_through_any_line_end_and_accent(project: Project) -> None:
    before = {source.id: source.text for source in project.sources}
    read = read_qdpx("p.qdpx", write_qdpx(project).content).project
    after = {source.id: source.text for source in read.sources}
    kept = {coding.id: after[coding.source][coding.start : coding.end] for coding in read.codings}

    assert kept.keys() == {coding.id for coding in project.codings}
    for coding in project.codings:
        text = before[coding.source]
        if all(normal(text[:cut]) + normal(text[cut:]) == normal(text) for cut in (coding.start, coding.end)):
            assert kept[coding.id] == normal(text)[len(normal(text[: coding.start])) : len(normal(text[: coding.end]))]


@settings(max_examples=100, deadline=None)
@given(projects(normal_texts=False))
def test_every_export_is_valid_against_the_schema(project: Project) -> None:
    with ZipFile(BytesIO(write_qdpx(project).content)) as archive:
        root = parse("project.qde", archive.read("project.qde"))

    assert schema.faults(root) == ()


@settings(max_examples=100, deadline=None)
@given(projects())
def test_a_codebook_alone_is_a_fixed_point_too(project: Project) -> None:
    if not project.codebook.codes:
        return
    first = write_qdc(project.codebook)
    read = read_qdc("p.qdc", first).codebook

    assert schema.faults(parse("p.qdc", first)) == ()
    assert write_qdc(replace(read, id=project.codebook.id)) == first
