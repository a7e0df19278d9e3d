"""Cases, variables, sets, notes, links, PDFs and films of another program: kept where there is a place, else listed."""

from datetime import UTC, datetime

from newel.coding import Link
from newel.exchange import Attribute, Imported, read_qdpx, report_text, write_qdpx
from tests.support.coding_projects import passages
from tests.support.refi_files import (
    CODE,
    CODING,
    OTHER_CODE,
    SOURCE,
    TALK,
    USER,
    coding,
    number,
    project,
    qdpx,
    selection,
    text_source,
)

TWO = selection(4, 7, name="two")


def read(sources: str, *, after: str = "", before: str = "", text: bytes | None = TALK.encode()) -> Imported:
    """Read a project with these sources."""
    return read_qdpx("made.qdpx", qdpx(project(sources, after=after, before=before), text=text))


def said(imported: Imported, outcome: str) -> str:
    """Return the remarks of an outcome in one text."""
    return "\n".join(f"{one.place}: {one.words}" for one in imported.remarks if one.outcome == outcome)


def value(variable: int, element: str) -> str:
    """Return a value of a variable."""
    return f'<VariableValue><VariableRef targetGUID="{number(variable)}"/>{element}</VariableValue>'


VARIABLES = (
    f'<Variables><Variable guid="{number(50)}" name="Age" typeOfVariable="Integer"/>'
    f'<Variable guid="{number(51)}" name="Shift" typeOfVariable="Text"/></Variables>'
)


