"""The protocol of an imported study: what is known from the other system, and a plain word where nothing is."""

import re
from typing import Any

from newel.importers._plugin import ImportedProject
from newel.instruments import Instrument
from newel.protocol import Protocol

GROUP = "people"
_SITE_TYPE = "group"
_NOT_STATED = "not stated in the imported project"


def protocol_of(project: ImportedProject, name: str) -> Protocol:
    """Return a valid protocol named after the study's folder. Every date in it is the day of the import."""
    answered = [instrument for instrument in project.instruments if project.asked.get(instrument.id)]
    day = project.imported_on
    return Protocol.model_validate(
        {
            "study": _study(project, name),
            "consent": {
                "purposes": ["take_part"],
                "document_version": "not imported",
                "kept_elsewhere": f"in the {project.system} project the answers come from; no consent was imported",
            },
            "site_types": [{"id": _SITE_TYPE, "label": "Access group", "plural": "Access groups"}],
            "sites": _sites(project),
            "waves": [{"id": wave.id, "label": wave.label, "opens": day, "closes": day} for wave in project.waves],
            "groups": [
                {"id": GROUP, "label": "Person", "plural": "People on record", "denominator": "unknown", "minutes": 1}
            ],
            "measures": [_measure(project, instrument) for instrument in answered],
            "questions": _questions(answered),
        }
    )


def _study(project: ImportedProject, name: str) -> dict[str, Any]:
    letters = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")
    return {
        "id": letters if letters[:1].isalpha() else f"study_{letters}".rstrip("_"),
        "title": f"{name}: a study imported from {project.system}",
        "short_title": name,
        "commissioner": _NOT_STATED,
        "evaluators": _NOT_STATED,
        "starts": project.imported_on,
        "ends": project.imported_on,
        "contact": _NOT_STATED.capitalize(),
    }


def _sites(project: ImportedProject) -> list[dict[str, Any]]:
    return [
        {
            "id": site.id,
            "pseudonym": f"Group {site.id}",
            "type": _SITE_TYPE,
            "places": max(site.people, 1),
            "rollout": "full",
            "rollout_month": f"{project.imported_on:%Y-%m}",
        }
        for site in project.sites
    ]


def _measure(project: ImportedProject, instrument: Instrument) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "name": instrument.title,
        "voices": list(instrument.respondents),
        "waves": list(project.asked[instrument.id]),
        "instruments": [instrument.id],
    }


def _questions(answered: list[Instrument]) -> list[dict[str, Any]]:
    """Return one question about who answered, and one for each instrument anybody filled in."""
    flow = {
        "id": "response_flow",
        "asks": "Who answered, in which wave?",
        "strand": "quantitative",
        "analysis": "response_flow",
        "section": "10-flow.md",
    }
    answers = [
        {
            "id": f"answers_{instrument.id}",
            "asks": f"What did people answer in {instrument.title}?",
            "strand": "quantitative",
            "analysis": "answer_distribution",
            "section": f"20-{number:02d}-{instrument.id}.md",
            "options": {"group": GROUP, "instruments": [instrument.id]},
        }
        for number, instrument in enumerate(answered, start=1)
    ]
    return [flow, *answers]
