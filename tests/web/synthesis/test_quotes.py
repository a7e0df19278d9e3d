"""Quotes as evidence: only those that the next freeze would hold, by their code, and never with their source."""

import polars as pl
import pytest

from newel.coding import Code, Codebook
from newel.records.kinds import QUOTE
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.start_codebook import start_codebook
from newel.web.synthesis.queries import things
from newel.web.synthesis.queries.theories import live_evidence
from tests.support.theory_pages import page, write
from tests.support.web import NOON

pytestmark = pytest.mark.django_db
ROWS = [
    {"quote_id": "q1", "source_id": "source-quokka", "code_id": "voice", "start": 0, "end": 9,
     "words": "They asked me.", "chosen_by": "CAAAAAA", "checked_by": "CBBBBBB"},
    {"quote_id": "q2", "source_id": "source-quokka", "code_id": "gone", "start": 0, "end": 9,
     "words": "<b>Nobody</b>", "chosen_by": "CAAAAAA", "checked_by": None},
]  # fmt: skip
PARTS = {"bearing": "supports", "says": "They were asked."}


@pytest.fixture(autouse=True)
def quotes(client, monkeypatch):
    """Let the door of coding hold two quotes, of which one is of a code that no codebook has."""
    frame = pl.DataFrame(ROWS, schema=QUOTE.schema)
    monkeypatch.setattr(things, "coding_frames", lambda: {"quote": frame})
    codebook = Codebook("c", "C", codes=(Code("voice", "Having a voice"),))
    start_codebook(by=Doer("researcher-all", NOON), codebook=codebook)


def test_a_quote_is_listed_with_its_code_and_its_words_as_words(client):
    shown = client.get(page("link", write(client), "quote")).content.decode()

    assert "Having a voice: “They asked me.”" in shown
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in shown
    assert "source-quokka" not in shown


def test_a_quote_that_is_linked_is_shown_where_it_bears(client):
    theory = write(client)
    client.post(page("link", theory, "quote"), {"thing": "q1", **PARTS})
    shown = client.get(page("theory", theory)).content.decode()

    assert [(each.kind, each.thing, each.strand) for each in live_evidence()] == [("quote", "q1", "qualitative")]
    assert "Quote: Having a voice: “They asked me.”" in shown


def test_a_quote_that_may_not_be_printed_any_more_says_so(client, monkeypatch):
    theory = write(client)
    client.post(page("link", theory, "quote"), {"thing": "q1", **PARTS})
    monkeypatch.setattr(things, "coding_frames", lambda: {"quote": QUOTE.empty()})
    shown = client.get(page("theory", theory)).content.decode()

    assert "q1 (not here any more)" in shown
    assert "They asked me." not in shown


def test_a_quote_that_is_not_there_cannot_be_linked(client):
    theory = write(client)
    response = client.post(page("link", theory, "quote"), {"thing": "q9", **PARTS})

    assert response.status_code == 422
    assert live_evidence() == ()