def test_variables_of_sources_and_cases_are_kept_beside_the_project() -> None:
    case = (
        f'<Cases><Case guid="{number(20)}" name="C1">{value(50, "<IntegerValue>16</IntegerValue>")}'
        f'<SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    )
    source = text_source(TWO + value(51, "<TextValue>night</TextValue>"))
    imported = read(source, before=VARIABLES + case)

    assert imported.attributes == (Attribute("case", "C1", "Age", "16"), Attribute("source", SOURCE, "Shift", "night"))
    assert imported.project.sources[0].case == "C1"


def test_a_source_in_two_cases_and_a_passage_in_a_case_are_said() -> None:
    refs = f'<SourceRef targetGUID="{SOURCE}"/>'
    cases = (
        f'<Cases><Case guid="{number(20)}" name="C1"><CodeRef targetGUID="{CODE}"/>{refs}</Case>'
        f'<Case guid="{number(21)}" name="C2">{refs}</Case></Cases>'
    )
    imported = read(text_source(TWO), before=cases)

    assert imported.project.sources[0].case == "C1"
    assert "in two cases; the first is kept" in said(imported, "not kept")
    assert "1 code or passage of the case" in said(imported, "not kept")


def test_a_set_becomes_a_memo_about_its_members() -> None:
    members = f'<MemberCode targetGUID="{CODE}"/><MemberSource targetGUID="{SOURCE}"/>'
    sets = f'<Sets><Set guid="{number(60)}" name="gender: male"><Description>Why</Description>{members}</Set></Sets>'
    (memo,) = read(text_source(TWO), after=sets).project.memos

    assert memo.text == "Set: gender: male\n\nWhy"
    assert memo.about == (Link("code", CODE), Link("source", SOURCE))


def test_a_description_becomes_a_memo_about_what_it_describes() -> None:
    described = selection(4, 7, name="two").replace("<Coding", "<Description>Odd!</Description><Coding", 1)
    imported = read(text_source(described))
    (memo,) = imported.project.memos

    assert (memo.text, memo.about) == ("Odd!", (Link("coding", CODING),))
    assert "kept as a memo about what it describes" in said(imported, "changed")


def test_a_note_keeps_its_day_and_its_writer_under_a_pseudonym() -> None:
    made = f'creatingUser="{USER}" creationDateTime="2018-03-27T19:38:46.1234567Z"'
    content = "<PlainTextContent>I…</PlainTextContent>"
    note = f'<Notes><Note guid="{number(40)}" name="reflexive" {made}>{content}</Note></Notes>'
    after = note + f'<NoteRef targetGUID="{number(40)}"/>'
    (memo,) = read(text_source(TWO), after=after).project.memos

    assert (memo.kind, memo.by, memo.text) == ("reflexive", "coder-1", "I…")
    assert memo.on == datetime(2018, 3, 27, 19, 38, 46, 123456, tzinfo=UTC)
    assert memo.about == (Link("project"),)


def test_a_note_without_a_day_gets_one_that_nobody_takes_for_real() -> None:
    note = f'<Notes><Note guid="{number(40)}"><PlainTextContent>Hm</PlainTextContent></Note></Notes>'
    imported = read(text_source(TWO), after=note)

    assert imported.project.memos[0].on == datetime(1970, 1, 1, tzinfo=UTC)
    assert "It has no date" in said(imported, "unusual")


def test_a_link_between_two_codings_is_a_relation() -> None:
    both = selection(4, 7, inside=coding(6)) + selection(8, 13, place=7, inside=coding(8, code=OTHER_CODE))
    link = f'<Links><Link guid="{number(70)}" name="leads to" originGUID="{CODING}" targetGUID="{number(8)}"/></Links>'
    imported = read(text_source(both), after=link)
    (relation,) = imported.project.relations

    assert relation.kind == "link"
    assert [(part.role, part.coding) for part in relation.parts] == [("from", CODING), ("to", number(8))]
    assert [kind.id for kind in imported.project.codebook.relations] == ["link"]
    again = read_qdpx("p.qdpx", write_qdpx(imported.project).content).project
    assert again.relations == imported.project.relations


def test_a_link_between_two_codes_is_a_memo_and_one_to_nothing_is_listed() -> None:
    links = (
        f'<Links><Link guid="{number(70)}" name="is part of" originGUID="{CODE}" targetGUID="{OTHER_CODE}"/>'
        f'<Link guid="{number(71)}" originGUID="{CODE}" targetGUID="{number(99)}"/></Links>'
    )
    imported = read(text_source(TWO), after=links)
    (memo,) = imported.project.memos

    assert memo.text == "Link: is part of"
    assert memo.about == (Link("code", CODE), Link("code", OTHER_CODE))
    assert "one end is not here" in said(imported, "not kept")


def pdf(inside: str, twin: str) -> str:
    """Return a PDF with its text."""
    content = f"<PlainTextContent>{TALK}</PlainTextContent>"
    text = f'<Representation guid="{number(81)}">{content}{twin}</Representation>'
    return f'<PDFSource guid="{number(80)}" name="Leaflet.pdf">{inside}{text}</PDFSource>'


def rectangle(place: int, inside: str) -> str:
    """Return a rectangle on the first page."""
    at = 'page="0" firstX="1" firstY="1" secondX="9" secondY="9"'
    return f'<PDFSelection guid="{number(place)}" {at}>{inside}</PDFSelection>'


def test_what_is_coded_on_the_text_of_a_pdf_is_kept_once() -> None:
    imported = read(pdf(rectangle(5, coding(82) + coding(83, code=OTHER_CODE)), selection(4, 7, name="two")), text=None)

    kept = [("two", "Counting", "Leaflet.pdf", "coder-1"), ("two", "Resting", "Leaflet.pdf", "coder-1")]
    assert passages(imported.project) == kept
    assert imported.project.sources[0].id == number(80)
    assert "both are kept as the passage" in said(imported, "unusual")


def test_what_is_coded_on_a_page_alone_is_listed() -> None:
    imported = read(pdf(rectangle(84, coding(82)), TWO), text=None)

    assert len(imported.project.codings) == 1
    assert "A part of a picture, a page, a sound or a film, with 1 coding" in said(imported, "not kept")


def test_a_pdf_without_its_text_is_listed_with_its_codings() -> None:
    imported = read(f'<PDFSource guid="{number(80)}" name="x">{rectangle(84, coding())}{coding(85)}</PDFSource>')

    assert "A PDF without its text" in said(imported, "not kept")
    assert "1 code on the whole of it" in said(imported, "not kept")


def test_a_transcript_keeps_what_was_coded_between_its_time_marks() -> None:
    marks = "".join(f'<SyncPoint guid="{number(90 + at)}" position="{at}" timeStamp="{at}000"/>' for at in (4, 7))
    timed = f'fromSyncPoint="{number(94)}" toSyncPoint="{number(97)}"'
    chosen = f'<TranscriptSelection guid="{number(98)}" {timed}>{coding()}</TranscriptSelection>'
    content = f"<PlainTextContent>{TALK}</PlainTextContent>"
    transcript = f'<Transcript guid="{number(90)}" name="Talk">{content}{marks}{chosen}</Transcript>'
    played = f'<AudioSelection guid="{number(99)}" begin="0" end="9">{coding(89)}</AudioSelection>'
    audio = f'<AudioSource guid="{number(88)}" path="absolute:///etc/passwd">{transcript}{played}</AudioSource>'
    imported = read(audio, text=None)

    assert passages(imported.project) == [("two", "Counting", "Talk", "coder-1")]
    assert "leads out of the file" in said(imported, "not kept")
    assert "with 1 coding" in said(imported, "not kept")


def test_drawings_are_listed() -> None:
    drawing = f'<Graphs><Graph guid="{number(65)}"><Vertex guid="{number(66)}" firstX="1" firstY="1"/></Graph></Graphs>'

    assert "A drawing of 1 shape and 0 lines" in said(read(text_source(TWO), after=drawing), "not kept")


def test_the_report_says_what_was_there_what_came_of_it_and_each_remark_once() -> None:
    report = report_text(read(text_source(TWO + selection(0, 3, place=9, inside=""))))

    assert "It made 1 source, 2 codes, 1 coding in 1 layer" in report
    assert "| codings on PlainTextSelection | 1 |" in report
    assert report.count("A selection without a code.") == 1
    assert "three" not in report
