"""Units: turns from labels, paragraphs where nobody is named, and where they go when the text is edited."""

import pytest

from newel.transcripts import (
    as_label,
    is_role,
    units_of,
    units_seen,
)

INTERVIEW = """Interviewer: Hello, can you say
who you are?

P1: I work here.

I came in 2015.
Interviewer: Thank you."""


def said(text: str) -> list[tuple[str | None, str]]:
    return [(unit.speaker, text[unit.start : unit.end]) for unit in units_of(text)]


def test_a_turn_runs_to_the_next_label_and_leaves_the_label_out() -> None:
    assert said(INTERVIEW) == [
        ("Interviewer", "Hello, can you say\nwho you are?"),
        ("P1", "I work here.\n\nI came in 2015."),
        ("Interviewer", "Thank you."),
    ]
    assert [(unit.number, unit.kind) for unit in units_of(INTERVIEW)] == [(1, "turn"), (2, "turn"), (3, "turn")]


def test_a_label_may_stand_on_a_line_of_its_own_with_the_time() -> None:
    assert said("Ada Obi  0:03\nYes.\nP1  0:09\nNo.\nAda Obi  1:00:12\nOh.") == [
        ("Ada Obi", "Yes."),
        ("P1", "No."),
        ("Ada Obi", "Oh."),
    ]


def test_a_label_may_stand_on_a_line_of_its_own_behind_the_time() -> None:
    assert said("00:00:03 Speaker 1\nYes.\n00:00:09 Speaker 2\nNo.") == [("Speaker 1", "Yes."), ("Speaker 2", "No.")]


def test_names_as_meeting_programs_write_them_are_labels() -> None:
    text = "Jones, Sarah (NHS England - X24): Yes.\nP1: No.\nJones, Sarah (NHS England - X24): Oh."

    assert [speaker for speaker, _ in said(text)] == [
        "Jones, Sarah (NHS England - X24)",
        "P1",
        "Jones, Sarah (NHS England - X24)",
    ]
    assert as_label("Jones | Sarah:\n<Chair>") == "Jones Sarah Chair"
    assert len(as_label("x" * 100)) == 60


def test_what_stands_before_the_first_speaker_is_paragraphs() -> None:
    assert said("Date: 3 May\n\nNotes on the room.\n\nP1: Hi.\nP2: Hi.") == [
        (None, "Date: 3 May"),
        (None, "Notes on the room."),
        ("P1", "Hi."),
        ("P2", "Hi."),
    ]


def test_paragraphs_stand_between_blank_lines_or_on_lines_of_their_own() -> None:
    assert said("One\nstill one.\n \n\nTwo.\n") == [(None, "One\nstill one."), (None, "Two.")]
    assert said("One.\nTwo.\n") == [(None, "One."), (None, "Two.")]
    assert units_of(" \n\n") == ()


@pytest.mark.parametrize(
    "line",
    [
        "P1: Yes.",
        "P1 : Yes.",
        "00:01:02 P1: Yes.",
        "[00:01:02] P1: Yes.",
        "(1:02) - P1: Yes.",
        "P1 [00:01:02.5]: Yes.",
        "P1 00:01: Yes.",
        "**P1:** Yes.",
        "**P1**: Yes.",
        "P1\tYes.",
        "00:01:02\tP1\tYes.",
        "P1  0:03\nYes.",
        "  P1:\nYes.",
    ],
)
def test_labels_are_read_with_times_and_marks_around_them(line: str) -> None:
    assert said(f"{line}\nInterviewer: And?") == [("P1", "Yes."), ("Interviewer", "And?")]


@pytest.mark.parametrize(
    "label",
    ["I", "R2", "Participant 12", "YP3", "Young person 1", "Key worker", "FG1_P3", "interviewer", "[name 4]", "ID017"],
)
def test_a_role_or_code_is_a_speaker_even_if_it_speaks_once(label: str) -> None:
    assert [speaker for speaker, _ in said(f"Some words.\n{label}: Yes.")] == [None, label]


@pytest.mark.parametrize("name", ["Mo", "Al", "Fi", "Ro", "Nurse Joy", "[Sarah]", "Pat", "Officer Obi"])
def test_a_name_is_no_role_however_short_or_bracketed_it_is(name: str) -> None:
    assert not is_role(name)


@pytest.mark.parametrize(
    "name", ["Speaker A", "P", "P1", "p12b", "Staff member 2", "YP-3", "FG2_P10", "[place]", "mum"]
)
def test_a_role_or_a_code_is_one_in_any_way_of_writing(name: str) -> None:
    assert is_role(name)


def test_a_name_is_a_speaker_if_it_stands_at_two_lines() -> None:
    text = "Małgorzata O'Neill: Yes.\nDr. Ade-Obi (Chair): And?\nMałgorzata O'Neill: No.\nDr. Ade-Obi (Chair): Oh."

    assert [speaker for speaker, _ in said(text)] == ["Małgorzata O'Neill", "Dr. Ade-Obi (Chair)"] * 2


@pytest.mark.parametrize(
    "line",
    [
        "Remember: it was late.",
        "https://example.org is where it stands",
        "This is what she said to me about it all: nothing",
        "12:30 was the time",
        "We met at 12:30 or so.\nWe met at 12:45 or so.",
        "and then: nothing",
        "Date: 3 May",
    ],
)
def test_a_colon_does_not_make_a_speaker(line: str) -> None:
    assert said(f"P1: Yes.\n{line}") == [("P1", f"Yes.\n{line}")]


def test_words_of_a_heading_are_no_speakers_however_often_they_stand_there() -> None:
    assert [speaker for speaker, _ in said("Note: a.\nNote: b.\nP1: c.")] == [None, None, "P1"]


def test_a_label_without_words_is_no_unit() -> None:
    assert said("P1:\nP2: Yes.") == [("P2", "Yes.")]


def test_a_speaker_known_to_speak_counts_even_if_it_speaks_once() -> None:
    text = "Sarah: Yes.\nP1: No."

    assert [unit.speaker for unit in units_of(text, known=["Sarah"])] == ["Sarah", "P1"]
    assert units_seen(text, units_of(text, known=["Sarah"]), known=["Sarah"]) == (
        "2 turns of 2 speakers, read from labels at the start of lines",
    )


def test_notes_count_what_was_seen_and_name_nobody() -> None:
    text = "Title of it\nSarah: Yes.\nP1: No.\nSarah: Oh.\nMegha: I see."

    notes = units_seen(text, units_of(text))

    assert notes[0] == "3 turns of 2 speakers, read from labels at the start of lines"
    assert notes[1] == "1 paragraph before the first speaker"
    assert notes[2].startswith("1 line not taken for a speaker's")
    assert notes[2].endswith("seen once and names no role: 5")
    assert not any(name in note for name in ("Sarah", "Megha") for note in notes)


def test_a_text_without_labels_is_said_to_have_none() -> None:
    assert units_seen("One.\nTwo.", units_of("One.\nTwo.")) == (
        "2 paragraphs because no line begins with a speaker's label",
    )


def test_many_unclear_lines_are_told_by_the_first_ten() -> None:
    text = "\n".join(f"Word{'x' * place}: said." for place in range(12))

    assert units_seen(text, units_of(text))[-1].endswith("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …")
