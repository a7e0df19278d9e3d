"""How many of the staff in post have had the framework's training and are still there, and what they say it changed."""

import polars as pl

from newel.analysis import _cells, _notes
from newel.analysis._places import Place, places, site_types
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._register import register_tables
from newel.analysis._words import by_identifier, words
from newel.care import latest_staffing, training_ratings
from newel.care.training import staffing
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Question
from newel.statistics import clustered_mean

NO_RETURN = "no return that counts staff in post and trained was received"
NOTES = (
    (
        "Trained means trained and still in post: staff in post on the last day of the month who have had the "
        "core training. The count is from each open site's last return that knows both numbers; sites that "
        "closed have nobody in post. A return with more staff trained than in post contradicts itself and is left out."
    ),
    (
        "Ever trained counts everyone with a training record, and many of them have left. It is not a part of "
        "staff in post."
    ),
    (
        "Trained and still here is the same by another source: staff whom the register has in post on its last day, "
        "and whose training records show every module of a core course. It can differ from what sites count. Trained "
        "and gone had the whole training and left. Roles are over all sites."
    ),
    (
        "Hours of cover are those paid for while somebody was at the training; their share is of the hours attended "
        "in records that know whether cover was paid for."
    ),
    (
        "Ratings are people's own, from 1 to 5, of those who rated a module both before and after; there is no "
        "comparison group."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Count trained staff in post by site type and month, and average the ratings before and after."""
    returns, training = evidence.freeze.frame("monthly_return"), evidence.freeze.frame("training")
    now = latest_staffing(evidence.protocol, returns)
    coverage, ratings = _coverage(evidence, now, training), _ratings(training_ratings(training))
    still_here, by_role, hours = register_tables(evidence)
    return Answer(
        population="Staff in post at the sites still open at the end of the study",
        n=_cells.of_people(_cells.total(now, "staff_in_post"), "staff", national=True),
        tables=(coverage, still_here, by_role, hours, _by_month(evidence, staffing(returns)), ratings),
        figures=(COVERAGE, BY_ROLE, _figure_by_month(evidence), RATINGS),
        notes=(
            *NOTES,
            *(() if now.height else ("No return that counts trained staff was received.",)),
            *(() if training.height else ("No training record was received.",)),
            *_notes_on_courses(evidence),
            *_notes.intervals(evidence.protocol, [coverage, still_here, by_role, ratings]),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _notes_on_courses(evidence: Evidence) -> tuple[str, ...]:
    core = [course.label for course in evidence.protocol.courses if course.core]
    if core:
        return (f"The core training is: {'; '.join(core)}.",)
    return ("The protocol names no core course, so by the register nobody can be said to be trained.",)


def _coverage(evidence: Evidence, now: pl.DataFrame, training: pl.DataFrame) -> Table:
    return Table(
        "coverage",
        "Staff in post who have had the core training, at the last return",
        "Site type",
        (
            Column("sites", "Sites counted"),
            Column("staff_in_post", "Staff in post"),
            Column("trained", "Trained and still in post"),
            Column("share_trained", "Share trained"),
            Column("ever_trained", "Ever trained"),
        ),
        tuple(Row(place.id, place.label, _covered(place, now, training)) for place in places(evidence.protocol)),
    )


def _covered(place: Place, now: pl.DataFrame, training: pl.DataFrame) -> tuple[Estimate, ...]:
    here, national = place.rows(now), place.whole_study
    return (
        _cells.things(here.height, "sites", national=national),
        _cells.of_people(_cells.total(here, "staff_in_post"), "staff", national=national),
        _cells.of_people(_cells.total(here, "staff_trained"), "staff", national=national),
        _cells.share(here, "staff_trained", "staff_in_post", why_missing=NO_RETURN, national=national),
        _cells.of_people(place.rows(training)["staff_id"].n_unique(), "staff", national=national),
    )


def _by_month(evidence: Evidence, staff: pl.DataFrame) -> Table:
    kinds = site_types(evidence.protocol)
    rows = []
    for month in evidence.protocol.months():
        here = staff.filter(pl.col("month") == month)
        rows.append(Row(month, month, tuple(_month_share(kind.rows(here)) for kind in kinds)))
    columns = tuple(Column(kind.id, kind.label) for kind in kinds)
    return Table(
        ("coverage_by_month"), ("Share of staff in post who are trained, by month"), ("Month"), columns, tuple(rows)
    )


def _month_share(here: pl.DataFrame) -> Estimate:
    trained, in_post = _cells.total(here, "staff_trained"), _cells.total(here, "staff_in_post")
    return _cells.part_of(trained, in_post, why_missing="no return was received for this month")


def _ratings(ratings: pl.DataFrame) -> Table:
    rows = tuple(
        Row(identifier, words(spellings[0]), _rated(ratings.filter(pl.col("module").is_in(spellings))))
        for identifier, spellings in by_identifier(ratings["module"].unique()).items()
    )
    return Table(
        "ratings",
        "Self-rated knowledge before and after each module",
        "Module",
        (Column("people", "Staff"), Column("before", "Before"), Column("after", "After"), Column("change", "Change")),
        rows,
    )


def _rated(module: pl.DataFrame) -> tuple[Estimate, ...]:
    module = module.with_columns(change=pl.col("after") - pl.col("before"))
    number = module["staff_id"].n_unique()
    sites = module["site_id"].to_numpy()
    found = [
        _cells.mean(clustered_mean(_cells.numbers(module, column), sites), "points", number, national=True)
        for column in ("before", "after", "change")
    ]
    return (_cells.of_people(number, "staff", national=True), *found)


def _figure_by_month(evidence: Evidence) -> Figure:
    return Figure(
        "coverage_by_month",
        "Share of staff in post who are trained, by month",
        "lines",
        "coverage_by_month",
        tuple(kind.id for kind in evidence.protocol.site_types),
        "% of staff in post",
        "One line for each site type along the months of the study. Gaps are months without a return.",
    )


COVERAGE = Figure(
    "coverage",
    "Share of staff in post who are trained",
    "intervals",
    "coverage",
    ("share_trained",),
    "% of staff in post",
    "For each site type and for all sites, a point for the share of staff in post who are trained, with its interval.",
)
BY_ROLE = Figure(
    "by_role",
    "Share of staff in post who are trained and still here, by role",
    "intervals",
    "by_role",
    ("share_trained",),
    "% of staff in post",
    "For each role and for all, a point for the share of staff in post who are trained, with its interval.",
)
RATINGS = Figure(
    "ratings",
    "Self-rated knowledge before and after each module",
    "intervals",
    "ratings",
    ("before", "after"),
    "Mean rating, 1 to 5",
    "For each module, a point for the mean rating before and one for the mean rating after, with their intervals.",
)

analysis = Analysis(
    title="Training coverage",
    method=(
        "Staff in post who are trained are divided by staff in post, from each site's last return, and once more from "
        "the register of staff and the training records, by role and by type of site, on the register's last day. "
        "Intervals are Wilson intervals with the effective sample size of clustered people (Korn and Graubard 1998; "
        "Dean and Pagano 2015). Ratings are means with intervals from how sites differ (CR2; Bell and McCaffrey "
        "2002)."
    ),
    answer=answer,
)
