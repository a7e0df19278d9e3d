"""A project whose texts were redacted before is loaded: it is there at once, to be read, coded on and counted."""

from dataclasses import replace

import pytest
from django.core.management.base import CommandError
from django.urls import reverse

from newel.coding import Layer, Link, Memo
from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.models import Codebook, CodebookVersion, Coding, Part, Relation
from newel.web.coding.models import Layer as Kept
from newel.web.coding.models import Memo as KeptMemo
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.memos import memos_seen
from newel.web.coding.queries.pairs import pairs_of
from newel.web.coding.record_source import coding_frames
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.actions.accept_redacted import ELSEWHERE, accept_redacted
from newel.web.sessions.actions.record_consent import record_consent
from newel.web.sessions.models import RedactionRound
from newel.web.sessions.queries.history import versions_of
from newel.web.sessions.queries.sources import all_sources, current_text
from newel.web.sessions.record_source import session_frames
from newel.web.vault.queries.originals import text_of
from tests.support.coding_on_the_web import a_codebook
from tests.support.coding_projects import NOTES, TALK
from tests.support.filed_sources import HELD_ON, Filed, a_source
from tests.support.loaded_projects import a_placed_project, coded, in_project, load, written
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
REDACTED = ("--texts-are-redacted", "--agreed", "use")


@pytest.fixture(autouse=True)
def _the_lead(make_account):
    make_account("lead")


@pytest.fixture
def project():
    return a_placed_project()


@pytest.fixture
def loaded(project, tmp_path):
    """What the command says of the small project, loaded."""
    return load(written(project, tmp_path / "ours"), *REDACTED)


def test_every_coding_stands_on_its_words_at_once(project, loaded):
    assert coded() == in_project(project)
    assert "2 sources, 5 codes, 2 layers, 7 codings, 6 memos." in loaded


def test_the_sources_are_signed_and_may_be_coded(loaded):
    rows = {current_text(row.source_id).text: row for row in all_sources()}

    assert set(rows) == {TALK, NOTES}
    assert {(row.stage, row.on_desk, row.version, row.may_be_coded) for row in rows.values()} == {
        ("ready", "", 2, True)
    }
    talk = rows[TALK]
    assert (talk.kind, talk.site_id, talk.wave, talk.group, talk.case_id) == ("interview", "S01", "w3", "staff", "C07")
    assert (talk.held_on, talk.may_be_quoted, rows[NOTES].may_be_quoted) == (HELD_ON, True, False)


def test_what_came_in_is_in_the_vault_and_the_one_who_answers_for_it_has_signed(loaded):
    for row in all_sources():
        signed, first = versions_of(row.source_id)
        assert text_of(row.source_id, 1) == current_text(row.source_id).text
        assert (first.here, first.signed_by) == (False, "")
        assert (signed.reason, signed.made_by, signed.signed_by) == ("redacted", ELSEWHERE, "lead-all")
    assert RedactionRound.objects.filter(closed_at=None).count() == 0


def test_a_source_is_called_by_its_kind_and_number_and_never_by_the_name_it_had(loaded):
    assert {row.title for row in all_sources()} == {"Interview 1", "Observation note 1"}
    assert not {row.source_id for row in all_sources()} & {"talk-one", "notes"}
    assert "talk-one" in loaded
    assert "Interview 1" in loaded


def test_the_codebook_begins_its_history_here(project, loaded):
    book = codebook_now("handover")

    assert book == replace(project.codebook, version=1)
    assert CodebookVersion.objects.get().words == "Loaded with a project."
    assert Codebook.objects.get().origin == "project"


def test_codes_whose_ids_another_codebook_has_get_ids_of_their_own_and_the_codings_follow(project, tmp_path):
    a_codebook(replace(project.codebook, id="older"))
    load(written(project, tmp_path / "ours"), *REDACTED)

    assert coded() == sorted((coder, f"handover.{code}", words) for coder, code, words in in_project(project))
    assert KeptMemo.objects.get(about="code").about_id == "handover/handover.time"


def test_layers_of_coders_without_an_account_are_locked_and_seen_by_all(loaded):
    layers = {layer.pseudonym: layer for layer in Kept.objects.all()}

    assert {name: (layer.coder, layer.purpose, layer.blind) for name, layer in layers.items()} == {
        "K1": ("K1 (imported)", "first", True),
        "K2": ("K2 (imported)", "second", False),
    }
    assert all(layer.locked_at for layer in layers.values())
    assert {layer.pk for layer in sight_of("researcher-all").layers} == {layer.pk for layer in layers.values()}
    assert "Without an account here, so that layers of theirs are locked: K1, K2, K3." in loaded


