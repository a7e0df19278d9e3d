"""Plain text, Markdown, subtitles and spreadsheets as sources."""

import pytest

from newel.faults import Refused
from newel.importers.transcripts import (
    Anchor,
    Answer,
    ReadSource,
    read_answers,
    read_source,
    source_of_answers,
    source_readers,
)
from tests.support.workbooks import xlsx


def said(source: ReadSource) -> list[tuple[str | None, str]]:
    return [(unit.speaker, source.text[unit.start : unit.end]) for unit in source.units]


def fault_of(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_source(name, content)
    return str(refused.value)


def test_plain_text_is_read_with_windows_line_ends_and_any_signs() -> None:
    source = read_source("a.txt", "\ufeffInterviewer: Café?\r\nP1: 👩🏽‍🚀 e\u0301.\r\n".encode())

    assert source.text == "Interviewer: Café?\nP1: 👩🏽‍🚀 é."
    assert said(source) == [("Interviewer", "Café?"), ("P1", "👩🏽‍🚀 é.")]
    assert source.notes == ("2 turns of 2 speakers, read from labels at the start of lines",)


def test_another_encoding_is_read_and_noted() -> None:
    assert read_source("a.txt", "P1: Café.".encode("utf-16")).notes[0] == "read as UTF-16"
    source = read_source("a.txt", "P1: Café.".encode("cp1252"))
    assert source.text == "P1: Café."
    assert source.notes[0] == "read as Windows-1252, because line 1 is not UTF-8"


def test_a_folder_in_the_name_is_never_shown() -> None:
    shown = fault_of("C:\\people\\jones\\a.txt", b"")

    assert shown.startswith("a.txt: the whole file")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b" \r\n -- \n", "no words"),
        ("a.txt", b"abc\0def", "a NUL character"),
        ("a.txt", b"PK\x03\x04....", "a kind of file that is not read here"),
        ("a.md", b"PK\x03\x04....", "a kind of file that is not read here"),
        ("a.exe", b"MZ", "Word document (.docx)"),
        ("a.txt", b"x" * 25_000_001, "at most 25 MB"),
        ("a.txt", b"word " * 1_100_000, "at most 5,000,000"),
        ("a.vtt", b"Hello", "WEBVTT"),
        ("a.srt", b"Hello", "no line of times"),
        ("a.csv", b"id,remark\n1,hello\n", "no column of words"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name: str, content: bytes, says: str) -> None:
    assert says in fault_of(name, content)


def test_markdown_leaves_its_marks_out() -> None:
    lines = "# Interview\n\n**P1:** I *really* [liked](https://example.org) it.  \nYes."
    blocks = "- one\n- two\n\n```\ncode\n```\n\n<div>x</div>\n\n![a](b.png)"

    source = read_source("a.md", f"{lines}\n\n{blocks}".encode())

    assert source.text == "Interview\n\nP1: I really liked it.\nYes.\n\none\n\ntwo\n\ncode"
    assert source.notes[:2] == ("1 block of HTML left out", "1 picture left out")
    assert said(source)[1][0] == "P1"


VTT = """WEBVTT - a meeting

NOTE made by a meeting program

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:03.500 align:start
<v Sarah Jones>So, how &amp; <i>when</i></v>

cue-2
00:04.000 --> 00:06.000
<v Sarah Jones>did it begin?

00:00:07.250 --> 00:00:09.000
<v.loud P1>In spring.
<v Sarah Jones>Go on.
"""


def test_voices_of_webvtt_become_turns_and_times_become_places() -> None:
    source = read_source("a.vtt", VTT.encode())

    assert source.text == "Sarah Jones: So, how & when did it begin?\n\nP1: In spring.\n\nSarah Jones: Go on."
    assert said(source) == [
        ("Sarah Jones", "So, how & when did it begin?"),
        ("P1", "In spring."),
        ("Sarah Jones", "Go on."),
    ]
    assert source.anchors == (
        Anchor("second", 1.0, 13),
        Anchor("second", 4.0, 28),
        Anchor("second", 7.25, 47),
        Anchor("second", 7.25, 72),
    )
    assert [source.text[each.start :][:3] for each in source.anchors] == ["So,", "did", "In ", "Go "]
    assert source.notes[:2] == ("2 blocks of notes or styles left out", "4 cues kept as places in the recording")


def test_a_voice_that_speaks_once_is_a_speaker_because_the_file_says_so() -> None:
    source = read_source(
        "a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Megha>Yes.\n\n00:03.000 --> 00:04.000\n<v Tom>No.\n"
    )

    assert said(source) == [("Megha", "Yes."), ("Tom", "No.")]
    assert not any("Megha" in note for note in source.notes)


