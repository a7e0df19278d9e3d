"""One pathway as rows for its pages: domains, versions, targets, interventions, in words that staff read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newel.care.wording import DomainWords, FactorKind, Wording
from newel.protocol import Protocol
from newel.web.care.contributors import CONTRIBUTORS
from newel.web.care.models import DomainAssessment, Formulation, Intervention, OwnWords, Rating, TransitionPlan
from newel.web.care.presenters.chart import in_words
from newel.web.care.queries.pathways import Pathway, RatedTarget
from newel.web.care.sealing import unseal

NEED_NAMES = {
    "identified": "Need identified",
    "not_identified": "No need identified",
    "not_assessed": "Not assessed",
}


@dataclass(frozen=True)
class Assessed:
    """One version of an assessment, in words."""

    need: str
    name: str
    assessed_on: date | None
    who: str


@dataclass(frozen=True)
class DomainRow:
    """One domain of the needs assessment: how it stands, the versions before, and what the young person said."""

    place: int
    words: DomainWords
    now: Assessed
    earlier: tuple[Assessed, ...]
    said: OwnWords | None
    answered: bool


@dataclass(frozen=True)
class Told:
    """A formulation with its words. `factors` are by kind, without the kinds that hold none."""

    formulation: Formulation
    narrative: str
    factors: tuple[tuple[FactorKind, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TargetRow:
    """A target with its words and ratings, and what the chart shows in a sentence."""

    number: int
    words: str
    set_on: date
    set_by_child: bool
    closed_on: date | None
    ratings: tuple[Rating, ...]
    chart: str


@dataclass(frozen=True)
class InterventionRow:
    """An intervention with its words and the need it answers, in words; blank for none."""

    intervention: Intervention
    words: str
    need: str


def domain_rows(protocol: Protocol, wording: Wording, pathway: Pathway) -> list[DomainRow]:
    """Return one row a domain, in the protocol's order. A domain nobody assessed says so."""
    unanswered = pathway.needs_without_intervention(protocol.needs)
    rows = []
    for place, domain in enumerate(protocol.needs, start=1):
        versions = [_assessed(version) for version in pathway.assessments.get(domain, ())]
        now = versions[-1] if versions else Assessed("not_assessed", NEED_NAMES["not_assessed"], None, "")
        rows.append(
            DomainRow(
                place,
                wording.domain(domain),
                now,
                tuple(reversed(versions[:-1])),
                pathway.own_words.get(domain),
                domain not in unanswered,
            )
        )
    return rows


def _assessed(version: DomainAssessment) -> Assessed:
    who = [who.short for who in CONTRIBUTORS if getattr(version, f"{who.id}_took_part")]
    return Assessed(version.need, NEED_NAMES[version.need], version.assessed_on, ", ".join(who))


def own_words(protocol: Protocol, wording: Wording, pathway: Pathway) -> list[tuple[DomainWords, OwnWords | None, str]]:
    """Return (domain, what is kept, its words) for every domain; the words are empty where there are none."""
    rows = []
    for domain in protocol.needs:
        said = pathway.own_words.get(domain)
        words = unseal(pathway.admission, f"own_words/{domain}", said.sealed) if said and said.sealed else ""
        rows.append((wording.domain(domain), said, words))
    return rows


def told(wording: Wording, pathway: Pathway, formulation: Formulation) -> Told:
    """Open the words of one version. A kind of factor that the study has dropped since keeps its id as its name."""
    words = json.loads(unseal(pathway.admission, f"formulation/{formulation.version}", formulation.sealed))
    by_kind: dict[str, list[str]] = {}
    for kind, text in words["factors"]:
        by_kind.setdefault(kind, []).append(text)
    known = {kind.id: kind for kind in wording.factors}
    kinds = [*(name for name in known if name in by_kind), *(name for name in by_kind if name not in known)]
    factors = ((known.get(name) or FactorKind(id=name, label=name), tuple(by_kind[name])) for name in kinds)
    return Told(formulation, words["narrative"], tuple(factors))


def written_before(wording: Wording, pathway: Pathway) -> dict[str, str]:
    """Return the fields that a new version begins with: the words of the last one, to be revised."""
    if not pathway.formulations:
        return {}
    last = told(wording, pathway, pathway.formulations[-1])
    factors = {f"factor.{kind.id}": "\n".join(texts) for kind, texts in last.factors}
    return {"narrative": last.narrative} | factors


def factor_fields(wording: Wording, fields: Mapping[str, str]) -> list[tuple[FactorKind, str]]:
    """Return (kind, what stands in its field)."""
    return [(kind, fields.get(f"factor.{kind.id}", "")) for kind in wording.factors]


def target_rows(pathway: Pathway) -> list[TargetRow]:
    """Return the targets, those that are open first."""
    rows = [_target(pathway, rated) for rated in pathway.targets]
    return [row for row in rows if not row.closed_on] + [row for row in rows if row.closed_on]


def _target(pathway: Pathway, rated: RatedTarget) -> TargetRow:
    target = rated.target
    return TargetRow(
        number=target.number,
        words=unseal(pathway.admission, f"target/{target.number}", target.sealed),
        set_on=target.set_on,
        set_by_child=target.set_by_child,
        closed_on=target.closed_on,
        ratings=rated.ratings,
        chart=in_words(target.number, rated.ratings),
    )


def intervention_rows(wording: Wording, pathway: Pathway) -> list[InterventionRow]:
    """Return the interventions, those that go on first."""
    rows = [
        InterventionRow(
            row,
            unseal(pathway.admission, f"intervention/{row.number}", row.sealed),
            wording.domain(row.domain).label if row.domain else "",
        )
        for row in pathway.interventions
    ]
    return sorted(rows, key=lambda row: row.intervention.ended_on is not None)


def plans(pathway: Pathway) -> list[tuple[TransitionPlan, str]]:
    """Return (version, its words), the latest first."""
    return [
        (plan, unseal(pathway.admission, f"transition/{plan.version}", plan.sealed)) for plan in reversed(pathway.plans)
    ]


def labels(wording: Wording, domains: Iterable[str]) -> list[tuple[str, str]]:
    """Return (id, label) of domains, for a list to choose from."""
    return [(domain, wording.domain(domain).label) for domain in domains]
