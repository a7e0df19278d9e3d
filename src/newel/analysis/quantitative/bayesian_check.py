"""The question of the primary outcomes, asked of a Bayesian with stated priors, beside the answer that decides."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from newel.analysis import _cells, _notes
from newel.analysis._change import Difference
from newel.analysis._comparing import Compared, compared
from newel.analysis._models import remarks, which_model
from newel.analysis._outcome_cells import DEVIATIONS, coefficient, in_deviations, not_held, sentence, words
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.formulas.bayesian import NOT_INSTALLED, Belief, Posterior, Priors, installed, sample_posterior
from newel.protocol import Impact, Question

ROLE = "primary"
SEED = 2018
ALIKE = 0.25
"""Two answers are alike where the estimates, and the half-widths, differ by less than so much of a standard error."""
NOTES = (
    (
        "This decides nothing: the comparison of the primary outcomes does. It shows whether that answer stands when "
        "the same model of the same answers is asked another way."
    ),
    (
        "Numbers are in standard deviations of the reference wave, turned so that more is better. The middle is the "
        "mean of the posterior; its interval holds 95% of the probability, as much above it as below."
    ),
    (
        "Worthwhile is the probability, given model and priors, that the change is larger than the smallest one worth "
        "having, which the protocol declares. It is not one minus a p value."
    ),
    (
        "Draws are to be used where R-hat of every coefficient and standard deviation is at most 1.01, each has at "
        "least 400 effective draws, and no transition diverged (Vehtari and others 2021)."
    ),
    (
        "The two answers are called alike where their estimates, and the half-widths of their intervals, differ by "
        "less than a quarter of the model's standard error."
    ),
)
ALT = "For each outcome, a point with its interval for the Bayesian answer and one for the model that decides."


@dataclass(frozen=True)
class _Asked:
    """One outcome with its posterior, or why there is none."""

    compared: Compared
    posterior: Posterior | None = None
    why_none: str = ""

    def belief(self, found: Difference) -> Belief | None:
        """Return what is thought of a difference between two waves; None where no draws of it can be used."""
        contrast = self.compared.model.contrast(found.start, found.end)
        if self.posterior is None or not self.posterior.trusted or contrast is None:
            return None
        return self.posterior.belief(contrast)

    def why_not(self, found: Difference) -> str:
        """Return why there is no belief: draws that cannot be trusted are not printed as an answer."""
        untrusted = self.posterior.sentence if self.posterior is not None and not self.posterior.trusted else ""
        return self.why_none or untrusted or found.why_none


def answer(question: Question, evidence: Evidence) -> Answer:
    """Ask about every primary outcome; the option `seed` is what the draws start from."""
    protocol, impact = evidence.protocol, evidence.protocol.impact
    outcomes = protocol.outcomes_of(ROLE)
    found = compared(evidence, outcomes)
    seed = int(str(question.options.get("seed", SEED)))
    asked = {name: _ask(each, seed=seed) for name, each in found.items()}
    people = {person for each in found.values() for person in each.scores.frame["participant_id"]}
    tables = _tables(evidence, impact, asked) if impact else ()
    return Answer(
        population="People whose answers could be scored on a primary outcome, from the reference wave on",
        n=_cells.of_people(len(people), national=True),
        tables=tables,
        figures=tuple(_figure(table) for table in tables[:-1]),
        notes=(
            *not_held(protocol, outcomes, found),
            *(() if installed() else (f"The draws were {NOT_INSTALLED}.",)),
            *which_model(protocol, found),
            *remarks(found),
            Priors().in_words,
            *NOTES,
            *_notes.interrupted(protocol),
        ),
    )


def _ask(each: Compared, *, seed: int) -> _Asked:
    """Draw from the posterior of the model of change, in standard deviations about the reference wave's mean."""
    model, fit = each.model.model, each.model.fit
    if model is None or fit is None:
        return _Asked(each, why_none=each.model.why_none)
    if not np.isfinite(each.unit):
        return _Asked(each, why_none="scores of the reference wave do not vary")
    if not installed():
        return _Asked(each, why_none=NOT_INSTALLED)
    reference = each.scores.frame.filter(wave=each.impact.reference_wave)
    centred = model.response - _cells.numbers(reference, "score").mean()
    response = each.scores.better * each.unit * centred
    return _Asked(each, sample_posterior(fit.design, response, seed=seed))


