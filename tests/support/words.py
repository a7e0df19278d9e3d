"""Words for tests: a codebook of two themes, what is planted in a small study, and coded records that a test lists."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from newel.coding import Code, Codebook
from newel.protocol import Protocol
from newel.rehearsal import Truths
from tests.support.observed import OBSERVING
from tests.support.protocols import a_protocol

CODING: dict[str, Any] = {
    "codebooks": ["small"],
    "unit": "turn",
    "coded_twice": 0.5,
    "coefficients": ["alpha", "percent", "ac1", "kappa", "fleiss", "brennan_prediger"],
    "saturation": {"base": 3, "run": 2},
    "themes": ["culture", "safety"],
    "quotes_printed": True,
    "people_behind_quote": 2,
}
CODEBOOK = Codebook(
    "small",
    "A small codebook",
    codes=(
        Code("culture", "Culture", definition="How things are done here."),
        Code("talk", "Talk", "culture", definition="How people talk."),
        Code("safety", "Safety", definition="Feeling safe."),
        Code("rare", "Rarely said", "safety", definition="What hardly anybody says."),
    ),
)
WORDS: dict[str, Any] = {
    "codebook": "small",
    "turns": 12,
    "codes": {
        "talk": {
            "sources": {"staff": 0.7, "young_person": 0.4},
            "turns": 0.25,
            "wave_gain": {"w2": 0.2},
            "says": {"staff": ["We talk to {person} first."], "young_person": ["They do talk to us.", "It is quiet."]},
        },
        "safety": {
            "sources": {"staff": 0.3, "young_person": 0.8, "carer": 0.6},
            "agreement": 0.6,
            "says": {
                "staff": ["I look over my shoulder."],
                "young_person": ["I sleep all right here."],
                "carer": ["I lie awake over it."],
            },
        },
        "rare": {"sources": {"staff": 0.1}, "says": {"staff": ["There was a bad night."]}},
    },
}


def word_truths(**changes: Any) -> Truths:
    """Return truths with words planted in the small codebook; `changes` replace keys of [words]."""
    truths = Truths.model_validate({"words": WORDS | changes})
    return truths.model_copy(update={"codebook": CODEBOOK})


def a_coded_protocol(coding: Mapping[str, Any] | None = None, **blocks: Any) -> Protocol:
    """Return the small protocol with its blocks about coding and observing; `coding` replaces keys of the first."""
    return a_protocol(coding=CODING | dict(coding or {}), observing=OBSERVING, **blocks)


def codes() -> list[dict[str, Any]]:
    """Return the small codebook as records."""
    return [
        {
            "code_id": code.id,
            "parent_id": code.parent,
            "name": code.name,
            "definition": code.definition,
            "theme": code.parent or code.id,
            "codebook": "small",
        }
        for code in CODEBOOK.codes
    ]


LAYERS = [
    {"layer_id": "first", "coder": "a", "purpose": "first", "blind": True},
    {"layer_id": "second", "coder": "b", "purpose": "second", "blind": True},
    {"layer_id": "agreed", "coder": "a and b", "purpose": "reconciled", "round": 2},
]


def coded(
    sources: Iterable[Mapping[str, Any]], codings: Iterable[tuple[str, str, str, int]], *, turns: int = 4
) -> dict[str, list[dict[str, Any]]]:
    """Return records of sources with turns of ten code points, and codings as (layer, source, code, turn)."""
    named = [dict(source) for source in sources]
    return {
        "source": named,
        "unit": [
            {"source_id": source["source_id"], "number": turn, "start": 10 * turn, "end": 10 * turn + 9}
            for source in named
            for turn in range(1, turns + 1)
        ],
        "code": codes(),
        "layer": LAYERS,
        "coding": [
            {
                "coding_id": f"c{number}",
                "layer_id": layer,
                "source_id": source,
                "code_id": code,
                "start": 10 * turn,
                "end": 10 * turn + 9,
                "first_unit": turn,
                "last_unit": turn,
                "quote_sha256": sha256(b"words").hexdigest(),
            }
            for number, (layer, source, code, turn) in enumerate(codings, start=1)
        ],
    }
