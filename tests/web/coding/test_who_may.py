"""Who may come in: every page and act of coding, tried by every role, and by nobody."""

from shutil import copytree

import pytest
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.coding import urls
from newel.web.coding.actions.choose_quote import choose_quote
from newel.web.coding.models import CodebookVersion, Coding, Layer, MatrixCell, Memo, Quote, Step
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.web import NOON, STUDIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
PAGES = sorted({pattern.name for pattern in urls.urlpatterns})
OUTSIDE = ("site_lead", "practitioner", "redactor", "output_checker")
LEAD_ALONE = {"delete_thoughts", "open_layer", "unlock"}
TABLES = (CodebookVersion, Coding, Layer, MatrixCell, Memo, Quote, Step)


@pytest.fixture
def there():
    """Something of everything that an address can name, and what stands in the addresses."""
    a_codebook()
    mine, theirs = Work(a_layer(), a_talk(case_id="case1").id), a_layer("lead-all", number=1)
    coding = mine.code(TRUST, "trust")
    quote = choose_quote(by=by("lead-all"), coding=coding)
    return {
        "layer_key": mine.layer.key, "source_id": mine.source_id, "codebook_id": "ways", "code_id": "trust",
        "case_id": "case1", "first": mine.layer.key, "second": theirs.key, "key": quote.key,
    }  # fmt: skip


def address(name, there):
    pattern = next(each for each in urls.urlpatterns if each.name == name)
    parts = {part: there.get(part, mine_or(there, part)) for part in pattern.pattern.converters}
    if name == "give":
        parts["key"] = "codings-csv"
    return reverse(f"coding:{name}", kwargs=parts)


def mine_or(there, part):
    """Return what stands for a part of an address that this file does not know: the source, which every case has."""
    return there["source_id"] if part.endswith("_id") else there["layer_key"]


def kept():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@pytest.mark.parametrize("role", OUTSIDE)
def test_who_does_not_code_is_refused_everywhere_and_nothing_changes(there, sign_in, role):
    client, before = sign_in(role), kept()
    for name in PAGES:
        for ask in (client.get, client.post):
            answer = ask(address(name, there))
            assert answer.status_code in {403, 405}, f"{name} answers {role} with {answer.status_code}"
            assert TRUST not in answer.content.decode()

    assert kept() == before
    assert Event.objects.filter(verb="denied").exists()


def test_who_is_not_signed_in_is_sent_to_the_door_and_nothing_changes(there, client):
    before = kept()
    for name in PAGES:
        for ask in (client.get, client.post):
            answer = ask(address(name, there))
            assert answer.status_code == 405 or "/sign-in/" in answer["Location"], name

    assert kept() == before


@pytest.mark.parametrize("name", sorted(LEAD_ALONE))
def test_a_researcher_does_not_open_or_unlock_layers(there, sign_in, name):
    before = kept()

    assert sign_in("researcher").post(address(name, there)).status_code == 403
    assert kept() == before


def test_an_account_that_is_closed_codes_no_more(there, make_account, client):
    account = make_account("researcher")
    client.force_login(account.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address("desk", there)).status_code == 200
    account.user.is_active = False
    account.user.save()

    assert client.get(address("desk", there)).status_code == 302
    sent = {"version": "2", "unit": "4", "code": "shouting"}
    assert client.post(address("add_unit", there), sent)["Location"].startswith("/sign-in/")
    assert Coding.objects.count() == 1


def test_a_source_of_a_site_that_left_the_protocol_is_not_there_to_code(there, sign_in, serve_study, tmp_path):
    folder = copytree(STUDIES / "secure_stairs", tmp_path / "study")
    serve_study(folder, today=NOON.date())
    client = sign_in("researcher")
    assert client.get(address("desk", there)).status_code == 200
    text = (folder / "protocol.toml").read_text(encoding="utf-8")
    other = copytree(folder, tmp_path / "other")
    (other / "protocol.toml").write_text(text.replace('id = "S01"', 'id = "S99"', 1), encoding="utf-8")
    serve_study(other, today=NOON.date())

    assert client.get(address("desk", there)).status_code == 404
    assert TRUST not in client.post(reverse("coding:search"), {"words": "key worker"}).content.decode()
