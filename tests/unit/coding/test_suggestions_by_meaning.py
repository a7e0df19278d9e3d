"""Codes suggested by what passages mean: where no word is the same, the model still finds its way, on this machine."""

import socket

import numpy as np
import pytest

from newel.coding import Source, nearest_suggester, remembering, sentence_model, tfidf_suggester
from newel.coding.embedding import Points
from newel.coding.project import Coding, Layer
from newel.faults import Refused
from tests.support.coding import FIRST, a_coding, a_source

SAID = {
    "voice": ("Nobody asks me what I want.", "They decide without listening to us.", "My opinion counts for nothing."),
    "staffing": ("There are never enough people on shift.", "Half the rota is agency.", "We are short of officers."),
    "food": ("Dinner is cold most days.", "The portions are tiny.", "I liked the breakfast."),
    "family": ("My mum could not visit.", "I speak to my brother on the phone.", "They rang my parents about it."),
    "sleep": ("I lie awake until three.", "The night checks wake me.", "I am tired all day long."),
    "school": ("I passed my maths exam here.", "The teacher explains well.", "We read a whole book in class."),
}
PARAPHRASES = [
    ("I get no say in anything.", "voice"),
    ("Vacancies are not filled, so colleagues burn out.", "staffing"),
    ("What we eat is awful.", "food"),
    ("I miss my sister and my grandad.", "family"),
    ("It is noisy after lights out and I cannot rest.", "sleep"),
    ("Education is the best part of my week.", "school"),
]
SOURCES = [a_source(f"s{place}", *(said[place] for said in SAID.values())) for place in range(3)]
CODINGS: list[Coding] = [
    a_coding(source, code, source.text[unit.start : unit.end])
    for source in SOURCES
    for code, unit in zip(SAID, source.units, strict=True)
]
model = sentence_model()
with_the_extra = pytest.mark.skipif(model is None, reason="the extra `suggest` is not installed")


def by_first_letter(passages: list[str]) -> Points:
    """Stand in for the model where a test is about everything around it."""
    points = np.zeros((len(passages), 26), dtype=np.float32)
    for row, passage in zip(points, passages, strict=True):
        row[ord(passage[0].lower()) - ord("a")] = 1
    return points


@with_the_extra
def test_what_is_said_in_other_words_is_found_where_words_alone_find_less() -> None:
    assert model is not None
    by_meaning = nearest_suggester(SOURCES, CODINGS, layer=FIRST, embed=model)
    by_words = tfidf_suggester(SOURCES, CODINGS, layer=FIRST)

    first = [by_meaning.suggest(passage)[0].code for passage, _ in PARAPHRASES]
    found = sum(code == meant for code, (_, meant) in zip(first, PARAPHRASES, strict=True))
    without = sum(meant in {each.code for each in by_words.suggest(said, many=1)} for said, meant in PARAPHRASES)

    assert found == len(PARAPHRASES)
    assert without < found


@with_the_extra
def test_the_model_asks_nothing_of_a_network_and_gives_the_same_points_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert model is not None

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the model tried to reach a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    passages = ["My mum could not visit.", "A", "A much longer passage, " * 60]

    first, again = model(passages), model(passages[::-1])[::-1]

    assert np.linalg.norm(first, axis=1) == pytest.approx(1, abs=1e-5)
    assert first == pytest.approx(again, abs=0.03), "weights of eight bits move a little with their batch"


def test_the_nearest_passage_is_the_evidence() -> None:
    suggester = nearest_suggester(SOURCES, CODINGS, layer=FIRST, embed=by_first_letter)

    (first, *_) = suggester.suggest("Dull food.")

    assert first.code == "food"
    assert first.evidence[0].quote == "Dinner is cold most days."
    assert first.evidence[0].nearness == pytest.approx(1)
    assert suggester.suggest("zebra") == ()


def test_a_blind_layer_and_too_few_sources_get_no_suggestions() -> None:
    blind = Layer(FIRST.id, FIRST.coder, FIRST.round, FIRST.purpose, blind=True, locked=False)

    with pytest.raises(Refused, match="blind"):
        nearest_suggester(SOURCES, CODINGS, layer=blind, embed=by_first_letter)
    with pytest.raises(Refused, match="at least 2"):
        nearest_suggester(SOURCES[:1], CODINGS, layer=FIRST, embed=by_first_letter)


def test_a_passage_goes_through_the_model_once_and_is_not_kept_in_words() -> None:
    seen: list[str] = []

    def counting(passages: list[str]) -> Points:
        seen.extend(passages)
        return by_first_letter(passages)

    embed = remembering(counting)

    one = embed(["alpha", "beta", "alpha"])
    two = embed(["beta", "gamma"])

    assert seen == ["alpha", "beta", "gamma"]
    assert (one[0] == one[2]).all()
    assert (one[1] == two[0]).all()
    kept = embed.__closure__ or ()
    assert not any("alpha" in repr(cell.cell_contents) for cell in kept if isinstance(cell.cell_contents, dict))


def test_of_many_passages_the_latest_are_learned_from() -> None:
    learned: list[int] = []

    def counting(passages: list[str]) -> Points:
        learned.append(len(passages))
        return by_first_letter(passages)

    said = [[f"Said {number} {turn}" for turn in range(30)] for number in range(20)]
    many: list[Source] = [a_source(f"m{number}", *turns) for number, turns in enumerate(said)]
    codings = [
        a_coding(source, "voice", source.text[unit.start : unit.end]) for source in many for unit in source.units
    ]

    nearest_suggester(many, codings, layer=FIRST, embed=counting)

    assert learned == [400]
