"""A project whose texts nobody has redacted goes to the vault and the desk, and its codings wait for a signature."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from newel.coding import merge_codes
from newel.transcripts import applied
from newel.web.audit.models import Event
from newel.web.coding.actions.change_codebook import change_codebook
from newel.web.coding.coders import is_nobody
from newel.web.coding.models import Coding, Layer, Memo, Waiting
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.waiting import waiting_count, waiting_in
from newel.web.coding.record_source import coding_frames
from newel.web.sessions import followers
from newel.web.sessions.actions.sign_redaction import sign_redaction
from newel.web.sessions.models import Source
from newel.web.sessions.queries.sources import all_sources, current_text
from newel.web.sessions.queries.sources import source as seen_source
from newel.web.vault.queries.originals import text_of
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import IDENTIFIERS, TEXT, Filed
from tests.support.loaded_projects import a_placed_project, a_project_with_names, coded, in_project, load, written
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture(autouse=True)
def _the_lead(make_account, monkeypatch):
    make_account("lead")
    monkeypatch.setattr("newel.web.coding.management.commands.load_project.name_finder", lambda: None)


@pytest.fixture
def folder(tmp_path):
    return written(a_project_with_names(), tmp_path / "theirs")


@pytest.fixture
def filed(folder):
    """The one source of the project, loaded with consent and lying on the desk."""
    load(folder, "--agreed", "use")
    return Filed(Source.objects.get())


def sign(filed):
    """Decide everything as suggested, and have a second person sign."""
    filed.look()
    filed.decide_all()
    filed.hand_over()
    filed.sign()


def test_the_text_is_in_the_vault_and_on_the_desk_and_nowhere_else(filed):
    (row,) = all_sources()

    assert text_of(filed.id, 1) == TEXT
    assert (row.stage, row.version, row.may_be_coded) == ("to_redact", 0, False)
    assert len(filed.desk.marks) > 0
    assert filed.desk.looked_at is not None


def test_no_identifier_is_in_any_table_of_the_study(filed):
    names = [model._meta.db_table for model in apps.get_models() if model._meta.app_label != "vault"]
    with connection.cursor() as cursor:
        rows = []
        for name in names:
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 - names of our own tables
            rows += cursor.fetchall()

    everything = repr(rows)
    assert "handover" in everything
    assert not [word for word in (*IDENTIFIERS, "anna", "Anna", "Quokka", "chess") if word in everything]


def test_until_the_source_is_signed_its_codings_count_nowhere(filed):
    assert {(row.version, row.queued, row.live) for row in Coding.objects.all()} == {(1, True, True)}
    assert (Coding.objects.count(), Waiting.objects.count(), coded()) == (4, 0, [])
    assert coding_frames()["coding"].is_empty()
    assert waiting_count(sight_of("researcher-all")) == 0


def test_when_it_is_signed_the_codings_follow_and_the_cut_ones_wait_for_a_person(filed):
    sign(filed)
    found = {code: words for _, code, words in coded()}

    assert found == {"time": "we played chess", "care": "[name 1] from the school", "paper": "[name 1]"}
    assert set(Coding.objects.filter(queued=False).values_list("version", flat=True)) == {2}
    assert {waiting.coding.code for waiting in Waiting.objects.select_related("coding")} == {"trust"}


def test_the_places_offered_are_places_of_the_redacted_text_and_no_words_are_kept(filed):
    sign(filed)
    waiting = Waiting.objects.get()

    assert set(waiting.places) <= set("0123456789[], ")
    (to_place,) = waiting_in(sight_of("researcher-all"))
    length = len(current_text(filed.id).text)
    assert all(0 <= start < end <= length for start, end in to_place.places)


def test_anybody_who_codes_may_place_what_waits_for_a_coder_without_an_account(filed, sign_in):
    sign(filed)
    client = sign_in("researcher")
    page = client.get(reverse("coding:waiting")).content.decode()
    coding = Waiting.objects.get().coding
    client.post(reverse("coding:place", args=[coding.key]), {"unit": "2", "version": "2"})

    assert is_nobody(Layer.objects.get().coder)
    assert "K1 (imported)" in page
    assert Waiting.objects.count() == 0
    assert "trust" in {code for _, code, _ in coded()}


def test_what_waits_for_a_coder_with_an_account_is_theirs_to_place(folder, sign_in):
    client = sign_in("researcher")
    load(folder, "--agreed", "use", "--coder", "K1=researcher-all")
    sign(Filed(Source.objects.get()))

    assert waiting_count(sight_of("researcher-all")) == 1
    assert waiting_count(sight_of("lead-all")) == 0
    assert "1 coding to place" in client.get(reverse("coding:board")).content.decode()


def test_the_following_is_in_the_audit_with_counts_alone(filed):
    sign(filed)
    body = Event.objects.get(verb="follow", thing="version").body

    assert '"moved":3' in body
    assert '"waiting":1' in body


def test_later_versions_are_followed_as_any_other(filed):
    sign(filed)
    filed.change("Fine", "Really fine", kind="correction")

    assert "we played chess" in {words for _, _, words in coded()}
    assert set(Coding.objects.filter(queued=False).values_list("version", flat=True)) == {3}
    assert Waiting.objects.count() == 1


def test_every_coding_ends_where_the_edits_take_it(tmp_path):
    project = a_placed_project()
    load(written(project, tmp_path / "ours"), "--agreed", "use", "--memos-are-redacted")
    for source in Source.objects.all():
        sign(Filed(source))

    for row in all_sources():
        signed = current_text(row.source_id)
        assert applied(text_of(row.source_id, 1), signed.edits) == signed.text
    assert Coding.objects.filter(live=True).count() == len(project.codings)
    assert {coder for coder, _, _ in coded()} == {coder for coder, _, _ in in_project(project)}


def test_a_coding_of_a_code_that_was_merged_meanwhile_comes_back_under_the_other(filed):
    change = merge_codes(codebook_now("handover"), ["time"], into="paper")
    change_codebook(by=by("lead-all"), codebook_id="handover", seen=1, change=change)
    sign(filed)

    assert ("K1", "paper", "we played chess") in coded()


def test_without_consent_it_can_be_redacted_but_is_not_read(folder):
    said = load(folder)
    sign(Filed(Source.objects.get()))

    assert "no consent to use is stated: 1 source, with 4 codings" in said
    assert [row.may_be_coded for row in all_sources()] == [False]
    assert coding_frames()["coding"].is_empty()


def test_memos_are_left_out_unless_somebody_answers_for_them(folder):
    said = load(folder, "--agreed", "use")

    assert Memo.objects.count() == 0
    assert "nobody says that they are redacted: 1 memo." in said


def test_memos_that_somebody_answers_for_are_there_at_once(folder):
    load(folder, "--agreed", "use", "--memos-are-redacted")

    assert Memo.objects.get().words == "Time again."


def test_the_audit_says_that_nobody_answered_for_the_texts(filed):
    body = Event.objects.get(verb="load", thing="project").body

    assert '"redacted_before":false' in body
    assert '"memos_left_out":1' in body
    assert Event.objects.filter(verb="suggest", thing="redactions").count() == 1


def test_where_looking_for_identifiers_breaks_off_the_project_is_loaded_and_the_desk_does_the_rest(
    folder, monkeypatch
):
    def breaks(**_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("newel.web.coding.management.commands.load_project.suggest_redactions", breaks)
    with pytest.raises(KeyboardInterrupt):
        load(folder, "--agreed", "use")
    filed = Filed(Source.objects.get())

    assert filed.desk.looked_at is None
    sign(filed)
    assert "we played chess" in {words for _, _, words in coded()}


def test_it_is_said_how_many_places_wait_for_a_decision(folder):
    said = load(folder, "--agreed", "use")

    assert f"Looked for identifiers: {len(Filed(Source.objects.get()).desk.marks)} places wait" in said


def test_sources_that_were_added_on_the_page_are_not_touched_by_a_first_signature():
    a_codebook()
    mine = Work(a_layer(), a_talk().id)
    mine.code(TRUST, "trust")
    a_talk()

    assert mine.codes() == [("trust", TRUST)]
    assert not Event.objects.filter(verb="follow").exists()


def test_who_follows_first_signatures_is_told_once_and_of_nothing_else(filed):
    heard = []
    followers.follow_the_first(heard.append)
    followers.follow_the_first(heard.append)
    try:
        sign(filed)
        filed.change("Fine", "Really fine", kind="correction")
    finally:
        followers._FROM_THE_FIRST.remove(heard.append)

    assert [(added.old.number, added.new.number) for added in heard] == [(1, 2)]


def test_a_later_day_of_signing_makes_no_difference(filed, make_account):
    filed.look()
    filed.decide_all(leave=True)
    filed.hand_over()
    sign_redaction(actor="second", source_id=filed.id, now=NOON + timedelta(days=40))

    assert coded() == in_project(replace(a_project_with_names(), memos=()))
    assert seen_source(make_account("researcher").user, filed.id).may_be_coded
