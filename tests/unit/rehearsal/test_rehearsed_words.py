"""Rehearsed words: the same for a seed, planted where they say, with identifiers to be found that are nobody's."""

from hashlib import sha256
from pathlib import Path

import pytest

from newel.coding import codebook_toml
from newel.faults import Refused
from newel.records import KINDS, conform
from newel.rehearsal import RehearsedWords, Truths, read_truths, rehearse, rehearse_words
from newel.rehearsal.sentences import LET_SLIP
from newel.transcripts import Edit, first_version, next_version, reanchor, units_of
from newel.transcripts import Span as TextSpan
from tests.support.protocols import a_protocol
from tests.support.words import CODEBOOK, WORDS, a_coded_protocol, word_truths

PROTOCOL = a_coded_protocol()
PLANTED = word_truths()


@pytest.fixture(scope="module")
def words() -> RehearsedWords:
    return rehearse_words(PROTOCOL, PLANTED, seed=3)


def test_the_same_seed_says_the_same_and_another_seed_something_else(words: RehearsedWords) -> None:
    assert rehearse_words(PROTOCOL, PLANTED, seed=3) == words
    assert rehearse_words(PROTOCOL, PLANTED, seed=4).sources[0].text != words.sources[0].text


def test_the_words_are_those_of_the_sessions_that_the_whole_rehearsal_draws(words: RehearsedWords) -> None:
    frames = rehearse(PROTOCOL, {}, PLANTED, seed=3).source.frames

    assert frames["source"]["session_id"].to_list() == frames["session"]["session_id"].to_list()
    for name, frame in words.frames().items():
        assert frame.equals(frames[name]), name


def test_records_of_words_are_what_their_kinds_say(words: RehearsedWords) -> None:
    for name, frame in words.frames().items():
        assert frame.height, name
        conform(KINDS[name], frame)


@pytest.mark.parametrize("nothing", [(a_protocol(), PLANTED), (PROTOCOL, Truths())])
def test_without_a_plan_or_a_codebook_nobody_says_anything(nothing: tuple[object, Truths]) -> None:
    protocol, truths = nothing

    silent = rehearse_words(protocol, truths, seed=1)  # type: ignore[arg-type]  # a protocol, in a list of pairs

    assert silent == RehearsedWords()
    assert all(frame.is_empty() for frame in silent.frames().values())


def test_a_code_stands_where_one_of_its_sentences_does(words: RehearsedWords) -> None:
    for source in words.sources:
        for turn in source.heard:
            for code, (start, end) in turn.passages.items():
                assert turn.start <= start < end <= turn.end
                says = PLANTED.words.codes[code].says[str(source.record["group"])]
                assert source.text[start:end] in [each.replace("{person}", "[name]") for each in says]


def test_a_code_that_comes_up_does_so_twice_at_least(words: RehearsedWords) -> None:
    for source in words.sources:
        for code in PLANTED.words.codes:
            assert sum(code in turn.codes for turn in source.heard) != 1


def test_turns_are_what_a_reader_of_transcripts_finds(words: RehearsedWords) -> None:
    for source in words.sources:
        found = units_of(source.text)
        assert [(unit.number, unit.kind, unit.start, unit.end) for unit in found] == [
            (turn.number, "turn", turn.start, turn.end) for turn in source.turns
        ]
        assert {unit.speaker for unit in found[::2]} == {"Interviewer"}


def test_redacting_the_planted_identifiers_gives_the_redacted_text(words: RehearsedWords) -> None:
    planted = 0
    for source in words.sources:
        edits = [Edit(each.start, each.end, each.replacement) for each in source.identifiers]
        for each in source.identifiers:
            assert source.transcribed[each.start : each.end] == each.words
        version = next_version(first_version(source.transcribed), edits, reason="redacted")
        assert version.text == source.text
        assert version.sha256 == source.record["text_sha256"]
        assert version.number == source.record["version"]
        planted += len(edits)
    assert {each.kind for source in words.sources for each in source.identifiers} == {
        "name",
        "place",
        "organisation",
        "date",
    }
    lines = planted * len(LET_SLIP) / sum(line.count("{") for line in LET_SLIP)
    assert lines / len(words.sources) == pytest.approx(PLANTED.words.slips, rel=0.25)