def test_a_voice_is_a_label_whatever_signs_its_name_has() -> None:
    cues = "\n\n".join(
        f"00:0{place}.000 --> 00:0{place}.900\n<v {voice}>{words}"
        for place, (voice, words) in enumerate(
            [("Jones, Sarah | NHS: East (Chair)", "So?"), ("P1", "Yes."), ("Zoë", "No.")]
        )
    )

    source = read_source("a.vtt", f"WEBVTT\n\n{cues}\n".encode())

    assert said(source) == [("Jones, Sarah NHS East (Chair)", "So?"), ("P1", "Yes."), ("Zoë", "No.")]


def test_cues_without_voices_become_paragraphs_at_pauses_and_labels() -> None:
    cues = (
        ("00:00:00,000 --> 00:00:02,000", "We came in"),
        ("00:00:02,100 --> 00:00:04,000", "by the gate."),
        ("00:00:04,100 --> 00:00:05,000", "It was shut."),
        ("00:00:08,000 --> 00:00:09,000", "Later\nit opened."),
        ("00:00:09,000 --> 00:00:10,000", "- Who opened it?"),
    )
    text = "\r\n\r\n".join(f"{number}\r\n{times}\r\n{words}" for number, (times, words) in enumerate(cues, start=1))

    source = read_source("a.srt", text.encode())

    assert source.text == "We came in by the gate. It was shut.\n\nLater it opened.\n\n- Who opened it?"
    assert source.anchors[3] == Anchor("second", 8.0, 38)


def test_labels_in_subtitles_are_labels() -> None:
    text = b"1\n00:00:01,000 --> 00:00:02,000\nInterviewer: And?\n\n2\n00:00:02,000 --> 00:00:03,000\nP1: Yes.\n"

    assert said(read_source("a.srt", text)) == [("Interviewer", "And?"), ("P1", "Yes.")]


def test_a_spreadsheet_of_a_transcript_becomes_turns() -> None:
    rows = [
        ["Start", "Speaker", "Text"],
        ["0", "Ada", "Hello"],
        ["1", "Ada", "there."],
        ["2", "P1", "Hi."],
        ["3", None, "(door)"],
    ]

    for name, content in (
        ("a.xlsx", xlsx(*rows)),
        ("a.csv", b"Start,Speaker,Text\n0,Ada,Hello\n1,Ada,there.\n2,P1,Hi.\n3,,(door)\n"),
    ):
        source = read_source(name, content)

        assert source.text == "Ada: Hello\nthere.\n\nP1: Hi.\n\n(door)"
        assert [speaker for speaker, _ in said(source)] == ["Ada", "P1"]
        assert source.notes[0] == "1 other column left out"


def test_a_spreadsheet_without_speakers_is_paragraphs() -> None:
    assert said(read_source("a.csv", b"text\none\ntwo\n")) == [(None, "one"), (None, "two")]


def test_open_answers_are_read_with_their_rows_and_whose_they_are() -> None:
    content = 'id,What helped?\r\n7,Being listened to\r\n8,\r\n9,"Line one\r\ne\u0301"\r\n'.encode()

    assert read_answers("a.csv", content, " what  Helped?", respondent="ID") == (
        Answer(2, "Being listened to", "7"),
        Answer(4, "Line one\né", "9"),
    )
    assert read_answers("a.xlsx", xlsx(["why"], ["because"]), "Why") == (Answer(2, "because", None),)


def test_answers_become_a_source_in_which_each_is_a_unit() -> None:
    source = source_of_answers((Answer(2, "Being listened to", "7"), Answer(4, "Line one\n\ntwo", "9")))

    assert [unit.kind for unit in source.units] == ["answer", "answer"]
    assert said(source) == [("7", "Being listened to"), ("9", "Line one\n\ntwo")]


@pytest.mark.parametrize(
    ("column", "respondent", "says"),
    [
        ("how", None, "no column named how"),
        ("why", "who", "no column named who"),
        ("blank", None, "no answer in this column"),
    ],
)
def test_answers_that_are_not_there_are_refused(column: str, respondent: str | None, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_answers("a.csv", b"why,blank\nbecause,\n", column, respondent=respondent)


def test_every_format_asked_for_has_a_reader_of_its_own() -> None:
    suffixes = {suffix for reader in source_readers().values() for suffix in reader.suffixes}

    assert {".txt", ".md", ".docx", ".odt", ".pdf", ".vtt", ".srt", ".xlsx", ".csv"} <= suffixes
