"""The small parts of the pages: pieces of a text, the tree, ids of new codes, what stands, the line of new codes."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from newel.coding import Code, Codebook
from newel.coding.counting import Arrival
from newel.protocol.coding import Saturation
from newel.transcripts import units_of
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.forms.codebook import new_id
from newel.web.coding.models import Coding, Layer
from newel.web.coding.presenters.counts import HEIGHT, WIDTH, curve_of, verdict_of
from newel.web.coding.presenters.text import bars_of, unit_view, unit_views
from newel.web.coding.presenters.tree import HUES, PATTERNS, tree
from newel.web.coding.queries.codebooks import as_json, from_json
from newel.web.coding.queries.layers import closed_rounds
from newel.web.coding.queries.standing import standing_layers
from newel.web.coding.settling import compare
from newel.web.coding.texts import Text
from tests.support.coding_on_the_web import BOOK, TALK, TRUST, Work, a_codebook, a_layer, a_talk
from tests.support.web import NOON

TEXT = Text("s", 2, TALK, units_of(TALK))
ROWS = {row.id: row for row in tree(BOOK)}
spans = st.lists(
    st.tuples(st.integers(0, len(TALK) - 1), st.integers(1, 60), st.sampled_from(["trust", "shouting", "review"])),
    max_size=8,
)


def codings(places):
    layer = Layer(pk=1, coder="me")
    return [
        Coding(pk=number, layer=layer, layer_id=1, code=code, start=start, end=min(start + length, len(TALK)))
        for number, (start, length, code) in enumerate(places, start=1)
    ]


@given(spans)
def test_the_pieces_of_a_unit_are_its_words_and_are_marked_where_a_coding_lies(places):
    rows = codings(places)
    for view in unit_views(TEXT, rows, ROWS, own=1):
        assert "".join(piece.words for piece in view.pieces) == TALK[view.start : view.end]
        at = view.start
        for piece in view.pieces:
            deep = sum(row.start <= at and at + len(piece.words) <= row.end for row in rows)
            assert piece.depth == min(deep, 3)
            at += len(piece.words)


@given(spans)
def test_the_words_and_gaps_of_all_units_are_the_text_behind_the_first_label(places):
    views = unit_views(TEXT, codings(places), ROWS, own=1)

    said = "".join("".join(piece.words for piece in view.pieces) + view.gap for view in views)
    assert said == TALK[views[0].start : views[-1].end]


@given(spans, spans)
def test_agreed_words_are_coded_by_both_and_nothing_is_agreed_and_differing_at_once(first, second):
    one, other = codings(first), codings(second)
    found = compare(TEXT.units, one, other)
    for code, start, end in found.agreed:
        for side in (one, other):
            covered = {at for row in side if row.code == code for at in range(row.start, row.end)}
            assert covered.issuperset(range(start, end))
    differing = {(item.unit.number, item.code) for item in found.differing}
    agreed = {(unit.number, code) for code, start, end in found.agreed for unit in TEXT.touched(start, end)}
    assert not differing & agreed


def test_a_unit_says_its_codes_and_who_speaks():
    start = TALK.index(TRUST)
    rows = codings([(start, len(TRUST), "trust"), (start, 3, "review")])
    view = unit_view(TEXT, TEXT.by_number[4], bars_of(rows, ROWS, own=1))

    assert view.title == "Turn 4, P1"
    assert view.codes == "Trust, Review"
    assert [bar.whole for bar in view.bars] == [False, False]


def test_a_code_that_is_in_no_codebook_any_more_is_shown_by_its_id():
    bars = bars_of(codings([(0, 5, "review")]), {}, own=2)

    assert (bars[0].name, bars[0].own) == ("review", False)


def test_codes_of_a_theme_share_a_hue_and_neighbours_differ_in_pattern():
    rows = tree(BOOK)

    assert [(row.id, row.depth, row.hue, row.pattern) for row in rows] == [
        ("relations", 0, 0, 0),
        ("trust", 1, 0, 1),
        ("shouting", 1, 0, 2),
        ("day", 0, 1, 0),
        ("morning", 1, 1, 1),
        ("review", 1, 1, 2),
    ]
    many = Codebook("b", "B", codes=tuple(Code(f"c{n}", f"C {n:02}", place=n + 1) for n in range(20)))
    assert {row.hue for row in tree(many)} == set(range(HUES))
    assert all(row.pattern < PATTERNS for row in tree(many))


def test_a_retired_code_is_in_the_tree_only_where_it_is_asked_for():
    book = Codebook("b", "B", codes=(Code("a", "A"), Code("z", "Z", retired=True)))

    assert [row.id for row in tree(book)] == ["a"]
    assert [(row.id, row.retired) for row in tree(book, retired=True)] == [("a", False), ("z", True)]


def test_a_codebook_is_kept_and_read_the_same():
    assert from_json(as_json(BOOK)) == BOOK


@pytest.mark.parametrize(
    ("name", "taken", "made"),
    [
        ("Being believed", (), "being_believed"),
        ("Café & co.", (), "cafe_co"),
        ("Trust", ("trust", "trust_2"), "trust_3"),
        ("???", (), "code"),
        ("x" * 200, (), "x" * 60),
    ],
)
def test_the_id_of_a_new_code_is_made_of_its_name(name, taken, made):
    assert new_id(name, taken) == made


def layer(number, *, coder="a", blind=False, locked=False, purpose="first"):
    done = NOON if locked else None
    return Layer(codebook_id="b", round=number, coder=coder, blind=blind, purpose=purpose, locked_at=done)


@pytest.mark.parametrize(
    ("layers", "closed"),
    [
        ([layer(1)], set()),
        ([layer(1, blind=True)], {("b", 1)}),
        ([layer(1, blind=True, locked=True)], set()),
        ([layer(1), layer(1, blind=True, locked=True)], {("b", 1)}),
        ([layer(1, locked=True), layer(1, blind=True, locked=True), layer(2)], set()),
        ([layer(1, blind=True, locked=True), layer(1, purpose="reconciled")], set()),
    ],
)
def test_a_round_is_closed_while_somebody_codes_blind_in_it_and_somebody_is_not_done(layers, closed):
    assert closed_rounds(layers) == closed


def arrivals(*codes):
    seen, found = set(), []
    for number, these in enumerate(codes):
        found.append(Arrival(f"s{number}", None, frozenset(these), frozenset(these) - seen))
        seen |= set(these)
    return found


def test_the_line_of_new_codes_rises_and_stays_in_its_picture():
    curve = curve_of(arrivals("ab", "bc", "abc"), {})

    assert [(point.new, point.total) for point in curve.points] == [(2, 2), (1, 3), (0, 3)]
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in curve.points)
    assert [point.y for point in curve.points] == sorted((point.y for point in curve.points), reverse=True)
    assert curve.says == "3 codes in 3 sources; the last source brought 0 new."
    assert curve_of([], {}).points == ()


def test_the_measure_says_whether_it_is_reached_and_when_there_is_too_little():
    rule = Saturation(base=2, run=2, threshold=0.05)

    assert "too few" in verdict_of(arrivals("ab"), rule)[0]
    assert "brought 0 % new codes" in verdict_of(arrivals("ab", "bc", "abc", "c"), rule)[0]
    assert "No run of 2" in verdict_of(arrivals("a", "b", "cd", "ef"), rule)[0]


@pytest.mark.django_db
def test_of_each_source_the_reconciled_layer_stands_and_else_the_first_of_the_latest_round(example_study):
    a_codebook()
    first = Work(a_layer(), a_talk().id)
    second = Work(a_layer("lead-all", number=1), first.source_id)
    later = Work(a_layer(), first.source_id)
    for work in (first, second):
        work.code(TRUST, "trust")
    assert standing_layers(Layer.objects.all()) == {first.source_id: first.layer.pk}
    later.code(TRUST, "trust")
    assert standing_layers(Layer.objects.all()) == {first.source_id: later.layer.pk}
    first.layer.purpose = "reconciled"
    first.layer.save()
    assert standing_layers(Layer.objects.all()) == {first.source_id: first.layer.pk}


def test_a_coder_is_known_by_one_pseudonym_that_is_not_the_name(settings):
    settings.NEWEL_PSEUDONYM_KEY = "ab" * 32
    assert pseudonym_of("anna") == pseudonym_of("anna") != pseudonym_of("bert")
    assert "anna" not in pseudonym_of("anna").lower()
    before = pseudonym_of("anna")
    settings.NEWEL_PSEUDONYM_KEY = "cd" * 32
    assert pseudonym_of("anna") != before


@pytest.mark.django_db
def test_no_address_of_coding_holds_a_word_of_a_text(example_study, sign_in):
    a_codebook()
    work = Work(a_layer(), a_talk(case_id="case1").id)
    work.code(TRUST, "trust")
    client = sign_in("researcher")
    for name in ("board", "matrix", "quotes", "search", "waiting"):
        page = client.get(reverse(f"coding:{name}")).content.decode()
        addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
        assert not any("worker" in address for address in addresses), SimpleNamespace(name=name)
