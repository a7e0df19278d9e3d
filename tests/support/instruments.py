"""A small instrument for tests: three items of which one is reversed, one scale."""

from newel.instruments import Instrument


def an_instrument(identifier: str = "team", **changes: object) -> Instrument:
    """Return a small instrument; `changes` replace its top-level parts."""
    return Instrument.model_validate(
        {
            "id": identifier,
            "title": "Team form",
            "version": "1",
            "respondents": ["staff"],
            "licence": {
                "shelf": "green",
                "name": "MIT",
                "copyright": "Written for the tests of Newel.",
                "source": "The tests of Newel",
                "key_status": "own",
            },
            "option_sets": [
                {"id": "agree", "options": [{"code": code, "label": f"Agree {code}"} for code in range(1, 6)]}
            ],
            "items": [{"id": f"item_{number}", "text": f"Item {number}", "options": "agree"} for number in (1, 2, 3)],
            "scales": [
                {
                    "id": "climate",
                    "label": "Climate",
                    "items": ["item_1", "item_2", "item_3"],
                    "reversed": ["item_3"],
                    "rule": "mean",
                    "minimum_answered": 2,
                    "lowest": 1,
                    "highest": 5,
                    "direction": "higher_is_better",
                }
            ],
        }
        | changes
    )
