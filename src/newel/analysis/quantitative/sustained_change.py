"""The central question: did it change, did the change last, was it alike everywhere, and did it follow the dose?"""

from collections.abc import Iterator, Mapping
from math import sqrt

from newel.analysis import _cells, _notes
from newel.analysis._comparing import LEAST_SITES, Compared, compared, corrected
from newel.analysis._dose_response import Response, dose_responses
from newel.analysis._models import remarks, which_model
from newel.analysis._outcome_cells import DEVIATIONS, in_deviations, not_held, sentence, words
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._verdicts import LEVEL, Ruling, Shift, Verdict, ruling
from newel.analysis._wave_dose import DOSES, MONTHS, wave_doses
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Impact, Protocol, Question

ROLES = ("primary", "secondary")
TOO_FEW = "With fewer than five sites this would tell of single ones."
NOTES = (
    (
        "All numbers are in standard deviations of the reference wave and are turned so that more is better. A change "
        "is between waves: what else happened meanwhile is in it, whatever the verdict is called."
    ),
    (
        "Sustained: it improved by the first follow-up, and the loss from there to the last wave is shown to be "
        "smaller than the protocol's bound. Faded: it improved, and a loss is shown that may be larger than the bound. "
        "Never moved: it did not improve, and a change worth having is ruled out. Cannot tell: everything else."
    ),
    (
        "The interval of the later change is a 90 % interval: its lower end is what the bound is compared with, which "
        "is a one-sided test at 5 %. All other intervals are 95 % intervals."
    ),
    (
        "A dose is compared with the site's own mean over the waves and beside the waves themselves. Sites were not "
        "drawn by lot to deliver more or less, so a response to a dose is an association. These intervals are not "
        "corrected for how many there are: some will miss zero by chance."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Follow every primary and secondary outcome from the reference wave to the last."""
    protocol = evidence.protocol
    outcomes = [outcome for role in ROLES for outcome in protocol.outcomes_of(role)]
    found = compared(evidence, outcomes)
    people = {person for each in found.values() for person in each.scores.frame["participant_id"]}
    return Answer(
        population="People whose answers could be scored on a primary or secondary outcome",
        n=_cells.of_people(len(people), national=True),
        tables=(_verdicts(protocol, found), *_tables(evidence, found)),
        figures=_figures(protocol.impact),
        notes=(
            *not_held(protocol, outcomes, found),
            *which_model(protocol, found),
            *remarks(found),
            *NOTES,
            _steps(),
            *_notes.waves(protocol),
        ),
    )


def _verdicts(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    adjusted = corrected(protocol, found)
    columns = (Column("verdict", "Verdict"), Column("because", "Because"))
    rows = []
    for name, each in found.items():
        ruled = _ruled(each, adjusted[name])
        people = min(each.gain.people, each.later.people)
        cells = (words(ruled.verdict.value, people), words(ruled.sentence, people))
        rows.append(Row(name, each.scores.outcome.label, cells))
    return Table("verdicts", "What became of each outcome", "Outcome", columns, tuple(rows))


def _ruled(each: Compared, p: float) -> Ruling:
    """Return the verdict; where a model or a wave is missing, the sentence says so."""
    gain, later = each.shift(each.gain, p), each.shift(each.later)
    if each.impact.first_follow_up == each.impact.last_wave and gain is not None:
        later = None
    outcome = each.scores.outcome
    ruled = ruling(gain, later, worthwhile=outcome.worthwhile, decay_bound=outcome.decay_bound)
    why = each.gain.why_none or (each.later.why_none if later is None else "")
    return Ruling(ruled.verdict, f"{ruled.sentence} {sentence(why)}") if why and _open(ruled) else ruled


def _open(ruled: Ruling) -> bool:
    return ruled.verdict is Verdict.CANNOT_TELL


def _tables(evidence: Evidence, found: Mapping[str, Compared]) -> Iterator[Table]:
    if evidence.protocol.impact is None:
        return
    yield _course(evidence.protocol, evidence.protocol.impact, found)
    yield _sites(found)
    yield _doses(evidence, found)


def _course(protocol: Protocol, impact: Impact, found: Mapping[str, Compared]) -> Table:
    names = {wave.id: wave.label.lower() for wave in protocol.waves}
    first, middle, last = (names[wave] for wave in (impact.reference_wave, impact.first_follow_up, impact.last_wave))
    columns = (
        Column("gain", f"Change, {first} to {middle}"),
        Column("later", f"Change, {middle} to {last} (90 % interval)"),
        Column("overall", f"Change, {first} to {last}"),
    )
    rows = tuple(
        Row(
            name,
            each.scores.outcome.label,
            (
                in_deviations(each.shift(each.gain), each.gain.people, why_none=each.gain.why_none),
                in_deviations(
                    each.shift(each.later), each.later.people, why_none=each.later.why_none, confidence=1 - 2 * LEVEL
                ),
                in_deviations(each.shift(each.overall), each.overall.people, why_none=each.overall.why_none),
            ),
        )
        for name, each in found.items()
    )
    return Table("course", "The course of each outcome, in standard deviations", "Outcome", columns, rows)


def _sites(found: Mapping[str, Compared]) -> Table:
    columns = (
        Column("spread", "Spread of sites' changes (SD)"),
        Column("elsewhere", "Change to be expected at another such site"),
    )
    rows = tuple(Row(name, each.scores.outcome.label, _heterogeneity(each)) for name, each in found.items())
    title = "How unlike the sites' changes to the first follow-up are, in standard deviations"
    return Table("sites", title, "Outcome", columns, rows)


def _heterogeneity(each: Compared) -> tuple[Estimate, ...]:
    """Return the standard deviation of the sites' changes and the interval in which that of another site would lie.

    A change is between two waves of a site, each with its own random part, so its variance is twice theirs.
    Source of the interval: Higgins JPT, Thompson SG, Spiegelhalter DJ. JRSS A 2009;172:137.
    """
    gain, sites = each.shift(each.gain), each.scores.frame["site_id"].n_unique()
    own = each.model.spreads.get("site_id:wave")
    if gain is None or own is None or sites < LEAST_SITES:
        few = TOO_FEW if sites < LEAST_SITES else sentence(each.gain.why_none or "sites' waves cannot be told apart")
        return _cells.empty("coefficient", DEVIATIONS, few), _cells.empty("coefficient", DEVIATIONS, few)
    spread = abs(each.unit) * sqrt(2 * own)
    elsewhere = Shift(gain.estimate, sqrt(gain.error**2 + spread**2), max(1.0, min(gain.freedom, sites - 2)))
    people = each.gain.people
    return Estimate("coefficient", spread, DEVIATIONS, people), in_deviations(elsewhere, people)


def _doses(evidence: Evidence, found: Mapping[str, Compared]) -> Table:
    doses = wave_doses(evidence)
    columns = tuple(Column(name, dose.label) for name, dose in DOSES.items())
    rows = tuple(
        Row(
            name,
            each.scores.outcome.label,
            tuple(_response(one) for one in dose_responses(evidence.protocol, each, doses)),
        )
        for name, each in found.items()
    )
    return Table("dose", "What a step of each dose goes with, in standard deviations", "Outcome", columns, rows)


def _steps() -> str:
    return "One step of a dose: " + "; ".join(f"{dose.label.lower()}, {dose.unit}" for dose in DOSES.values()) + "."


def _response(response: Response) -> Estimate:
    return in_deviations(response.shift, response.people, why_none=response.why_none)


def _figures(impact: Impact | None) -> tuple[Figure, ...]:
    if impact is None:
        return ()
    axis = "Standard deviations, more is better"
    course = "For each outcome, points for the change to the first follow-up and for the later one, with intervals."
    elsewhere = "For each outcome, a point for the mean change with the interval in which another site's would lie."
    return (
        Figure("course", "Change and what became of it", "differences", "course", ("gain", "later"), axis, course),
        Figure("sites", "Change expected at another site", "differences", "sites", ("elsewhere",), axis, elsewhere),
    )


analysis = Analysis(
    title="Sustained change",
    method=(
        f"Differences come from the model of the primary outcomes. An outcome moved where its change to the first "
        f"follow-up is for the better and its corrected p value is below {LEVEL}; it is maintained where the lower end "
        "of the 90 % interval of the later change lies above minus the protocol's bound (one half of Schuirmann's two "
        "one-sided tests, 1987). How unlike sites are is the standard deviation of their changes in the model, and a "
        "prediction interval for another site (Higgins, Thompson and Spiegelhalter 2009). Doses are those in the month "
        f"in which a wave opened, fidelity over the {MONTHS} months up to it, each in a model of its own, as the "
        "difference from the site's own mean."
    ),
    answer=answer,
)