def test_two_coders_of_a_round_can_be_compared_in_the_browser(loaded, sign_in):
    (pair,) = pairs_of(sight_of("researcher-all"))
    page = sign_in("researcher").get(reverse("coding:pair", args=[pair.first.key, pair.second.key]))

    assert page.status_code == 200
    assert "K1 (imported) and K2 (imported)" in page.content.decode()


def test_a_coder_with_an_account_goes_on_in_their_own_layer(project, tmp_path, sign_in):
    client = sign_in("researcher")
    load(written(project, tmp_path / "ours"), *REDACTED, "--coder", "K2=researcher-all")
    layer = Kept.objects.get(coder="researcher-all")
    talk = next(row for row in all_sources() if row.kind == "interview")
    start = TALK.index("the handover")
    form = {"version": 2, "start": start, "end": start + 12, "quote": "the handover", "code": "trust"}
    answer = client.post(reverse("coding:add", args=[layer.key, talk.source_id]), form, HTTP_ACCEPT="application/json")

    assert (layer.locked_at, layer.pseudonym) == (None, pseudonym_of("researcher-all"))
    assert answer.status_code == 200
    assert (layer.pseudonym, "trust", "the handover") in coded()


def test_a_coder_this_study_itself_has_exported_is_known_again(project, tmp_path, make_account):
    make_account("researcher")
    ours = replace(project.layers[0], coder=pseudonym_of("researcher-all"))
    load(written(replace(project, layers=(ours, project.layers[1])), tmp_path / "ours"), *REDACTED)

    assert set(Kept.objects.values_list("coder", flat=True)) == {"researcher-all", "K2 (imported)"}


def test_a_coder_who_is_called_by_a_bare_name_gets_a_pseudonym(project, tmp_path):
    named = replace(project.layers[0], coder="Anna")
    load(written(replace(project, layers=(named, project.layers[1])), tmp_path / "ours"), *REDACTED)

    assert not Kept.objects.filter(coder__contains="Anna").exists()
    assert not Kept.objects.filter(key__contains="anna").exists()
    assert Kept.objects.filter(pseudonym=pseudonym_of("Anna")).exists()


def test_a_reconciled_layer_is_tied_to_the_two_that_it_settles(project, tmp_path):
    layers = (*project.layers, Layer("agreed", "K3", purpose="reconciled"))
    load(written(replace(project, layers=layers), tmp_path / "ours"), *REDACTED)
    settled = Kept.objects.get(purpose="reconciled")

    assert {layer.pseudonym for layer in settled.compares.all()} == {"K1", "K2"}
    assert pairs_of(sight_of("researcher-all"))[0].settled == settled


def test_keys_of_layers_stay_apart_where_book_and_coder_are_long_alike(project, tmp_path):
    layers = (Layer("a", "k1"), Layer("b", "K1"), Layer("c", "K1", round=2))
    bare = replace(project, layers=layers, codings=(), memos=(), relations=())
    load(written(bare, tmp_path / "ours"), *REDACTED, "--codebook", "h" * 60)

    keys = set(Kept.objects.values_list("key", flat=True))
    assert keys == {f"{'h' * 20}-r1-k1", f"{'h' * 20}-r1-k1-2", f"{'h' * 20}-r2-k1"}


def test_memos_are_at_what_they_are_about(loaded):
    ids = {row.kind: row.source_id for row in all_sources()}
    rows = {(memo.about, memo.about_id, memo.words, memo.by) for memo in KeptMemo.objects.exclude(about="coding")}

    assert rows == {
        ("code", "handover/time", "Time again.", "K1 (imported)"),
        ("study", "", "Two rooms.\nOne door.", "K2 (imported)"),
        ("source", ids["observation"], "Two rooms.\nOne door.", "K2 (imported)"),
        ("study", "", "I hoped so.", "K3 (imported)"),
    }
    assert KeptMemo.objects.get(about="study", kind="reflexive").layer.pseudonym == "K1"


def test_a_memo_about_a_coding_or_a_relation_is_at_the_coding_and_as_private_as_its_layer(loaded):
    found = {memo.words: memo for memo in KeptMemo.objects.filter(about="coding")}
    words = {key: Coding.objects.get(key=memo.about_id) for key, memo in found.items()}

    assert {key: coding.code for key, coding in words.items()} == {"Time again.": "time", "I hoped so.": "time"}
    assert {memo.layer.pseudonym for memo in found.values()} == {"K1"}