def test_a_passage_of_the_transcribed_text_moves_to_where_it_is_planted(words: RehearsedWords) -> None:
    source = next(source for source in words.sources if source.identifiers)
    edits = [Edit(each.start, each.end, each.replacement) for each in source.identifiers]
    turn = source.heard[0]
    begins = source.transcribed.index(source.text[turn.start : turn.start + 10])

    (moved,) = reanchor(edits, [TextSpan(begins, begins + 10)])

    assert moved is not None
    assert (moved.start, moved.end) == (turn.start, turn.start + 10)


def test_no_planted_name_is_left_in_a_redacted_text(words: RehearsedWords) -> None:
    for source in words.sources:
        assert all(each.words not in source.text for each in source.identifiers if " " in each.words)


def test_a_case_is_one_person_and_a_group_is_none(words: RehearsedWords) -> None:
    for source in words.sources:
        assert (source.record["case_id"] is None) == (source.record["kind"] == "focus_group")
    cases = [source.record["case_id"] for source in words.sources if source.record["case_id"]]
    assert len(set(cases)) == len(cases)


def test_a_coding_is_in_its_turn_and_carries_the_hash_of_its_words(words: RehearsedWords) -> None:
    texts = {source.id: source for source in words.sources}
    units = {(row["source_id"], row["number"]): row for row in words.frames()["unit"].to_dicts()}
    for row in words.frames()["coding"].to_dicts():
        unit = units[row["source_id"], row["first_unit"]]
        assert row["first_unit"] == row["last_unit"]
        assert unit["start"] <= row["start"] < row["end"] <= unit["end"]
        said = texts[row["source_id"]].text[row["start"] : row["end"]]
        assert row["quote_sha256"] == sha256(said.encode()).hexdigest()


def test_a_quote_is_what_stands_at_its_place_of_a_source_that_may_be_quoted(words: RehearsedWords) -> None:
    by_id = {source.id: source for source in words.sources}

    assert words.quotes
    for quote in words.quotes:
        source = by_id[quote["source_id"]]
        assert source.record["may_be_quoted"]
        assert source.text[quote["start"] : quote["end"]] == quote["words"]
    per_theme = [CODEBOOK.theme_of(quote["code_id"]).id for quote in words.quotes]
    assert max(map(per_theme.count, per_theme)) <= PLANTED.words.quotes_per_theme


def test_a_summary_says_it_is_synthetic_and_sums_up_what_is_there(words: RehearsedWords) -> None:
    by_case = {source.record["case_id"] or source.id: source for source in words.sources}

    assert words.matrix_cells
    for cell in words.matrix_cells:
        source = by_case[cell["case_id"] or cell["source_id"]]
        assert str(cell["summary"]).startswith("Synthetic: ")
        assert any(code in CODEBOOK.under(cell["code_id"]) for turn in source.turns for code in turn.codes)


def test_a_title_says_that_it_is_synthetic_and_names_nobody(words: RehearsedWords) -> None:
    assert all(source.title.startswith("Synthetic ") for source in words.sources)


def test_truths_are_read_with_the_codebook_they_name(tmp_path: Path) -> None:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "codebooks" / "small.toml").write_text(codebook_toml(CODEBOOK), encoding="utf-8")
    planted = (
        '[words]\ncodebook = "small"\n[words.codes.{code}]\n'
        'sources = {{ staff = 0.5 }}\nsays = {{ staff = ["So."] }}\n'
    )
    path = tmp_path / "rehearsal.toml"
    path.write_text(planted.format(code="talk"), encoding="utf-8")

    found = read_truths(tmp_path)

    assert found.codebook is not None
    assert [code.id for code in found.codebook.in_use()] == [code.id for code in CODEBOOK.in_use()]
    assert "codebook" not in found.model_dump()
    assert found.words.agreement_on("talk") == found.words.agreement

    path.write_text(planted.format(code="gossip"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_truths(tmp_path)
    (fault,) = refused.value.faults
    assert (fault.file, fault.place, fault.found) == ("rehearsal.toml", "words, codes, gossip", "`gossip`")


def test_a_wave_and_a_type_of_site_add_to_how_often_a_code_comes_up() -> None:
    always = {"staff": 0.0, "young_person": 0.0}
    codes = {"talk": WORDS["codes"]["talk"] | {"sources": always, "wave_gain": {"w2": 1.0}, "type_gain": {"sch": -1.0}}}
    words = rehearse_words(PROTOCOL, word_truths(codes=codes), seed=1)

    for source in words.sources:
        said = any(turn.codes for turn in source.turns)
        assert said == (source.record["wave"] == "w2" and source.record["group"] != "carer")
