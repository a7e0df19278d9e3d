"""Two people, or one with two windows, act at the same moment: nothing is lost, made twice, or slipped past a lock."""

import pytest

from newel.coding import merge_codes, rename_code
from newel.web.audit.queries.verification import verify_chain
from newel.web.coding.actions._recording import LayerLockedError, NothingToUndoError, OvertakenError, Where
from newel.web.coding.actions.add_coding import NotACodeError, add_coding
from newel.web.coding.actions.change_codebook import change_codebook
from newel.web.coding.actions.choose_quote import OwnQuoteError, check_quote, choose_quote
from newel.web.coding.actions.decide import open_reconciled
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.actions.lock_layer import lock_layer
from newel.web.coding.actions.open_layer import AlreadyCodingError, open_layer
from newel.web.coding.actions.undo import undo
from newel.web.coding.models import Codebook, CodebookVersion, Coding, Layer, MatrixCell, Quote, Step
from newel.web.coding.queries.codebooks import codebook_now
from tests.support.at_once import TOLD, at_once
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
ME = "researcher-all"


@pytest.fixture
def mine(example_study, transactional_db):
    a_codebook()
    return Work(a_layer(), a_talk().id)


def add(work, words, code, ticket=None):
    spot = work.spot(words)
    return lambda: add_coding(by=by(work.layer.coder, ticket), layer=work.layer, spot=spot, code=code).coding.pk


def test_an_act_that_arrives_twice_at_once_is_done_once(mine):
    first, second = at_once(*[add(mine, TRUST, "trust", "t" * 32)] * 2, told=LayerLockedError)

    assert first == second == Coding.objects.get().pk
    assert Step.objects.filter(verb="add coding").count() == 1


def test_the_same_words_from_two_windows_become_one_coding(mine):
    first, second = at_once(*[add(mine, TRUST, "trust")] * 2, told=LayerLockedError)

    assert first == second
    assert mine.codes() == [("trust", TRUST)]


def test_two_coders_in_two_layers_are_both_kept(mine):
    theirs = Work(a_layer("lead-all", number=1), mine.source_id)
    at_once(add(mine, TRUST, "trust"), add(theirs, TRUST, "trust"), told=LayerLockedError)

    assert mine.codes() == theirs.codes() == [("trust", TRUST)]
    assert verify_chain().broken_at is None


def test_nothing_is_coded_behind_a_lock(mine):
    outcome, _ = at_once(
        add(mine, TRUST, "trust"),
        lambda: lock_layer(by=by("lead-all"), layer=mine.layer),
        told=LayerLockedError,
    )
    verbs = list(Step.objects.filter(layer=mine.layer).order_by("pk").values_list("verb", flat=True))

    assert verbs == ["open layer", *(() if outcome == TOLD else ("add coding",)), "lock layer"]
    assert Coding.objects.count() == (0 if outcome == TOLD else 1)


def test_two_undos_at_once_take_back_two_acts_and_not_one_twice(mine):
    mine.code(TRUST, "trust")
    mine.code("Some shout", "shouting")
    mine.code("Nobody greets me", "morning")

    at_once(*[lambda: undo(by=by(ME), where=Where(mine.source_id, mine.layer))] * 2, told=NothingToUndoError)
    assert [code for code, _ in mine.codes()] == ["trust"]
    assert len(set(Step.objects.exclude(undoes=None).values_list("undoes", flat=True))) == 2


def test_of_two_who_change_one_version_of_a_codebook_the_second_is_told(mine):
    book = codebook_now("ways")

    def call(who, name):
        change = rename_code(book, "trust", name)
        return lambda: change_codebook(by=by(who), codebook_id="ways", seen=1, change=change)

    outcomes = at_once(call(ME, "Mine"), call("lead-all", "Theirs"), told=OvertakenError)
    assert outcomes.count(TOLD) == 1
    assert CodebookVersion.objects.count() == 2
    assert codebook_now("ways").code("trust").name in {"Mine", "Theirs"}


def test_no_coding_is_left_with_a_code_that_was_merged_at_that_moment(mine):
    change = merge_codes(codebook_now("ways"), ["trust"], into="shouting")
    at_once(
        add(mine, TRUST, "trust"),
        lambda: change_codebook(by=by("lead-all"), codebook_id="ways", seen=1, change=change),
        told=NotACodeError,
    )

    assert [code for code, _ in mine.codes()] in ([], ["shouting"])


def test_of_two_who_sum_up_one_cell_the_second_is_told(mine):
    cell = Cell(Codebook.objects.get(), "case1", "relations", 0)
    outcomes = at_once(
        *(lambda who=who: fill_cell(by=by(who), cell=cell, summary=who, pinned=[]).by for who in (ME, "lead-all")),
        told=OvertakenError,
    )

    assert outcomes.count(TOLD) == 1
    assert MatrixCell.objects.get().summary in outcomes


def test_two_who_reconcile_one_pair_get_one_layer(mine):
    theirs = Work(a_layer("lead-all", number=1), mine.source_id)
    for work in (mine, theirs):
        work.lock()

    pair = {"first": mine.layer, "second": theirs.layer}
    at_once(*(lambda who=who: open_reconciled(by=by(who), **pair) for who in (ME, "lead-all")), told=OvertakenError)

    assert Layer.objects.filter(purpose="reconciled").count() == 1


def test_a_coder_gets_one_layer_in_a_round_however_often_it_is_opened(mine):
    def call():
        return open_layer(by=by("lead-all"), codebook=Codebook.objects.get(), coder="second-coder", number=1)

    assert at_once(call, call, told=AlreadyCodingError).count(TOLD) == 1
    assert Layer.objects.filter(coder="second-coder").count() == 1


def test_a_quote_that_two_choose_is_one_and_is_read_by_the_other_or_by_a_third(mine):
    coding = mine.code(TRUST, "trust")
    at_once(*(lambda who=who: choose_quote(by=by(who), coding=coding) for who in (ME, "lead-all")), told=OwnQuoteError)

    quote = Quote.objects.get()
    with pytest.raises(OwnQuoteError):
        check_quote(by=by(quote.chosen_by), quote=quote)
    check_quote(by=by("third"), quote=quote)
    assert Quote.objects.get().checked_by == "third"
