"""What must never be seen: originals outside the vault, sources by those who may not, words in audit or addresses."""

import json
import re
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse

import newel.web.sessions
from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.sessions import urls
from newel.web.sessions.queries.sources import source, sources_for
from newel.web.vault.actions.save_roster import save_roster
from newel.web.vault.queries.roster import Listed
from tests.support.filed_sources import IDENTIFIERS, NAME, a_ready_source, a_source
from tests.support.kept import everything_kept
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

OF_ONE = [pattern.name for pattern in urls.urlpatterns if "source_id" in str(pattern.pattern)]
POSTS = {"consent", "open_desk", "clear_desk", "look", "mark", "hand_over", "take_back", "decide", "sign"}
MORE = {"text": [2], "decide": [1]}


def ask(client, name, source_id):
    address = reverse(f"sources:{name}", args=[source_id, *MORE.get(name, [])])
    return client.post(address) if name in POSTS else client.get(address)


@pytest.mark.parametrize("name", OF_ONE)
def test_a_source_that_is_not_there_is_404_and_an_event(sign_in, name):
    a_source()
    response = ask(sign_in("lead"), name, "0123456789abcdef")

    assert response.status_code == 404
    assert json.loads(Event.objects.get(verb="denied").body) == {"page": f"sources:{name}"}


@pytest.mark.parametrize("role", ["site_lead", "practitioner", "output_checker"])
@pytest.mark.parametrize("name", OF_ONE)
def test_whoever_has_no_business_with_sources_sees_nothing_of_one_that_is_there(sign_in, role, name):
    filed = a_ready_source()
    before = Event.objects.exclude(verb__in=["denied", "create"]).count()
    response = ask(sign_in(role), name, filed.id)

    assert response.status_code == 403
    assert Event.objects.exclude(verb__in=["denied", "create"]).count() == before


@pytest.mark.parametrize("name", sorted(set(OF_ONE) - {"source", "text"}))
def test_a_researcher_has_no_way_to_an_original_or_a_desk(sign_in, name):
    assert ask(sign_in("researcher"), name, a_source().id).status_code == 403


def test_a_researcher_reads_no_word_of_a_source_that_is_not_signed_off(sign_in):
    filed = a_source()
    researcher = sign_in("researcher")
    page = researcher.get(filed.address("source")).content.decode()

    assert "It is being redacted" in page
    assert not any(words in page for words in (*IDENTIFIERS, "chess"))
    for number in (1, 2):
        assert researcher.get(filed.address("text", number)).status_code == 404


@pytest.mark.parametrize("said", [{}, {"interview": "refused"}])
def test_without_consent_nobody_reads_a_signed_text(sign_in, said):
    filed = a_ready_source(consents=said)

    for role in ("researcher", "lead", "redactor"):
        assert sign_in(role).get(filed.address("text", 2)).status_code == 404


def test_queries_give_sources_to_those_alone_who_may_know_of_them(make_account):
    filed = a_ready_source()

    for role in ("site_lead", "practitioner", "output_checker"):
        user = make_account(role).user
        assert (sources_for(user), source(user, filed.id)) == ((), None)
    for role in ("lead", "researcher", "redactor"):
        assert source(make_account(role).user, filed.id).source_id == filed.id


def everything_done(sign_in):
    """Walk a source through every act there is, with a name in every free field."""
    redactor, lead = sign_in("redactor"), sign_in("lead")
    filed = a_source(content=NAME.encode(), name=f"{NAME}.txt")
    redactor.post(filed.address("look"))
    redactor.post(filed.address("mark"), {"words": "chess", "mark_kind": "name", "instead": NAME, "where": "2"})
    for mark in filed.desk.open:
        redactor.post(filed.address("decide", mark.number), {"go": "replace", "replacement": f"not {NAME}"})
    redactor.post(filed.address("hand_over"))
    lead.post(filed.address("sign"), {"go": "back", "note": f"{NAME} is still there."})
    redactor.post(filed.address("hand_over"))
    redactor.post(filed.address("take_back"))
    redactor.post(filed.address("hand_over"))
    lead.get(filed.address("second"))
    lead.post(filed.address("sign"), {"go": "sign", "read_all": "yes"})
    redactor.post(filed.address("original"), {"go": "text", "version": "1", "why": "recording"})
    redactor.post(filed.address("original"), {"go": "file"})
    redactor.post(filed.address("open_desk"))
    redactor.post(filed.address("clear_desk"))
    redactor.post(filed.address("consent"), {"purpose": "quotes", "state": "given", "said_on": "2020-09-14"})
    save_roster(actor="tests", listed=Listed((NAME,), (), ()), now=NOON)
    lead.post(reverse("sources:recall"))
    return filed


