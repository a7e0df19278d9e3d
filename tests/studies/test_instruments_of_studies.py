"""Every instrument of every study folder: its worked examples hold, and the protocol and it agree."""

from pathlib import Path

import pytest

from newel.instruments import Instrument, instrument_faults, read_instruments, score
from newel.protocol import read_protocol
from tests.support.shared import REPOSITORY

STUDIES = sorted(path.parent for path in (REPOSITORY / "studies").glob("*/protocol.toml"))
INSTRUMENTS = [
    pytest.param(instrument, id=f"{study.name}-{name}")
    for study in STUDIES
    for name, instrument in read_instruments(study).items()
]
EXAMPLES = [
    pytest.param(instrument, number, id=f"{study.name}-{name}-{number + 1}")
    for study in STUDIES
    for name, instrument in read_instruments(study).items()
    for number in range(len(instrument.examples))
]
by_study = pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)


@pytest.mark.parametrize(("instrument", "number"), EXAMPLES)
def test_a_worked_example_gives_the_scores_its_author_computed(instrument: Instrument, number: int) -> None:
    example = instrument.examples[number]

    scores = score(instrument, example.answers)

    expected = {name: None if value == "missing" else value for name, value in example.scores.items()}
    assert scores == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_scale_has_an_example_with_a_score_and_one_without(instrument: Instrument) -> None:
    for scale in instrument.scales:
        values = [example.scores.get(scale.id) for example in instrument.examples]
        assert any(isinstance(value, float) for value in values), f"{scale.id} is never scored"
    shown = [value for example in instrument.examples for value in example.scores.values()]
    assert not instrument.scales or "missing" in shown, "no example shows the missing rule"


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_reversed_item_changes_the_score_of_an_example(instrument: Instrument) -> None:
    for scale in instrument.scales:
        if not scale.reversed:
            continue
        straight = scale.model_copy(update={"reversed": ()})
        naive = instrument.model_copy(update={"scales": (straight,)})
        differs = [
            score(naive, example.answers) != {scale.id: score(instrument, example.answers)[scale.id]}
            for example in instrument.examples
        ]
        assert any(differs), f"no example shows that {scale.reversed} is turned round"


@by_study
def test_a_study_and_its_instruments_agree(study: Path) -> None:
    assert instrument_faults(read_protocol(study), read_instruments(study)) == []


@by_study
def test_an_instrument_is_written_for_those_the_protocol_asks(study: Path) -> None:
    protocol = read_protocol(study)
    for name, instrument in read_instruments(study).items():
        asked = {voice for measure in protocol.measures if name in measure.instruments for voice in measure.voices}
        assert asked == set(instrument.respondents), f"{name} is put to {sorted(asked)}"


def test_therapeutic_hold_is_put_to_staff_only_as_the_published_schedule_says() -> None:
    """BMJ Open 2021;11:e045680, Table 2: EssenCES (therapeutic hold staff only)."""
    essences = read_instruments(REPOSITORY / "studies" / "secure_stairs")["essences"]

    assert [scale.id for scale in essences.asked_of("staff").scales] == ["cohesion", "safety", "hold"]
    assert [scale.id for scale in essences.asked_of("young_person").scales] == ["cohesion", "safety"]
    assert len(essences.asked_of("young_person").items) == 12


@by_study
def test_each_group_can_be_asked_something_in_each_wave(study: Path) -> None:
    protocol, instruments = read_protocol(study), read_instruments(study)
    for group in protocol.groups:
        for wave in protocol.waves:
            names = protocol.instruments_for(group.id, wave.id)
            assert any(instruments[name].can_be_asked for name in names), f"{group.id} in {wave.id}"


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_licence_says_whose_words_they_are_and_where_the_key_is_from(instrument: Instrument) -> None:
    licence = instrument.licence
    assert licence.name
    assert licence.copyright
    assert licence.source
    if licence.shelf == "green":
        assert instrument.can_be_asked
    else:
        assert not instrument.can_be_asked, "wording that may not be shipped"


def test_a_guessed_key_says_that_it_is_unverified() -> None:
    """The keys that notes on the instruments mark as from memory; the others are published or ours."""
    instruments = read_instruments(REPOSITORY / "studies" / "secure_stairs")

    unverified = {name for name, instrument in instruments.items() if instrument.licence.key_status == "unverified"}

    assert unverified == {"essences", "ors", "eq5d_y", "chi_esq"}
