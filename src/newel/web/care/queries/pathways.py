"""Everything on the pathways of young people, as it stands now: the latest version of each thing, and those before."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from newel.web.care.models import (
    Admission,
    DomainAssessment,
    Formulation,
    Intervention,
    OwnWords,
    Rating,
    Review,
    Target,
    TransitionPlan,
)


@dataclass(frozen=True)
class RatedTarget:
    """A target with its ratings, the earliest first."""

    target: Target
    ratings: tuple[Rating, ...]


@dataclass(frozen=True)
class Pathway:
    """One young person's pathway. Versions and reviews are in the order they were made."""

    admission: Admission
    assessments: dict[str, tuple[DomainAssessment, ...]]
    own_words: dict[str, OwnWords]
    formulations: tuple[Formulation, ...]
    targets: tuple[RatedTarget, ...]
    interventions: tuple[Intervention, ...]
    reviews: tuple[Review, ...]
    plans: tuple[TransitionPlan, ...]

    def need(self, domain: str) -> str:
        """Return what was found in a domain. Where nobody looked it is `not_assessed`, never `not_identified`."""
        versions = self.assessments.get(domain)
        return versions[-1].need if versions else "not_assessed"

    def domains_with(self, need: str, domains: Iterable[str]) -> tuple[str, ...]:
        """Return those of the domains in which this was found."""
        return tuple(domain for domain in domains if self.need(domain) == need)

    def needs_without_intervention(self, domains: Iterable[str]) -> tuple[str, ...]:
        """Return the domains with an identified need that no intervention, going on or ended, is linked to."""
        answered = {intervention.domain for intervention in self.interventions}
        return tuple(domain for domain in self.domains_with("identified", domains) if domain not in answered)

    @property
    def unread(self) -> tuple[str, ...]:
        """The domains whose own words nobody of the staff has read yet."""
        return tuple(domain for domain, said in self.own_words.items() if said.read_at is None and said.sealed)


def admission_of(key: str) -> Admission | None:
    """Return the admission of a key, or None."""
    return Admission.objects.filter(key=key).first()


def pathway_of(admission: Admission) -> Pathway:
    """Return one pathway."""
    return _read(Admission.objects.filter(pk=admission.pk))[0]


def pathways_at(site_ids: Iterable[str], *, left: bool = False) -> list[Pathway]:
    """Return the pathways of those who are at the sites, or of those who have left them, the latest to leave first."""
    admissions = Admission.objects.filter(site_id__in=list(site_ids), left_on__isnull=not left)
    return _read(admissions.order_by("-left_on", "site_id", "label"))


def all_pathways() -> list[Pathway]:
    """Return every pathway, in the order they were begun."""
    return _read(Admission.objects.order_by("pk"))


def _read(admissions: QuerySet[Admission]) -> list[Pathway]:
    """Read everything with one query a table. Sealed words stay where they are until somebody opens one."""
    with_all = admissions.prefetch_related(
        Prefetch("assessments", DomainAssessment.objects.order_by("domain", "version")),
        "own_words",
        Prefetch("formulations", Formulation.objects.order_by("version").defer("sealed")),
        Prefetch("targets", Target.objects.order_by("number").defer("sealed")),
        Prefetch("targets__ratings", Rating.objects.order_by("rated_on")),
        Prefetch("interventions", Intervention.objects.order_by("number").defer("sealed")),
        Prefetch("reviews", Review.objects.order_by("held_on", "due_on")),
        Prefetch("plans", TransitionPlan.objects.order_by("version").defer("sealed")),
    )
    return [_pathway(admission) for admission in with_all]


def _pathway(admission: Admission) -> Pathway:
    versions: dict[str, tuple[DomainAssessment, ...]] = {}
    for assessment in admission.assessments.all():
        versions[assessment.domain] = (*versions.get(assessment.domain, ()), assessment)
    return Pathway(
        admission=admission,
        assessments=versions,
        own_words={said.domain: said for said in admission.own_words.all()},
        formulations=tuple(admission.formulations.all()),
        targets=tuple(RatedTarget(target, tuple(target.ratings.all())) for target in admission.targets.all()),
        interventions=tuple(admission.interventions.all()),
        reviews=tuple(admission.reviews.all()),
        plans=tuple(admission.plans.all()),
    )
