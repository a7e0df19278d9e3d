"""What others noted about words that were taken back goes with them: memos, reasons, summaries, hidden and deleted."""

import json

import pytest
from django.urls import reverse

from newel.coding.striking import TAKEN_BACK
from newel.web.audit.models import Event
from newel.web.capture.models import AccessGrant, ConsentStatement
from newel.web.coding.actions.decide import Verdict, decide, open_reconciled
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Codebook, Decision, MatrixCell, Memo
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import HELD_ON
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
OF_IT, ON_IT, PRIVATE = "Wombat: he sounds lonely.", "Wombat: his uncle, I think.", "Wombat: I felt sad."
QUOTING = f"Typical of trust: “{TRUST}”, and the like."
ELSE = "About the study as a whole."
BECAUSE = "Wombat: we both heard it in his voice."
SUMMARY = "Wombat: relies on one person."


class Pondered:
    """One whose talk was thought about in every way there is, beside one who stays."""

    def __init__(self):
        a_codebook()
        self.source, self.stays = a_talk(case_id="case1"), a_talk("P1: Loud here.\n", case_id="case2")
        self.mine, self.theirs = Work(a_layer(), self.source.id), Work(a_layer("lead-all", number=1), self.source.id)
        coding = self.mine.code(TRUST, "trust")
        self.theirs.code("Some shout", "shouting")
        self._think("source", self.source.id, OF_IT)
        self._think("coding", coding.key, ON_IT, layer=self.mine.layer)
        self._think("source", self.source.id, PRIVATE, kind="reflexive")
        self._think("code", "ways/trust", QUOTING, kind="code")
        self._think("study", "", ELSE)
        self._think("source", self.stays.id, "She sounds tired.")
        self._settle()
        for case, code in (("case1", "relations"), ("case2", "day")):
            cell = Cell(Codebook.objects.get(), case, code, 0)
            fill_cell(by=by("researcher-all"), cell=cell, summary=SUMMARY if case == "case1" else "Loud.", pinned=[])

    def _think(self, about, about_id, words, *, kind="analytic", layer=None):
        write_memo(by=by("researcher-all"), thought=Thought(kind, about, about_id, words, layer))

    def _settle(self):
        self.mine.lock()
        self.theirs.lock()
        layer = open_reconciled(by=by("lead-all"), first=self.mine.layer, second=self.theirs.layer)
        verdict = Verdict(self.source.id, 2, 4, (0, 9), "trust", "neither", because=BECAUSE)
        decide(by=by("lead-all"), layer=layer, verdict=verdict)

    def note(self, client, state="withdrawn", purpose="interview"):
        """Note on the page what they say now."""
        sent = {"purpose": purpose, "state": state, "said_on": HELD_ON.isoformat()}
        return client.post(self.source.address("consent"), sent, follow=True).content.decode()

    def says_in_a_form(self):
        """Take everything back in their own form."""
        grant = AccessGrant.objects.create(
            participant="case1", site_id="S01", group="young_person", wave="w3", code_mac="a" * 64, link_mac="b" * 64,
            made_at=NOON, expires_on=NOON.date(),
        )  # fmt: skip
        told = {"document_version": "1", "stated_at": NOON}
        ConsentStatement.objects.create(grant=grant, purpose="take_part", state="withdrawn", **told)


@pytest.fixture
def he():
    return Pondered()


def kept():
    """Return every word that anybody wrote, wherever it is kept."""
    rows = [*Memo.objects.values_list("words", flat=True), *Decision.objects.values_list("because", flat=True)]
    return "\n".join([*rows, *MatrixCell.objects.values_list("summary", flat=True)])


def test_what_was_thought_of_it_is_deleted_and_the_lead_is_told_how_much(he, sign_in):
    said = he.note(sign_in("lead"))

    assert "Deleted with it: 3 memos, 1 reason of a decision, 1 summary." in said
    assert "Struck out of 1 other note: words they had said." in said
    assert "Wombat" not in kept()


def test_what_others_noted_elsewhere_stays_without_the_words_they_quoted(he, sign_in):
    he.note(sign_in("lead"))
    words = set(Memo.objects.filter(live=True).values_list("words", flat=True))

    assert words == {f"Typical of trust: “{TAKEN_BACK}”, and the like.", ELSE, "She sounds tired."}
    assert list(MatrixCell.objects.values_list("case_id", "summary")) == [("case2", "Loud.")]


@pytest.mark.parametrize(("state", "purpose"), [("refused", "quotes"), ("withdrawn", "quotes"), ("given", "interview")])
def test_who_only_will_not_be_quoted_keeps_what_was_thought_of_them(he, sign_in, state, purpose):
    said = he.note(sign_in("lead"), state, purpose)

    assert "Deleted" not in said
    assert kept().count("Wombat") == 5


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_no_memo_of_a_source_that_is_closed_is_shown_to_anybody(he, sign_in, state):
    clients = [sign_in("researcher"), sign_in("lead")]
    for client in clients:
        assert "Wombat" in client.get(reverse("coding:memos")).content.decode()
    he.source.say(interview=state)

    for client in clients:
        page = client.get(reverse("coding:memos")).content.decode()
        assert "Wombat" not in page
        assert ELSE in page
        assert "She sounds tired." in page


def test_it_is_in_the_audit_by_counts_alone(he, sign_in):
    he.note(sign_in("lead"))
    event = Event.objects.get(verb="delete", thing="thoughts")

    assert json.loads(event.body) == {"source": he.source.id, "memos": 3, "reasons": 1, "summaries": 1, "struck": 1}


def test_noting_it_twice_deletes_nothing_twice(he, sign_in):
    client = sign_in("lead")
    he.note(client)

    assert "Deleted" not in he.note(client)
    assert Event.objects.filter(verb="delete", thing="thoughts").count() == 1


def test_a_summary_of_a_case_that_still_speaks_in_another_source_stays(he, sign_in):
    a_talk("P1: Another day.\n", case_id="case1")
    said = he.note(sign_in("lead"))

    assert "Deleted with it: 3 memos, 1 reason of a decision." in said
    assert SUMMARY in kept()


def test_after_a_withdrawal_in_a_form_the_lead_is_told_what_waits_and_deletes_it(he, sign_in):
    client = sign_in("lead")
    assert "taken back" not in client.get(reverse("coding:board")).content.decode()
    he.says_in_a_form()
    page = client.get(reverse("coding:board")).content.decode()
    said = client.post(reverse("coding:delete_thoughts"), follow=True).content.decode()

    assert "5 notes stand on words that were taken back" in page
    assert "Deleted: 3 memos, 1 reason of a decision, 1 summary." in said
    assert "Wombat" not in kept()
    assert TRUST not in kept()
    assert "taken back" not in client.get(reverse("coding:board")).content.decode()


def test_a_researcher_is_not_asked_to_delete_and_cannot(he, sign_in):
    he.says_in_a_form()
    client = sign_in("researcher")

    assert "taken back" not in client.get(reverse("coding:board")).content.decode()
    assert client.post(reverse("coding:delete_thoughts")).status_code == 403
    assert "Wombat" in kept()