def test_reflexive_memos_of_somebody_without_an_account_are_read_by_nobody(loaded):
    assert "their writers' own: 1 reflexive memo of theirs." in loaded
    assert not memos_seen(sight_of("lead-all")).filter(kind="reflexive").exists()


def test_a_memo_without_a_time_zone_or_a_subject_is_about_the_study(project, tmp_path):
    memo = Memo("m", "method", (), "A thought.", "K1", NOON.replace(tzinfo=None))
    load(written(replace(project, memos=(memo,)), tmp_path / "ours"), *REDACTED)

    assert (KeptMemo.objects.get().about, KeptMemo.objects.get().at.tzinfo is None) == ("study", False)


def test_relations_hold_their_codings_in_their_roles(loaded):
    relation = Relation.objects.get()
    parts = {part.part: part.coding.code for part in Part.objects.select_related("coding")}

    assert (relation.kind, relation.layer.pseudonym) == ("cmo", "K1")
    assert parts == {"context": "time", "mechanism": "care"}


def test_a_coding_that_is_there_twice_is_one(project, tmp_path):
    again = replace(project.codings[0], id="again")
    memo = replace(project.memos[0], about=(Link("coding", "again"),))
    twice = replace(project, codings=(*project.codings, again), memos=(memo,))
    said = load(written(twice, tmp_path / "ours"), *REDACTED)

    assert coded() == in_project(project)
    assert "There twice in one layer, and so one: 1 coding." in said
    assert KeptMemo.objects.get().about_id == Coding.objects.get(layer__pseudonym="K1", code="time").key


def test_where_no_consent_is_stated_nothing_is_read_and_the_codings_wait_for_it(project, tmp_path):
    said = load(written(project, tmp_path / "ours"), "--texts-are-redacted")

    assert "no consent to use is stated: 2 sources, with 7 codings that wait for it." in said
    assert not any(row.may_be_coded for row in all_sources())
    assert coding_frames()["coding"].is_empty()
    for row in all_sources():
        record_consent(
            actor="lead-all", source_id=row.source_id, said={"interview": "given"}, said_on=HELD_ON, now=NOON
        )
    assert coded() == in_project(project)
    assert coding_frames()["coding"].height == 7


def test_what_is_loaded_goes_into_the_records(loaded):
    records, sessions = coding_frames(), session_frames()

    assert records["coding"].height == 7
    assert set(records["layer"]["coder"]) == {"K1", "K2"}
    assert set(sessions["source"]["may_be_coded"]) == {True}
    assert sessions["unit"].height > 0


def test_the_audit_has_an_event_for_each_act_and_no_word_of_anything(loaded):
    events = list(Event.objects.all())
    acts = [f"{event.verb} {event.thing}" for event in events]

    assert [acts.count(act) for act in ("load project", "start codebook", "add source", "accept redaction")] == [
        1,
        1,
        2,
        2,
    ]
    body = next(event.body for event in events if event.verb == "load")
    assert '"redacted_before":true' in body
    assert '"codings":7' in body
    everything = "".join(event.body for event in events)
    assert not any(words in everything for words in ("talk-one", "Time again", "Nobody", "Trust", "K1"))
    assert verify_chain().broken_at is None


def test_nobody_accepts_a_text_that_somebody_here_has_begun_to_redact():
    filed = a_source()
    filed.look()

    with pytest.raises(NotNowError, match="begun to redact"):
        accept_redacted(actor="lead-all", source_id=filed.id, now=NOON)


def test_a_text_that_is_accepted_can_be_redacted_more_later(loaded):
    row = next(row for row in all_sources() if row.kind == "interview")
    filed = Filed(RedactionRound.objects.get(source__source_id=row.source_id).source)
    filed.change("café", "[a place]", kind="place")

    assert current_text(row.source_id).number == 3
    assert ("K1", "time", "Nobody rushed us.") in coded()


@pytest.mark.parametrize("by", [None, "nobody-at-all", "researcher-all", "redactor-all"])
def test_only_an_evaluation_lead_loads(project, tmp_path, make_account, by):
    make_account("researcher")
    make_account("redactor")

    with pytest.raises(CommandError, match="evaluation lead"):
        load(written(project, tmp_path / "ours"), *REDACTED, by=by)
    assert not all_sources()
