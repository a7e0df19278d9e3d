"""What a model says of few people leaves nowhere: not in a table, a figure, a sentence, a file or a drawing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.disclosure import Released, ReleasedCell, control, disclosure_rules
from newel.disclosure.judging import UnableToProtect
from newel.disclosure.released import UnableToRelease
from newel.findings import Estimate
from newel.findings.model import Kind
from newel.protocol import Disclosure
from newel.report import charts, write_report
from newel.report.filling import Filling, chart_of
from newel.report.sections import Reference
from tests.support.findings import a_figure, a_finding, a_table
from tests.support.reports import a_document

RULES = disclosure_rules()
KINDS: tuple[Kind, ...] = ("difference", "coefficient", "p_value", "words")
FEW, MANY = 3, 400
COLUMNS = ("difference", "effect", "p", "verdict")
SECRET = ("0.77", "0.5678", "0.034", "Sustained")
SECTION = """# What changed

The change was {{ number flow t few difference }}, from {{ interval flow t few difference }}; for the others it was
{{ number flow t many difference }}, from {{ interval flow t many difference }}. {{ number flow t few verdict }}.

{{ finding flow }}
"""


def line(people: int, shift: float = 0.0) -> list[Estimate]:
    """Return a difference with its interval, an effect size, a p value and a verdict on so many people."""
    return [
        Estimate("difference", 0.77 + shift, "points", people, low=0.11 + shift, high=1.43 + shift),
        Estimate("coefficient", 0.5678 + shift, "g", people, low=0.1 + shift, high=1.0 + shift),
        Estimate("p_value", 0.0341 + shift / 100, "p", people),
        Estimate("words", 0, "", people, says="Sustained" if not shift else "Faded"),
    ]


def passed(rule: str = "nhs_hes") -> Released:
    figure = a_figure("t", ("difference", "effect"), drawn_as="differences", axis="Points")
    finding = a_finding(a_table({"few": line(FEW), "many": line(MANY, 1.0)}, COLUMNS), figures=(figure,))
    return control(finding, Disclosure(rule=rule, study_is_national=True))


def alone(estimate: Estimate, rule: str = "nhs_hes", **settings: Any) -> ReleasedCell:
    released = control(a_finding(a_table({"only": [estimate]})), Disclosure(rule=rule, **settings))
    return released.table("t").cell("only", "n")


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_border_is_the_rules_smallest_number_of_people(rule: str, kind: Kind) -> None:
    smallest = RULES[rule].smallest

    below, at = (alone(Estimate(kind, 0.25, "", people, says="Faded"), rule) for people in (smallest - 1, smallest))

    assert (below.shown, below.value, below.low, below.interval) == ("*", None, None, "")
    assert at.shown in {"0.25", "0.250", "Faded"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_is_not_about_people_is_printed_as_it_is(kind: Kind) -> None:
    assert alone(Estimate(kind, 0.25, "", None, says="As planned")).shown in {"0.25", "0.250", "As planned"}


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_at_all_is_no_small_number_unless_the_protocol_reads_the_rule_literally(kind: Kind) -> None:
    estimate = Estimate(kind, 0.25, "", 0, says="Faded")

    assert alone(estimate).shown != "*"
    assert alone(estimate, zero_is_withheld=True).shown == "*"


def test_a_table_withholds_the_whole_line_of_few_and_no_cell_of_many() -> None:
    few, many = passed().table("t").rows

    assert [cell.shown for cell in few.cells] == ["*"] * 4
    assert [cell.shown for cell in many.cells] == ["1.77", "1.57", "0.044", "Faded"]


def test_the_digits_of_a_column_are_chosen_by_what_is_printed_in_it() -> None:
    rows = {
        "few": [Estimate("difference", 1234.5, "points", FEW)],
        "many": [Estimate("difference", 1.5, "points", MANY)],
    }
    alone_in_it = {"many": rows["many"]}

    printed = [
        control(a_finding(a_table(each)), Disclosure(rule="nhs_hes")).table("t").cell("many", "n").shown
        for each in (rows, alone_in_it)
    ]

    assert printed == ["1.50", "1.50"], "a withheld number of other size would show in the digits of its neighbours"


def test_a_drawing_of_few_people_has_a_gap_and_the_words_say_why() -> None:
    chart = chart_of(passed().table("t"), passed().figures[0])

    for series in chart.series:
        few, many = series.points
        assert (few.value, few.low, few.high, few.shown) == (None, None, None, "withheld")
        assert many.value is not None
    assert charts.has_gaps(chart)
    assert not charts.is_empty(chart)


def test_a_sentence_says_withheld_and_has_no_interval() -> None:
    filling, section = Filling(), a_section()

    number, interval = (
        filling.number(passed(), Reference(what, ("flow", "t", "few", "difference"), 3), section)
        for what in ("number", "interval")
    )

    assert (number.text, interval.text) == ("withheld", "no interval")
    assert [printed.shown for printed in filling.numbers] == ["withheld", "no interval"]


def a_section() -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(title="What changed", file="10-flow.md")


def test_nothing_withheld_is_in_any_file_of_a_report(tmp_path: Path) -> None:
    document = a_document(tmp_path / "study", {"flow": passed()}, s10_flow=SECTION)

    files = write_report(document, tmp_path / "report")

    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in {".html", ".csv"}]
    assert texts
    assert any("withheld" in text for text in texts)
    for text in texts:
        assert not any(secret in text for secret in SECRET)
        assert "0.11" not in text
        assert "1.43" not in text


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    people=st.integers(1, 30),
    value=st.floats(-50, 50, allow_nan=False),
    rule=st.sampled_from(sorted(RULES)),
    width=st.floats(0, 5),
)
def test_whatever_a_model_says_of_few_people_is_an_asterisk(
    kind: Kind, people: int, value: float, rule: str, width: float
) -> None:
    estimate = Estimate(kind, value, "points", people, low=value - width, high=value + width, says="Faded")

    cell = alone(estimate, rule)

    assert (cell.shown == "*") == (people < RULES[rule].smallest)
    if cell.shown == "*":
        assert (cell.value, cell.low, cell.high, cell.interval, cell.words) == (None, None, None, "", False)
    elif kind != "words":
        assert cell.low is not None
        assert cell.value is not None
        assert cell.high is not None
        assert cell.low <= cell.value <= cell.high


def test_a_percentage_that_hides_its_parts_is_never_released() -> None:
    bare = Estimate("percentage", 50.0, "%", 40)

    with pytest.raises(UnableToRelease, match=r"t\.only\.n.*numerator"):
        alone(bare)
    assert issubclass(UnableToProtect, ValueError)


@pytest.mark.parametrize(
    ("p", "shown"), [(0.0, "<0.001"), (0.00099999, "<0.001"), (0.001, "0.001"), (0.0495, "0.0495"), (0.9999, "1.000")]
)
def test_a_p_value_is_never_printed_as_zero(p: float, shown: str) -> None:
    assert alone(Estimate("p_value", p, "p", MANY)).shown == shown


@pytest.mark.parametrize(("value", "shown"), [(-0.001, "0.00"), (-0.006, "-0.01"), (9.999, "10.00"), (10.0, "10.0")])
def test_a_difference_near_nothing_has_no_minus_and_a_large_one_fewer_digits(value: float, shown: str) -> None:
    assert alone(Estimate("difference", value, "points", MANY)).shown == shown


def test_a_difference_of_the_whole_study_is_not_rounded_to_fives() -> None:
    cell = alone(Estimate("difference", 3.0, "points", MANY, national=True), study_is_national=True)

    assert (cell.shown, cell.value) == ("3.00", 3.0)


def test_words_are_no_number_that_could_be_drawn() -> None:
    released = control(a_finding(a_table({"many": line(MANY)}, COLUMNS)), Disclosure(rule="nhs_hes"))

    chart = chart_of(released.table("t"), a_figure("t", ("verdict",), drawn_as="differences"))

    assert charts.is_empty(chart)
