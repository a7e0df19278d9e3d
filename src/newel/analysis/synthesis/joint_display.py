"""The strands side by side: what returns, questionnaires, interviews and costs say of each site type."""

from itertools import product

import polars as pl

from newel.analysis import _cells, _costs, _notes
from newel.analysis._answers import asked_instruments, of_scale, scale_names, scale_scores, sent_responses
from newel.analysis._incidents import MEASURES, counted_months, pooled_rate
from newel.analysis._pathway import kept
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._positions import position
from newel.care import OWN_PART, assessed_domains, latest_staffing, read_pathway, whole_assessments
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Group, Protocol, Question

NO_STAFFING = "no return that counts trained staff was received"
NO_ASSESSMENT = "no needs assessment was received"
NOTES = (
    (
        "The numbers are computed from the same freeze by the same rules as in their own sections, and are put "
        "side by side without weights. Whether they agree, add to each other or contradict each other is for "
        "the reader to judge and the authors to argue."
    ),
    (
        "Position on a scale runs from 0, the worse end, to 100, the better end, whatever the scale's own "
        "numbers and direction. It is over all waves. The same position on two scales does not mean the same "
        "thing."
    ),
    (
        "Of a group that has outcomes the scales of these are shown, of any other group all scales. The others stand "
        "in the group's own section."
    ),
    "Interviews and observations were held at sites that were chosen; a site type without any was not visited.",
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Lay each strand's main numbers beside each other, by site type."""
    side_by_side, experience = _side_by_side(evidence), _experience(evidence)
    return Answer(
        population="All sites of the study, by site type",
        n=_cells.things(len(evidence.protocol.sites), "sites", national=True),
        tables=(side_by_side, experience),
        figures=(_figure(evidence),),
        notes=(
            *NOTES,
            *_notes.instruments(evidence, _shown(evidence)),
            *_notes.intervals(evidence.protocol, [side_by_side, experience]),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _side_by_side(evidence: Evidence) -> Table:
    counted = {measure: counted_months(evidence.freeze.frame("monthly_return"), measure) for measure in MEASURES}
    strands, costs = _strands(evidence), _costs.per_site(evidence, _costs.priced(evidence).rows)
    rows = []
    for place in places(evidence.protocol):
        cells = (
            _cells.things(len(place.sites), "sites", national=place.whole_study),
            *(pooled_rate(months, place) for months in counted.values()),
            *_practice(strands, place),
            _costs.per_child_year(evidence, costs, place),
        )
        rows.append(Row(place.id, place.label, cells))
    columns = (
        Column("sites", "Sites"),
        *(Column(measure, f"{label} per 100 children per year") for measure, (label, _) in MEASURES.items()),
        Column("share_trained", "Staff in post trained"),
        Column("share_all_assessed", "Young people with every domain assessed"),
        Column("child_present", "Young person present at formulation meetings"),
        Column("interviews", "Interviews"),
        Column("observations", "Meetings observed"),
        Column("per_child_year", "Cost per child-year"),
    )
    title = "Incidents, training, assessment, conversations and cost side by side"
    return Table("side_by_side", title, "Site type", columns, tuple(rows))


def _strands(evidence: Evidence) -> dict[str, pl.DataFrame]:
    """Return the frames of training, assessment, formulation, interviews and observations, each with its sites."""
    freeze, protocol = evidence.freeze, evidence.protocol
    assessment = freeze.frame("assessment")
    children = whole_assessments(assessment, assessed_domains(protocol, assessment))
    whole = pl.col("all_assessed").sum()
    return {
        "staff": latest_staffing(protocol, freeze.frame("monthly_return")),
        "children": children.group_by("site_id").agg(admitted=pl.len(), all_assessed=whole),
        "formulations": OWN_PART["child_present"].cases(read_pathway(protocol, freeze.frame)),
        "interviews": freeze.frame("session").filter(pl.col("kind") == "interview"),
        "observations": freeze.frame("observation"),
    }


def _practice(strands: dict[str, pl.DataFrame], place: Place) -> tuple[Estimate, ...]:
    """Return a place's share trained, share assessed, share present, interviews and observations."""
    here, national = {name: place.rows(frame) for name, frame in strands.items()}, place.whole_study
    interviews, seen = here["interviews"], here["observations"].height
    people = _cells.total(interviews, "people")
    return (
        _cells.share(here["staff"], "staff_trained", "staff_in_post", why_missing=NO_STAFFING, national=national),
        _cells.share(here["children"], "all_assessed", "admitted", why_missing=NO_ASSESSMENT, national=national),
        kept(strands["formulations"], place),
        Estimate("count", interviews.height, "interviews", people, national=national),
        _cells.things(seen, "meetings", national=national),
    )


def _shown(evidence: Evidence) -> list[str]:
    """Return the instruments that are asked and of which a scale is shown."""
    protocol = evidence.protocol
    of = {name.partition(".")[0] for group in protocol.groups for name in _outcomes(protocol, group)}
    rest = {name for group in protocol.groups if not _outcomes(protocol, group) for name in _asked(protocol, group)}
    return [name for name in _asked(protocol, *protocol.groups) if name in of | rest]


def _asked(protocol: Protocol, *groups: Group) -> list[str]:
    """Return the instruments the schedule asks of these groups, each once, in its order."""
    pairs = product(groups, protocol.waves)
    return list(dict.fromkeys(name for group, wave in pairs for name in protocol.instruments_for(group.id, wave.id)))


def _experience(evidence: Evidence) -> Table:
    columns = tuple(Column(place.id, place.label) for place in places(evidence.protocol))
    rows = tuple(row for group in evidence.protocol.groups for row in _group_rows(evidence, group))
    return Table("experience", "Where people placed themselves on each scale", "Group and scale", columns, rows)


def _group_rows(evidence: Evidence, group: Group) -> list[Row]:
    """Return the scales of a group's outcomes, in their order; all of its scales where it has none."""
    instruments = asked_instruments(evidence, group.id, _asked(evidence.protocol, group))
    scores = scale_scores(evidence, sent_responses(evidence, group.id), instruments)
    scales = {f"{instrument.id}.{scale.id}": (instrument, scale) for instrument, scale in scale_names(instruments)}
    every = {name: f"{instrument.title}, {scale.label}" for name, (instrument, scale) in scales.items()}
    rows = []
    for name, label in (_outcomes(evidence.protocol, group) or every).items():
        if name not in scales:
            continue
        instrument, scale = scales[name]
        mine = of_scale(scores, instrument, scale).drop_nulls("score")
        cells = tuple(position(place.rows(mine), scale, place) for place in places(evidence.protocol))
        rows.append(Row(f"{group.id}_{instrument.id}_{scale.id}", f"{group.plural}, {label}", cells))
    return rows


def _outcomes(protocol: Protocol, group: Group) -> dict[str, str]:
    """Return the labels of a group's outcomes by their scales."""
    return {str(each.scale): each.label for each in protocol.outcomes if each.group == group.id and each.scale}


def _figure(evidence: Evidence) -> Figure:
    return Figure(
        "experience",
        "Where people placed themselves on each scale, by site type",
        "intervals",
        "experience",
        tuple(kind.id for kind in evidence.protocol.site_types),
        "Position on the scale, 100 is the better end",
        "For each group and scale, one point for each site type from the worse to the better end, with its interval.",
    )


analysis = Analysis(
    title="Joint display",
    method=(
        "A joint display puts quantitative, qualitative and economic results of the same site types in one "
        "table (Guetterman, Fetters and Creswell, Annals of Family Medicine 2015;13:554-561). Each number is "
        "computed as in its own analysis."
    ),
    answer=answer,
)
