"""Linking evidence: numbers only where they were released, codes and costs only where they exist."""

import pytest

from newel.coding import Code, Codebook
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.start_codebook import start_codebook
from newel.web.synthesis.models import LinkedEvidence
from newel.web.synthesis.queries.theories import balance_of_one, live_evidence
from tests.support.theory_pages import link, page, write
from tests.support.web import NOON

pytestmark = pytest.mark.django_db
CODEBOOK = Codebook(
    "tests", "Codes of the tests", codes=(
        Code("voice", "Having a voice"), Code("asked", "Being asked", "voice"), Code("old", "Old", retired=True)
    ),
)  # fmt: skip


def test_a_number_is_shown_as_it_was_released_and_under_the_way_it_bears(client):
    theory = write(client)
    link(client, theory, bearing="contradicts")
    shown = client.get(page("theory", theory)).content.decode()

    assert "377 per 100 children per year (323 to 442)" in shown
    assert "Contradicts it (1)" in shown
    assert "Supports it (0)" in shown
    assert "0123456789ab" in shown


def test_a_withheld_number_is_shown_as_withheld(client):
    theory = write(client)
    link(client, theory, thing="incidents.rates_by_type.yoi.assaults")

    assert "<strong>withheld</strong>" in client.get(page("theory", theory)).content.decode()


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"thing": "incidents.rates_by_type.all.gone"}, "No number stands at this address"),
        ({"thing": "incidents.n"}, "Write the address of one number"),
        ({"thing": ""}, "Say what the evidence is"),
        ({"bearing": ""}, "Choose which way it bears"),
        ({"says": ""}, "Say in words how it bears"),
        ({"says": "377 of them"}, "found: 377"),
    ],
)
def test_evidence_that_cannot_be_used_is_refused_beside_its_field(client, parts, says):
    theory = write(client)
    response = link(client, theory, **parts)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not LinkedEvidence.objects.exists()


def test_a_number_is_looked_up_by_words_of_its_address(client):
    theory = write(client)
    shown = client.get(page("link", theory, "finding"), {"find": "INCIDENTS all"}).content.decode()

    assert "incidents.rates_by_type.all.assaults</a>: 377 per 100 children per year" in shown
    assert "training.coverage" not in shown


def test_a_number_that_is_chosen_from_the_list_stands_in_the_field(client):
    theory = write(client)
    shown = client.get(page("link", theory, "finding"), {"thing": "training.coverage.all.share_trained"})

    assert 'value="training.coverage.all.share_trained"' in shown.content.decode()


def test_a_number_of_money_can_be_of_the_economic_strand(client):
    theory = write(client)
    link(client, theory, thing="costs.by_perspective.all.amount", strand="economic")

    assert live_evidence()[0].strand == "economic"


def test_without_a_publication_no_number_can_be_linked(client, settings, tmp_path):
    theory = write(client)
    settings.NEWEL_PUBLIC = tmp_path / "nothing"
    shown = client.get(page("link", theory, "finding")).content.decode()

    assert "Nothing is published yet" in shown
    assert link(client, theory).status_code == 422


def test_a_number_that_is_no_longer_released_says_so(client, settings, tmp_path):
    theory = write(client)
    link(client, theory)
    settings.NEWEL_PUBLIC = tmp_path / "nothing"

    assert "not in the publication" in client.get(page("theory", theory)).content.decode()


def test_an_item_of_cost_is_one_of_the_registry(client):
    theory = write(client)
    parts = {"bearing": "qualifies", "says": "It is paid for by another."}
    client.post(page("link", theory, "cost"), {"thing": "restraint", **parts})
    unknown = client.post(page("link", theory, "cost"), {"thing": "moonlight", **parts})

    assert [(each.kind, each.thing, each.strand) for each in live_evidence()] == [("cost", "restraint", "economic")]
    assert unknown.status_code == 422
    assert "Choose one of those" in unknown.content.decode()


def test_a_code_is_one_of_a_codebook_in_use(client):
    theory = write(client)
    nothing = client.get(page("link", theory, "code")).content.decode()
    start_codebook(by=Doer("researcher-all", NOON), codebook=CODEBOOK)
    client.post(page("link", theory, "code"), {"thing": "asked", "bearing": "supports", "says": "They say so."})
    retired = client.post(page("link", theory, "code"), {"thing": "old", "bearing": "supports", "says": "It was so."})
    shown = client.get(page("theory", theory)).content.decode()

    assert "There is nothing of this kind to link yet." in nothing
    assert [(each.kind, each.thing, each.strand) for each in live_evidence()] == [("code", "asked", "qualitative")]
    assert "Code: Having a voice: Being asked" in shown
    assert retired.status_code == 422


def test_evidence_that_is_taken_back_stays_to_be_read_and_is_in_no_record(client):
    theory = write(client)
    link(client, theory)
    without = client.post(page("take_back", theory, f"{theory}-e1"), {"because": ""})
    client.post(page("take_back", theory, f"{theory}-e1"), {"because": "Read again, it is about another wave."})
    shown = client.get(page("theory", theory)).content.decode()

    assert without.status_code == 422
    assert balance_of_one(theory).supports == ()
    assert live_evidence() == ()
    assert "Read again, it is about another wave." in shown


def test_what_was_taken_back_cannot_be_taken_back_again(client):
    theory = write(client)
    link(client, theory)
    client.post(page("take_back", theory, f"{theory}-e1"), {"because": "No."})

    assert client.get(page("take_back", theory, f"{theory}-e1")).status_code == 404


def test_ids_of_evidence_are_never_given_twice(client):
    theory = write(client)
    link(client, theory)
    client.post(page("take_back", theory, f"{theory}-e1"), {"because": "No."})
    link(client, theory)

    assert [each.id for each in live_evidence()] == [f"{theory}-e2"]
