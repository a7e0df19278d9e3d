"""Whether the parts of a protocol agree: every name that is used is declared, every period makes sense."""

from collections import Counter
from collections.abc import Iterator

from newel.protocol.coding_consistency import coding_problems
from newel.protocol.economics_consistency import economics_problems
from newel.protocol.impact_consistency import impact_problems
from newel.protocol.model import Protocol
from newel.protocol.observing_consistency import observing_problems
from newel.protocol.problem import Problem, undeclared


def problems(protocol: Protocol) -> list[Problem]:
    """Return every contradiction, in the order of the file."""
    return [
        *_periods(protocol),
        *_repeated(protocol),
        *_sites(protocol),
        *_measures(protocol),
        *_questions(protocol),
        *_chasers(protocol),
        *impact_problems(protocol),
        *economics_problems(protocol),
        *coding_problems(protocol),
        *observing_problems(protocol),
    ]


def _periods(protocol: Protocol) -> Iterator[Problem]:
    study = protocol.study
    if study.ends < study.starts:
        yield Problem(("study", "ends"), str(study.ends), f"a day after {study.starts}", "Move one of the two dates.")
    closed = study.starts
    for index, wave in enumerate(protocol.waves):
        if wave.closes < wave.opens:
            yield Problem(
                ("waves", index, "closes"),
                str(wave.closes),
                f"a day after it opens, {wave.opens}",
                "Move one of the two dates.",
            )
        if wave.opens < closed:
            yield Problem(
                ("waves", index, "opens"),
                str(wave.opens),
                f"a day after {closed}, when the study starts or the wave before closes",
                "Waves may not overlap. Move one of the two dates.",
            )
        closed = wave.closes


def _repeated(protocol: Protocol) -> Iterator[Problem]:
    lists: dict[str, list[str]] = {
        "site_types": [part.id for part in protocol.site_types],
        "sites": [part.id for part in protocol.sites],
        "waves": [part.id for part in protocol.waves],
        "groups": [part.id for part in protocol.groups],
        "measures": [part.id for part in protocol.measures],
        "questions": [part.id for part in protocol.questions],
        "courses": [part.id for part in protocol.courses],
        "staff_roles": [part.id for part in protocol.staff_roles],
        "outcomes": [part.id for part in protocol.outcomes],
        "families": [part.id for part in protocol.families],
    }
    for name, ids in lists.items():
        for identifier, count in Counter(ids).items():
            if count > 1:
                last = len(ids) - 1 - ids[::-1].index(identifier)
                yield Problem(
                    (name, last, "id"), f"`{identifier}`, {count} times", "each id once", "Give one of them another id."
                )


def _sites(protocol: Protocol) -> Iterator[Problem]:
    types = [site_type.id for site_type in protocol.site_types]
    for index, site in enumerate(protocol.sites):
        yield from undeclared(("sites", index, "type"), [site.type], types, block="[[site_types]]")
        if site.closed_month is not None and site.closed_month not in protocol.months():
            yield Problem(
                ("sites", index, "closed_month"),
                site.closed_month,
                "a month of the study",
                "Correct the month or remove the key.",
            )
    for index, interruption in enumerate(protocol.interruptions):
        yield from undeclared(
            ("interruptions", index, "site_types"), interruption.site_types, types, block="[[site_types]]"
        )


def _measures(protocol: Protocol) -> Iterator[Problem]:
    groups = [group.id for group in protocol.groups]
    waves = [wave.id for wave in protocol.waves]
    for index, measure in enumerate(protocol.measures):
        yield from undeclared(("measures", index, "voices"), measure.voices, groups, block="[[groups]]")
        yield from undeclared(("measures", index, "waves"), measure.waves, waves, block="[[waves]]")


def _questions(protocol: Protocol) -> Iterator[Problem]:
    answered_in: dict[str, str] = {}
    for index, question in enumerate(protocol.questions):
        if question.section in answered_in:
            yield Problem(
                ("questions", index, "section"),
                f"`{question.section}`, already the section of question `{answered_in[question.section]}`",
                "a section of its own for each question",
                "Name another file of the report folder.",
            )
        answered_in[question.section] = question.id


def _chasers(protocol: Protocol) -> Iterator[Problem]:
    """A ladder climbs, and ends before the month closes: after that there is nothing left to send."""
    returns, before = protocol.returns, 0
    last = returns.closes_days_after_month - returns.due_days_after_month
    for index, chaser in enumerate(returns.chasers):
        place = ("returns", "chasers", index, "days_late")
        if chaser.days_late <= before:
            remedy = "Put the chasers in the order in which they are sent."
            yield Problem(place, f"{chaser.days_late} after {before}", "more days than the chaser before", remedy)
        if chaser.days_late > last:
            remedy = "Chase earlier, or close the month later."
            yield Problem(place, str(chaser.days_late), f"at most {last}, when the month closes", remedy)
        before = chaser.days_late