def _tables(evidence: Evidence, impact: Impact, asked: Mapping[str, _Asked]) -> tuple[Table, ...]:
    names = {wave.id: wave.label.lower() for wave in evidence.protocol.waves}
    ends = {"gain": impact.first_follow_up, "overall": impact.last_wave}
    if impact.first_follow_up == impact.last_wave:
        ends.pop("overall")
    changes = [
        _changes(name, f"From {names[impact.reference_wave]} to {names[end]}", asked) for name, end in ends.items()
    ]
    return (*changes, _sampling(asked))


def _changes(change: str, title: str, asked: Mapping[str, _Asked]) -> Table:
    columns = (
        Column("bayesian", "Change, Bayesian"),
        Column("worthwhile", "Probability of a worthwhile change"),
        Column("model", "Change, the model that decides"),
        Column("alike", "Are they alike?"),
    )
    rows = tuple(
        Row(name, each.compared.scores.outcome.label, _beside(each, getattr(each.compared, change)))
        for name, each in asked.items()
    )
    return Table(change, f"{title}, in standard deviations", "Outcome", columns, rows)


def _beside(each: _Asked, found: Difference) -> tuple[Estimate, ...]:
    """Return the two answers about one difference, and what to make of the pair."""
    people, belief, shift = found.people, each.belief(found), each.compared.shift(found)
    model = in_deviations(shift, people, why_none=found.why_none)
    if belief is None:
        why = sentence(each.why_not(found))
        return (
            _cells.empty("coefficient", DEVIATIONS, why),
            _cells.empty("coefficient", "probability", why),
            model,
            _cells.empty("words", "", why),
        )
    bayesian = Estimate("coefficient", belief.mean, DEVIATIONS, people, low=belief.low, high=belief.high)
    worthwhile = coefficient(belief.above(each.compared.scores.outcome.worthwhile), people, unit="probability")
    if shift is None:
        return bayesian, worthwhile, model, words("The model has no answer.", people)
    apart = abs(belief.mean - shift.estimate)
    wider = abs((belief.high - belief.low) - (shift.high() - shift.low())) / 2
    alike = max(apart, wider) < ALIKE * shift.error
    return bayesian, worthwhile, model, words("Alike" if alike else "Not alike: priors or few sites matter", people)


def _sampling(asked: Mapping[str, _Asked]) -> Table:
    columns = (
        Column("rhat", "Largest R-hat"),
        Column("effective", "Fewest effective draws"),
        Column("divergent", "Divergent transitions"),
        Column("verdict", "What the checks say"),
    )
    rows = tuple(Row(name, each.compared.scores.outcome.label, _checks(each)) for name, each in asked.items())
    return Table("sampling", "Whether the draws can be used", "Outcome", columns, rows)


def _checks(each: _Asked) -> tuple[Estimate, ...]:
    drawn = each.posterior
    if drawn is None:
        why = sentence(each.why_none)
        return (
            _cells.empty("coefficient", "", why),
            _cells.empty("count", "draws", why),
            _cells.empty("count", "transitions", why),
            _cells.empty("words", "", why),
        )
    return (
        Estimate("coefficient", drawn.rhat, "", None),
        _cells.things(drawn.effective, "draws"),
        _cells.things(drawn.divergent, "transitions"),
        words(drawn.sentence, None),
    )


def _figure(table: Table) -> Figure:
    return Figure(table.id, table.title, "differences", table.id, ("bayesian", "model"), "Standard deviations", ALT)


analysis = Analysis(
    title="The primary outcomes, asked of a Bayesian",
    method=(
        "The linear mixed model of the primary outcomes is fitted to the same answers with weakly informative priors, "
        "which the notes state in words, by the no-U-turn sampler: four chains of four thousand draws after a warm-up "
        "of two thousand, from a stated seed, through bambi and nutpie (Capretto and others 2022; Hoffman and Gelman "
        "2014). Without the extra `bayes` nothing is drawn, and the cells say so."
    ),
    answer=answer,
)
