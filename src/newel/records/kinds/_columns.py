"""Columns that several kinds of record share."""

from newel.records.model import Column

SITE_ID = Column("site_id", "text", "The site's pseudonymous id, as in the protocol.")
CHILD = Column("child_id", "text", "Pseudonym of a young person.")
STAFF = Column("staff_id", "text", "Pseudonym of the member of staff.")
PARTICIPANT = Column("participant_id", "text", "Pseudonym of the person; not linkable to a name here.")
GROUP = Column("group", "text", "Respondent group of the protocol.")
WAVE = Column("wave", "text", "Wave of the protocol.")
MONTH = Column("month", "text", "Calendar month, YYYY-MM.")
VERSION = Column("version", "integer", "1 for the first return, one more for each correction.", lowest=1)
RECEIVED_ON = Column("received_on", "date", "Day the return reached the evaluation.")


def count(name: str, says: str, unit: str, *, required: bool = False) -> Column:
    """Return a column of whole numbers from 0."""
    return Column(name, "integer", says, unit, required=required, lowest=0)


def yes_no(name: str, says: str, *, required: bool = True) -> Column:
    """Return a column of yes and no; blank is not known."""
    return Column(name, "yes_no", says, required=required)
