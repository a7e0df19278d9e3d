"""The model study's schedule is the published one.

Source: D'Souza et al., BMJ Open 2021;11(5):e045680, Table 2, retyped below row by row: assessment, voice, schedule. The
printed table goes on with rows that are not reproduced here.
"""

from newel.protocol import printed_schedule, read_protocol
from tests.support.protocols import a_protocol
from tests.support.shared import REPOSITORY

PRINTED = [
    ("CHAT", "staff", "all young people; submitted at three time points"),
    ("one-item help-seeking question", "young person", "all; three time points"),
    ("Child/Outcome Rating Scale (CORS/ORS)", "young person", "6-monthly increments; three time points"),
    ("EQ-5D-Y", "young person", "6-monthly; three time points"),
    (
        "EssenCES (therapeutic hold staff only)",
        "young person, staff",
        "6-monthly for young people; all staff; three time points",
    ),
    ("Experience of Service Questionnaire", "young person", "three time points"),
    (
        "bespoke items: understanding of SECURE STAIRS principles, training, supervision, self-efficacy",
        "staff",
        "all staff; three time points",
    ),
    ("NHS Staff Survey 2017 items", "staff", "all staff; three time points"),
    ("shortened Team Climate Inventory (TCI-14)", "staff", "three time points"),
    ("Copenhagen Burnout Inventory (personal, work, client)", "staff", "three time points"),
    (
        "semi-structured interviews / focus groups",
        "staff, young person",
        (
            "culture change, views of setting, formulations, relationships; "
            'for services "journey through the stages of implementation, barriers..."'
        ),
    ),
]


def test_the_rendered_schedule_equals_the_printed_measures_table() -> None:
    protocol = read_protocol(REPOSITORY / "studies" / "secure_stairs")
    published = tuple(measure for measure in protocol.measures if not measure.added)

    rendered = printed_schedule(protocol.model_copy(update={"measures": published}))

    assert rendered == PRINTED


def test_what_the_example_adds_to_the_published_schedule_is_marked_as_added() -> None:
    protocol = read_protocol(REPOSITORY / "studies" / "secure_stairs")

    added = [measure.id for measure in protocol.measures if measure.added]

    assert added == ["normalisation", "everyday_life", "goals", "carers", "service_use"]


def test_a_measure_asked_once_has_one_time_point() -> None:
    once = {"id": "once", "name": "Exit form", "voices": ["carer"], "waves": ["w2"], "note": "own"}

    assert printed_schedule(a_protocol(measures=[once])) == [("Exit form (own)", "carer", "one time point")]
