"""Reading a formula: what its signs mean, and how it is printed back."""

import pytest

from newel.faults import Refused
from newel.formulas.algebra import read_formula, read_side
from newel.formulas.expressions import read_expression


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("sin(2*pi*Time)", "sin(2 * pi * Time)"),
        ("I( x ^ 2 )", "I(x^2)"),
        ("I(x/ n)", "I(x/n)"),
        ("log(x+1,base)", "log(x + 1, base)"),
        ("poly( x,2 , raw=TRUE)", "poly(x, 2, raw = TRUE)"),
        ("-x^2", "-x^2"),
        ("1e3 * .5", "1000 * 0.5"),
        ("`first treat` > 2L", "`first treat` > 2"),
        ("a^b^c", "a^b^c"),
        ("relevel(a, ref='q')", 'relevel(a, ref = "q")'),
    ],
)
def test_an_expression_is_printed_as_r_prints_it(written: str, printed: str) -> None:
    assert str(read_expression(written)) == printed


@pytest.mark.parametrize(
    ("right", "terms"),
    [
        ("a * b - a:b", ["", "a", "b"]),
        ("(a + b)^2", ["", "a", "b", "a:b"]),
        ("a / b / c", ["", "a", "a:b", "a:b:c"]),
        ("a + 0 + b", ["a", "b"]),
        ("a - 1 + 1", ["", "a"]),
        ("-1 + a", ["a"]),
        ("a - 0", ["", "a"]),
        ("(1 + a):b", ["", "b", "a:b"]),
        ("(a - b) * c", ["", "a", "c", "a:c"]),
        ("b + a + a:b", ["", "b", "a", "b:a"]),
        ("a + a + a:a", ["", "a"]),
        ("1", [""]),
    ],
)
def test_signs_make_terms(right: str, terms: list[str]) -> None:
    assert [":".join(term) for term in read_formula(f"y ~ {right}").fixed.terms] == terms


@pytest.mark.parametrize(
    ("bar", "blocks"),
    [
        ("(1 + wave | site)", [("1 wave", "site")]),
        ("(wave | site)", [("1 wave", "site")]),
        ("(0 + wave | site)", [("wave", "site")]),
        ("(wave || site)", [("1", "site"), ("wave", "site")]),
        ("(1 | site/ward)", [("1", "ward:site"), ("1", "site")]),
        ("(1 | site:ward)", [("1", "site:ward")]),
        ("(1 | a/b/c)", [("1", "c:b:a"), ("1", "b:a"), ("1", "a")]),
        ("(1 | site) + (1 | rater)", [("1", "site"), ("1", "rater")]),
    ],
)
def test_a_bar_says_what_differs_by_level_of_what(bar: str, blocks: list[tuple[str, str]]) -> None:
    bars = read_formula(f"y ~ x + {bar}").bars

    assert [(" ".join(":".join(term) or "1" for term in one.side.terms), one.factor) for one in bars] == blocks


def test_the_offset_is_no_term() -> None:
    side = read_formula("cases ~ type + offset(log(years))").fixed

    assert [str(offset) for offset in side.offsets] == ["log(years)"]
    assert side.terms == ((), ("type",))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("y ~ a +", "the end"),
        ("y ~ (a", "the end"),
        ("y a", "a"),
        ("y ~ a b", "b"),
        ("y ~ a ~ b", "~"),
        ("y ~ 2 * a", "no variable"),
        ("y ~ a > 2", "no variable"),
        ("y ~ 1 | site", "a random term in brackets"),
        ("y ~ a - (1 | site)", "- before it"),
        ("y ~ (1 | 3)", "no grouping factor"),
        ("y ~ a^b", "a whole number"),
        ("y ~ a^99", "a whole number"),
        ("y ~ offset(a, b)", "2 arguments"),
        ("y ~ a * offset(b)", "an offset within a term"),
        ("", "the end"),
        ("y ~ " + "(" * 60 + "a" + ")" * 60, "too many"),
        ("y ~ (a+b+c+d+e+f+g+h+i+j+k)^8", "more than 1000"),
        ("y ~ " + "a + " * 3000 + "a", "characters"),
    ],
)
def test_what_is_no_formula_is_refused_in_words(formula: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_formula(formula)
    fault = refused.value.faults[0]
    assert words in str(fault)
    assert fault.remedy


def test_a_side_has_neither_response_nor_random_terms() -> None:
    assert read_side("~ contact").terms == ((), ("contact",))
    for text in ("y ~ contact", "~ (1 | judge)"):
        with pytest.raises(Refused):
            read_side(text)
