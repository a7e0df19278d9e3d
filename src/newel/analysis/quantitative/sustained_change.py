"""The central question: did it change, did the change last, was it alike everywhere, and did it follow the dose?"""

from collections.abc import Iterator, Mapping

from newel.analysis import _cells, _notes
from newel.analysis._comparing import LEAST_SITES, Compared, compared, corrected
from newel.analysis._dose_response import Response, dose_responses
from newel.analysis._models import remarks, which_model
from newel.analysis._outcome_cells import DEVIATIONS, coefficient, in_deviations, not_held, p_value, sentence, words
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._site_slopes import EDGE, FLAT, site_slopes
from newel.analysis._verdicts import LEVEL, Ruling, Verdict, ruling
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
        "The interval of the later change is a 90% interval: its lower end is what the bound is compared with, which "
        "is a one-sided test at 5%. All other intervals are 95% intervals."
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
            *_notes.interrupted(protocol),
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
    yield _sites(evidence.protocol, found)
    yield _doses(evidence, found)


def _course(protocol: Protocol, impact: Impact, found: Mapping[str, Compared]) -> Table:
    names = {wave.id: wave.label.lower() for wave in protocol.waves}
    first, middle, last = (names[wave] for wave in (impact.reference_wave, impact.first_follow_up, impact.last_wave))
    columns = (
        Column("gain", f"Change, {first} to {middle}"),
        Column("later", f"Change, {middle} to {last} (90% interval)"),
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


def _sites(protocol: Protocol, found: Mapping[str, Compared]) -> Table:
    columns = (
        Column("spread", "Spread of sites' changes (SD)"),
        Column("p", "p that all change alike"),
        Column("with_start", "Correlation with where a site started"),
        Column("elsewhere", "Change to be expected at another such site"),
    )
    rows = tuple(Row(name, each.scores.outcome.label, _heterogeneity(protocol, each)) for name, each in found.items())
    title = "How unlike the sites' changes to the first follow-up are, in standard deviations"
    return Table("sites", title, "Outcome", columns, rows)


def _heterogeneity(protocol: Protocol, each: Compared) -> tuple[Estimate, ...]:
    """Return how the sites' own changes scatter, whether they do at all, with what, and what to expect elsewhere."""
    impact, people = each.impact, each.gain.people
    slopes = site_slopes(protocol, each.scores, start=impact.reference_wave, end=impact.first_follow_up)
    why_none = TOO_FEW if slopes.sites < LEAST_SITES else slopes.why_none
    if why_none or each.shift(slopes.change) is None:
        why = sentence(why_none or "scores of the reference wave do not vary")
        spread = _cells.empty("coefficient", DEVIATIONS, why)
        return spread, _cells.empty("p_value", "p", why), _cells.empty("coefficient", "", why), spread
    unit = each.scores.better * each.unit
    return (
        Estimate("coefficient", abs(unit) * slopes.spread, DEVIATIONS, people),
        p_value(slopes.p, people),
        coefficient(slopes.correlation, people, why_none=EDGE if slopes.spread else FLAT),
        in_deviations(slopes.elsewhere(unit), people),
    )


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
        "of the 90% interval of the later change lies above minus the protocol's bound (one half of Schuirmann's two "
        "one-sided tests, 1987). How unlike sites are comes from a model of the two waves in which each site has a "
        "change of its own, a random slope that may go with its level: the standard deviation of these changes, a "
        "likelihood ratio against none (Stram and Lee 1994), and a prediction interval for another site (Higgins, "
        "Thompson and Spiegelhalter 2009). Doses are those in the month "
        f"in which a wave opened, fidelity over the {MONTHS} months up to it, each in a model of its own, as the "
        "difference from the site's own mean."
    ),
    answer=answer,
)
