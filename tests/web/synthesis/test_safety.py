"""Quotes as evidence: whoever codes blind sees none that others chose, and nobody sees one without its words."""

import pytest

from newel.web.coding.actions.choose_quote import check_quote, choose_quote
from newel.web.synthesis.queries.things import Things
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.theory_pages import page, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def quote():
    """A quote of an open round, read by a second person."""
    a_codebook()
    work = Work(a_layer(), a_talk().id)
    chosen = choose_quote(by=by("researcher-all"), coding=work.code(TRUST, "trust"))
    check_quote(by=by("lead-all"), quote=chosen)
    return chosen


def test_whoever_codes_blind_is_shown_no_quote_of_the_codebook(quote, sign_in):
    client = sign_in("lead")
    theory = write(client)
    assert TRUST in client.get(page("link", theory, "quote")).content.decode()
    a_talk()
    a_layer("lead-all", number=2, blind=True)

    assert TRUST not in client.get(page("link", theory, "quote")).content.decode()
    assert list(Things("researcher-all").quotes) == [f"q{quote.key}"]


def test_a_quote_that_may_not_be_printed_is_not_offered(quote):
    chosen = choose_quote(by=by("researcher-all"), coding=Work(quote.coding.layer, a_talk().id).code(TRUST, "trust"))

    assert f"q{chosen.key}" not in Things("lead-all").quotes
    assert "None" not in "".join(Things("lead-all").quotes.values())
