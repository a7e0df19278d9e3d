"""A small valid protocol for tests, of which a test states only what it is about."""

from typing import Any

from newel.protocol import Protocol

_SMALL: dict[str, Any] = {
    "needs": ["education", "mental_health"],
    "study": {
        "id": "small",
        "title": "A small study",
        "short_title": "Small study",
        "commissioner": "Nobody",
        "evaluators": "The tests",
        "starts": "2018-08-01",
        "ends": "2020-12-31",
        "contact": "The evaluation team",
    },
    "site_types": [
        {"id": "yoi", "label": "Young offender institution", "plural": "Young offender institutions"},
        {"id": "sch", "label": "Secure children's home", "plural": "Secure children's homes"},
    ],
    "sites": [
        {
            "id": f"S{number:02d}",
            "pseudonym": f"Site {number}",
            "type": "yoi" if number <= 2 else "sch",
            "places": 100 if number <= 2 else 20,
            "rollout": "full" if number % 2 else "partial",
            "rollout_month": "2018-11",
            "focus": number == 1,
        }
        for number in range(1, 7)
    ],
    "waves": [
        {"id": "w1", "label": "Wave 1", "opens": "2019-02-01", "closes": "2019-05-31"},
        {"id": "w2", "label": "Wave 2", "opens": "2019-09-01", "closes": "2019-12-31"},
    ],
    "groups": [
        {"id": "staff", "label": "Staff", "plural": "Staff", "denominator": "staff_in_post", "minutes": 15},
        {
            "id": "young_person",
            "label": "Young person",
            "plural": "Young people",
            "denominator": "young_people_resident",
            "minutes": 10,
        },
        {"id": "carer", "label": "Carer", "plural": "Carers", "denominator": "unknown", "minutes": 5},
    ],
    "measures": [
        {"id": "team", "name": "Team form", "voices": ["staff"], "waves": ["w1", "w2"], "instruments": ["team"]}
    ],
    "consent": {"purposes": ["take_part", "quotes"], "document_version": "1"},
    "questions": [
        {
            "id": "flow",
            "asks": "Who answered?",
            "strand": "quantitative",
            "analysis": "response_flow",
            "section": "10-flow.md",
        }
    ],
    "economics": {
        "perspectives": ["health"],
        "price_year": 2020,
        "currency": "GBP",
        "value_set": "none",
        "value_set_reason": "None had been published.",
    },
}


def a_protocol(**blocks: Any) -> Protocol:
    """Return the small protocol; `blocks` replace its top-level parts."""
    return Protocol.model_validate(_SMALL | blocks)
