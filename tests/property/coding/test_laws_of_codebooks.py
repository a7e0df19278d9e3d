"""Laws of codebooks, whatever is done to them: ids stay, versions rise, the tree stays a tree, files read the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newel.coding import (
    Change,
    Code,
    Codebook,
    add_code,
    codebook_of,
    codebook_toml,
    differences,
    merge_codes,
    move_code,
    rename_code,
    retire_code,
    split_code,
)
from newel.faults import Refused
from tests.support.coding import BOOK

some = settings(max_examples=60, deadline=None, derandomize=True)
VERBS = ("add", "rename", "move", "merge", "split", "retire")
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30), st.integers(0, 30)), max_size=25)
words = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


def done(book: Codebook, verb: str, *numbers: int) -> Change | None:
    """Do one change to codes chosen by number; None where it is refused."""
    one, other = (book.codes[number % len(book.codes)].id for number in numbers)
    new = f"n{book.version}"
    acts = {
        "add": lambda: add_code(book, Code(new, new, parent=one)),
        "rename": lambda: rename_code(book, one, f"{other} {new}"),
        "move": lambda: move_code(book, one, parent=None if one == other else other),
        "merge": lambda: merge_codes(book, [one], into=other),
        "split": lambda: split_code(book, one, [Code(f"{new}a", f"{new}a"), Code(f"{new}b", f"{new}b")]),
        "retire": lambda: retire_code(book, one),
    }
    try:
        return acts[verb]()
    except Refused:
        return None


@some
@given(steps=steps)
def test_ids_stay_versions_rise_and_the_tree_stays_a_tree(steps: list[tuple[str, int, int]]) -> None:
    book = BOOK
    for verb, *numbers in steps:
        change = done(book, verb, *numbers)
        if change is None:
            continue
        assert change.codebook.version == book.version + 1
        assert [code.id for code in change.codebook.codes][: len(book.codes)] == [code.id for code in book.codes]
        book = change.codebook
    assert sorted(code.id for code in book.in_order()) == sorted(code.id for code in book.codes)
    assert all(book.code(code.merged_into).id for code in book.codes if code.merged_into)


@some
@given(steps=steps)
def test_every_coding_keeps_a_code_it_can_be_given_to(steps: list[tuple[str, int, int]]) -> None:
    book, coded = BOOK, {code.id: {code.id} for code in BOOK.codes}
    for verb, *numbers in steps:
        change = done(book, verb, *numbers)
        if change is not None:
            book = change.codebook
            for ids in coded.values():
                for gone in ids & change.codings.keys():
                    ids.remove(gone)
                    ids.update(change.codings[gone])
    assert all(ids <= book.by_id.keys() and ids for ids in coded.values())


@some
@given(steps=steps)
def test_codes_in_use_hang_under_codes_in_use(steps: list[tuple[str, int, int]]) -> None:
    book = BOOK
    for verb, *numbers in steps:
        change = done(book, verb, *numbers)
        book = change.codebook if change else book
    for code in book.in_use():
        assert not any(each.retired for each in book.path(code.id))


@some
@given(steps=steps)
def test_a_changed_codebook_reads_the_same_from_its_file(steps: list[tuple[str, int, int]]) -> None:
    book = BOOK
    for verb, *numbers in steps:
        change = done(book, verb, *numbers)
        book = change.codebook if change else book

    again = codebook_of(codebook_toml(book))

    assert again == book
    assert differences(book, again) == ()


@some
@given(name=words.map(str.strip).filter(bool), definition=words, example=words)
def test_any_words_come_through_the_file(name: str, definition: str, example: str) -> None:
    book = Codebook("b", "B", 1, (Code("a", name, definition=definition, example=example, place=1),))

    assert codebook_of(codebook_toml(book)) == book
