"""Tables from the register of staff: who is trained and still here, in which role, and what the training took."""

import polars as pl

from newel.analysis import _cells
from newel.analysis._places import places
from newel.analysis._plugin import Evidence
from newel.analysis._words import by_identifier, words
from newel.care import StaffRegister, read_register, training_hours
from newel.findings import Column, Estimate, Row, Table
from newel.protocol import Protocol

NO_REGISTER = "no register of staff was received"
NO_COURSE = "the protocol names no core course"
STAFF_COLUMNS = (
    Column("in_post", "Staff in post"),
    Column("trained", "Trained and still here"),
    Column("share_trained", "Share trained"),
    Column("trained_and_gone", "Trained and gone"),
)


def register_tables(evidence: Evidence) -> tuple[Table, Table, Table]:
    """Return staff trained and still here by site type and by role, on the register's last day, and the hours."""
    register = read_register(evidence.protocol, evidence.freeze.frame)
    hours = _hours(evidence.protocol, training_hours(evidence.freeze.frame("training")))
    return _still_here(evidence.protocol, register), _by_role(evidence.protocol, register), hours


def _still_here(protocol: Protocol, register: StaffRegister) -> Table:
    rows = tuple(
        Row(place.id, place.label, _staff(register, pl.col("site_id").is_in(place.sites), national=place.whole_study))
        for place in places(protocol)
    )
    return Table("still_here", "Trained and still here, by the register of staff", "Site type", STAFF_COLUMNS, rows)


def _by_role(protocol: Protocol, register: StaffRegister) -> Table:
    rows = tuple(
        Row(role, label, _staff(register, pl.col("role").is_in(names), national=True))
        for role, label, names in _roles(protocol, register)
    )
    everybody = Row("all", "All roles", _staff(register, pl.lit(value=True), national=True))
    return Table("by_role", "Trained and still here, by role", "Role", STAFF_COLUMNS, (*rows, everybody))


def _roles(protocol: Protocol, register: StaffRegister) -> list[tuple[str, str, list[str]]]:
    """Return the protocol's roles in its order, then any that only the records know: id, label, spellings."""
    labels = {role.id: role.label for role in protocol.staff_roles}
    spellings = by_identifier(register.staff["role"].unique())
    ids = dict.fromkeys([*labels, *spellings])
    return [(role, labels.get(role, words(role)), spellings.get(role, [role])) for role in ids]


def _staff(register: StaffRegister, whom: pl.Expr, *, national: bool) -> tuple[Estimate, ...]:
    there = register.in_post_on(register.until).filter(whom)
    in_post = _cells.of_people(there.height, "staff", national=national)
    if not register.core:
        unknown = _cells.empty("count", "staff", NO_COURSE, national=national)
        return in_post, unknown, _cells.empty("percentage", "%", NO_COURSE, national=national), unknown
    by_site = there.group_by("site_id").agg(pl.col("trained").sum(), in_post=pl.len()).sort("site_id")
    gone = register.trained_and_gone_by(register.until).filter(whom)
    return (
        in_post,
        _cells.of_people(_cells.total(by_site, "trained"), "staff", national=national),
        _cells.share(by_site, "trained", "in_post", why_missing=NO_REGISTER, national=national),
        _cells.of_people(gone.height, "staff", national=national),
    )


def _hours(protocol: Protocol, by_course: pl.DataFrame) -> Table:
    labels = {course.id: course.label for course in protocol.courses}
    rows = tuple(
        Row(identifier, labels.get(identifier, words(spellings[0])), _took(by_course, spellings))
        for identifier, spellings in by_identifier(by_course["course"]).items()
    )
    columns = (
        Column("people", "Staff who went"),
        Column("hours", "Hours attended"),
        Column("covered", "Hours of cover paid for"),
        Column("share_covered", "Cover, of hours where it is known"),
    )
    return Table("hours", "Hours of training and of cover", "Course", columns, rows)


def _took(by_course: pl.DataFrame, spellings: list[str]) -> tuple[Estimate, ...]:
    course = by_course.filter(pl.col("course").is_in(spellings)).sort("course")
    hours, known, covered = (float(course[name].sum()) for name in ("hours", "hours_known", "covered"))
    share = _cells.part_of(
        covered, known, why_missing="nobody knows what was covered", about_people=False, national=True
    )
    return (
        _cells.of_people(_cells.total(course, "people"), "staff", national=True),
        Estimate("count", hours, "hours", people=None, national=True),
        Estimate("count", covered, "hours", people=None, national=True),
        share,
    )
