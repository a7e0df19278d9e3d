"""The pages of assessment, formulation, targets, interventions, reviews and transition, read into acts."""

from collections.abc import Iterable
from datetime import date

from newel.care.wording import FactorKind
from newel.web.care.actions.assess_domain import Found
from newel.web.care.actions.hold_review import Held
from newel.web.care.actions.plan_transition import Planned
from newel.web.care.actions.rate_target import Rated
from newel.web.care.actions.set_target import Aim
from newel.web.care.actions.start_intervention import Begun
from newel.web.care.actions.write_formulation import Factors, Meeting, Story, Written
from newel.web.care.contributors import CONTRIBUTORS
from newel.web.care.forms.reading import Reading
from newel.web.care.queries.pathways import Pathway

MOST_STAFF = 40
CHILD_THERE = "Choose whether the young person was there."
NEEDS = ("identified", "not_identified", "not_assessed")
AGREED = {"yes": True, "no": False, "not_asked": None}


def read_found(read: Reading, domain: str, *, since: date, today: date) -> Found:
    """Read what was found in a domain. A domain that was not assessed needs no more; one that was needs a day."""
    need = read.choice("need", NEEDS, says="Choose what was found.")
    if need not in NEEDS[:2]:
        return Found(domain, need)
    took_part = read.ticked("took_part", [who.id for who in CONTRIBUTORS])
    if not took_part:
        read.faults["took_part"] = "Tick everybody who took part; at least one."
    return Found(domain, need, read.day("assessed_on", since=since, until=today), took_part)


def read_formulation(read: Reading, kinds: Iterable[FactorKind], *, since: date, today: date) -> Written:
    """Read a formulation. A young person can agree only with what was shared with them."""
    shared = read.yes_no("shared", says="Choose whether it was shared with the young person.")
    agreed = AGREED.get(read.choice("agreed", AGREED, says="Choose whether the young person agrees."))
    if not shared and agreed is not None and "shared" not in read.faults:
        read.faults["agreed"] = "This can be yes or no only where the formulation was shared with the young person."
    meeting = Meeting(
        held_on=read.day("held_on", since=since, until=today),
        child_present=read.yes_no("child_present", says=CHILD_THERE),
        family_present=read.yes_no("family_present", says="Choose whether a parent or carer was there."),
        staff_present=read.whole("staff_present", highest=MOST_STAFF, of="staff"),
        shared_with_child=shared,
        agreed_by_child=agreed,
    )
    narrative = read.words("narrative", says="Write the story in a few sentences.")
    return Written(meeting, Story(narrative, _factors(read, kinds)), read_seen(read))


def _factors(read: Reading, kinds: Iterable[FactorKind]) -> Factors:
    """Read one factor a line."""
    return tuple(
        (kind.id, line.strip())
        for kind in kinds
        for line in read.words(f"factor.{kind.id}").splitlines()
        if line.strip()
    )


def read_seen(read: Reading) -> int:
    """Return the version that was the last when the page was made; 0 for none."""
    typed = read.fields.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


def read_aim(read: Reading, *, since: date, today: date) -> Aim:
    """Read a new target."""
    return Aim(
        words=read.words("words", says="Write what is to be different."),
        set_on=read.day("set_on", since=since, until=today),
        set_by_child=read.yes_no("set_by_child", says="Choose whether the young person took part."),
    )


def read_rating(read: Reading, number: int, *, since: date, today: date) -> Rated:
    """Read the rating of one target; its fields carry the target's number."""
    rating = read.choice(f"rating.{number}", [str(value) for value in range(11)], says="Choose 0 to 10.")
    rated_on = read.day(f"rated_on.{number}", since=since, until=today)
    return Rated(number, rated_on, int(rating) if rating.isdecimal() else 0)


def read_intervention(read: Reading, pathway: Pathway, domains: Iterable[str], *, today: date) -> Begun:
    """Read a new intervention. Both links may be to none; a version that is not there is refused."""
    domain = read.choice("domain", ["", *domains], says="Choose a need, or none of them.")
    versions = [str(version.version) for version in pathway.formulations]
    version = read.choice("formulation_version", ["", *versions], says="Choose a version, or none of them.")
    return Begun(
        words=read.words("words", says="Write what is done."),
        started_on=read.day("started_on", since=pathway.admission.admitted_on, until=today),
        domain=domain,
        formulation_version=int(version) if version in versions else None,
    )


def read_review(read: Reading, due_on: date, *, since: date, today: date) -> Held:
    """Read a review that was held."""
    return Held(
        due_on=due_on,
        held_on=read.day("held_on", since=since, until=today),
        child_present=read.yes_no("child_present", says=CHILD_THERE),
        plan_changed=read.yes_no("plan_changed", says="Choose whether the plan was changed."),
    )


def read_plan(read: Reading, *, since: date, today: date) -> Planned:
    """Read a transition plan."""
    return Planned(
        planned_on=read.day("planned_on", since=since, until=today),
        home_area_took_part=read.yes_no(
            "home_area_took_part", says="Choose whether a professional from the home area took part."
        ),
        child_took_part=read.yes_no("child_took_part", says="Choose whether the young person took part."),
        words=read.words("words", says="Write what carries on, who does it, and from when."),
    )