def test_no_event_holds_a_word_of_a_text_and_the_chain_is_whole(sign_in):
    everything_done(sign_in)

    bodies = "\n".join(Event.objects.values_list("body", flat=True))
    assert not any(part in bodies for part in (*NAME.split(), "07700", "chess", "[name", ".txt"))
    assert verify_chain().broken_at is None
    done = {f"{event.verb} {event.thing}" for event in Event.objects.all()}
    assert done >= {
        "add source", "keep original", "suggest redactions", "mark words", "decide redaction", "hand over", "send back",
        "take back", "read original", "read original file", "sign redaction", "add version", "keep replacements",
        "open desk", "clear desk", "record consent", "save roster", "measure recall",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("alias", ["default", "vault"])
def test_neither_database_holds_a_word_in_the_clear(sign_in, alias):
    everything_done(sign_in)

    content = everything_kept(connections[alias])
    assert b"0001_initial" in content  # it is the database and not an empty one
    assert not any(word.encode() in content for word in (*NAME.split(), "07700 900123", "chess", "Interviewer:"))


def test_addresses_hold_random_ids_and_numbers_alone():
    first, second = a_source(), a_source()

    assert first.id != second.id
    assert re.fullmatch(r"[0-9a-f]{16}", first.id)
    assert {str(pattern.pattern) for pattern in urls.urlpatterns if "<" in str(pattern.pattern)} <= {
        f"<slug:source_id>/{rest}"
        for rest in (
            "", "text/<int:number>/", "consent/", "original/", "desk/", "desk/open/", "desk/clear/", "desk/look/",
            "desk/mark/", "desk/hand-over/", "desk/take-back/", "desk/<int:number>/", "second/", "second/sign/",
        )
    }  # fmt: skip


def test_every_page_that_shows_an_original_writes_that_down_first(sign_in):
    filed = a_source()
    filed.look()
    redactor = sign_in("redactor")
    for count, address in enumerate([filed.address("desk"), f"{filed.address('desk')}?at=2"], start=1):
        assert NAME in redactor.get(address).content.decode()
        reads = Event.objects.filter(verb="read", thing="original", actor="redactor-all")
        assert reads.count() == count
    assert json.loads(reads.last().body) == {"source": filed.id, "version": 1, "why": "redaction"}


def test_a_signed_text_that_is_on_the_desk_again_is_no_original():
    from newel.web.sessions.actions._reading import read_desk
    from newel.web.sessions.actions.open_desk import open_desk

    filed = a_ready_source()
    open_desk(actor="redactor", source_id=filed.id, now=NOON)
    reads = Event.objects.filter(verb="read").count()
    text = read_desk(actor="redactor", desk=filed.desk, why="redaction", now=NOON)

    assert "[name 1]" in text
    assert Event.objects.filter(verb="read").count() == reads


def test_no_view_reads_the_vault_but_by_the_act_of_reading():
    views = Path(newel.web.sessions.__file__).parent / "views"
    imports = [line for path in views.glob("*.py") for line in path.read_text().splitlines() if "web.vault" in line]

    assert imports
    assert all(
        re.search(r"vault\.actions\.(read_original|save_roster) import|originals import has_file$", line)
        for line in imports
    )


@pytest.mark.parametrize("app", ["sessions", "vault"])
def test_no_code_of_sources_or_vault_deletes_anything(app):
    folder = Path(newel.web.sessions.__file__).parents[1] / app

    assert not [path for path in folder.rglob("*.py") if ".delete(" in path.read_text(encoding="utf-8")]
