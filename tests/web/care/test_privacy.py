"""A child's words are in sealed fields of the database and nowhere else; each act leaves one event without them."""

import logging
from datetime import timedelta

import pytest
from django.core import management
from django.db import connection

from newel.records import KINDS
from newel.web.audit.models import Event
from newel.web.care.models import Admission, OwnWords, Target
from newel.web.care.sealing import unseal
from newel.web.encryption import UnableToUnsealError
from newel.web.record_source import WebSource
from tests.support.care import AIM, DONE, FORMULATION, OWN_WORDS, PLAN, TODAY, WORDS_OF_A_CHILD, a_young_person
from tests.support.kept import everything_kept

pytestmark = pytest.mark.usefixtures("example_study")
DAY = TODAY.isoformat()


def walk(client):
    """Do every act there is on a pathway, through its page; return the addresses that were posted to."""
    person = a_young_person(days_here=60)
    person.say("safety")
    person.formulate(TODAY - timedelta(days=43))
    posts = [
        ("words", [], {"shown_at": "2020-09-15T23:00:00+00:00"}),
        ("assess", [8], {"need": "identified", "assessed_on": DAY, "took_part": ["child"]}),
        ("targets", [], {"words": AIM, "set_by_child": "yes", "set_on": DAY}),
        ("rate", [1], {"rating.1": "4", "rated_on.1": DAY}),
        ("rate", [1], {"rating.1": "5", "rated_on.1": DAY}),
        ("rate", [1], {"take_back": "1"}),
        ("close", [1], {}),
        ("close", [1], {"reopen": "1"}),
        ("formulate", [], FORMULATION | {"seen": "1"}),
        ("interventions", [], {"words": DONE, "domain": "safety", "formulation_version": "2", "started_on": DAY}),
        ("end_intervention", [1], {}),
        ("end_intervention", [1], {"reopen": "1"}),
        ("reviews", [], {"due_on": "2020-09-14", "held_on": DAY, "child_present": "yes", "plan_changed": "no"}),
        ("take_back_review", [], {}),
        ("transition", [], {"words": PLAN, "planned_on": DAY, "child_took_part": "yes", "home_area_took_part": "no"}),
        ("leave", [], {"left_on": DAY}),
        ("reopen", [], {}),
        ("remove", [], {"sure": "yes", "reason": "trial"}),
    ]
    for page, parts, fields in posts:
        before = Event.objects.count()
        address = person.address(page, *parts)
        assert client.post(address, fields).status_code == 302, page
        assert Event.objects.count() == before + 1, f"{page} wrote {Event.objects.count() - before} events"
        yield person, address


@pytest.mark.django_db
def test_every_act_writes_one_event_and_no_event_address_or_log_line_holds_words_or_a_label(sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    addresses = [address for _, address in walk(sign_in("site_lead"))]

    written = "\n".join(
        [*map(str, Event.objects.values_list("actor", "verb", "thing", "body")), *addresses, caplog.text]
    )
    assert not [words for words in (*WORDS_OF_A_CHILD, "Quokka", "B12") if words in written]
    assert "identified" not in written  # what was found is in the record, not in the audit


@pytest.mark.django_db
def test_no_record_holds_words_or_a_label(sign_in):
    for _ in walk(sign_in("site_lead")):
        source = WebSource()
        records = "\n".join(str(source.frame(kind).to_dicts()) for kind in KINDS.values())
        assert "Quokka" not in records
        assert "B12" not in records


@pytest.mark.django_db(transaction=True)
def test_a_dumped_database_holds_no_word_of_a_child(sign_in):
    steps = walk(sign_in("site_lead"))
    for _, address in steps:
        if address.endswith("/transition/"):
            break
    content = everything_kept(connection)

    assert b"pathway" in content  # it is the database the acts were written to
    assert b"Quokka" not in content


@pytest.mark.django_db
def test_words_moved_to_another_young_person_do_not_open():
    one, other = a_young_person("B12"), a_young_person("C07")
    one.say("safety")
    other.say("safety", "Something else.")
    OwnWords.objects.filter(admission=other.admission).update(
        sealed=OwnWords.objects.get(admission=one.admission).sealed
    )

    moved = OwnWords.objects.get(admission=other.admission)
    with pytest.raises(UnableToUnsealError, match="comes from another place") as refused:
        unseal(other.admission, "own_words/safety", moved.sealed)
    assert OWN_WORDS not in str(refused.value)


@pytest.mark.django_db
def test_words_moved_to_another_field_of_the_same_young_person_do_not_open():
    person = a_young_person()
    person.say("safety")
    person.aim()
    Target.objects.update(sealed=OwnWords.objects.get().sealed)

    with pytest.raises(UnableToUnsealError):
        unseal(person.admission, "target/1", Target.objects.get().sealed)


@pytest.mark.django_db
def test_the_export_of_the_database_names_nobody(sign_in, tmp_path):
    person = a_young_person()
    person.say("safety")
    management.call_command("export_records", tmp_path, verbosity=0)

    exported = "".join(path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file())
    assert Admission.objects.get().child_id in exported
    assert not [secret for secret in (person.admission.key, "B12", OWN_WORDS) if secret in exported]
