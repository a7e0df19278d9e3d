"""What things cost: what sites paid, what one unit of a thing costs, what they share, and how prices rose."""

from typing import get_args

from newel.protocol import Currency, Perspective
from newel.records.kinds._columns import MONTH, RECEIVED_ON, SITE_ID, VERSION
from newel.records.model import Column, RecordKind

CATEGORIES = ("set_up", "running")
PERSPECTIVE = Column("perspective", "text", "Who bears it.", allowed=get_args(Perspective))
CURRENCY = Column("currency", "text", "Currency of the amount.", allowed=get_args(Currency))
CATEGORY = Column("category", "text", "Paid once to set delivery up, or again and again to run it.", allowed=CATEGORIES)
PRICE_YEAR = Column("price_year", "integer", "Year whose prices the amount is in.", lowest=1990, highest=2100)
OWNER = Column("owner", "text", "Who keeps the figure up to date; a role, never a person.")
SERIES = Column("series", "text", "Series that converts it into another year's prices.")

COST = RecordKind(
    "cost",
    "One item that was paid for at one site in one month. A corrected month replaces all rows of that month.",
    ("site_id", "month", "item", "perspective", "category", "version"),
    (
        SITE_ID,
        MONTH,
        VERSION,
        RECEIVED_ON,
        CATEGORY,
        Column("item", "text", "What was paid for."),
        Column("quantity", "number", "How much of it, in its unit.", lowest=0),
        Column("unit", "text", "What the quantity counts."),
        Column("amount", "number", "What was paid for all of it, in the price year's money.", "GBP", lowest=0),
        CURRENCY,
        PRICE_YEAR,
        PERSPECTIVE,
        Column("source", "text", "Where the figure is from."),
        Column("reference", "text", "Number of the ledger entry or invoice; blank for none.", required=False),
    ),
)

UNIT_COST = RecordKind(
    "unit_cost",
    "What one unit of a thing costs one perspective, as its source has it, in the prices of its year.",
    ("unit_cost",),
    (
        Column("unit_cost", "text", "Id of the unit cost."),
        Column("item", "text", "What is priced; several perspectives may each bear a part of it."),
        Column("label", "text", "The item in words."),
        Column("unit", "text", "What a quantity of the item counts."),
        Column("amount", "number", "Cost of one unit.", "GBP", lowest=0),
        CURRENCY,
        PRICE_YEAR,
        PERSPECTIVE,
        OWNER,
        SERIES,
        Column("source", "text", "Title of the source."),
        Column("source_table", "text", "Table of the source; blank where it has none.", required=False),
        Column("source_page", "text", "Page of the source; blank where it has none.", required=False),
        Column(
            "uncertainty",
            "text",
            "How far it is known: fixed, or the distribution it is drawn from.",
            allowed=("fixed", "gamma", "lognormal", "uniform", "triangular"),
        ),
        Column("standard_error", "number", "Of a gamma or lognormal amount.", "GBP", required=False, lowest=0),
        Column("low", "number", "Lowest of a uniform or triangular amount.", "GBP", required=False, lowest=0),
        Column("high", "number", "Highest of a uniform or triangular amount.", "GBP", required=False, lowest=0),
        Column("valid_from", "date", "First day it holds; blank for always.", required=False),
        Column("valid_to", "date", "Last day it holds; blank for always.", required=False),
        Column("site_type", "text", "Site type it holds for; blank for all.", required=False),
    ),
)

SHARED_COST = RecordKind(
    "shared_cost",
    "A cost that several sites share, or that is known from above only, and how it is apportioned.",
    ("shared_cost",),
    (
        Column("shared_cost", "text", "Id of the shared cost."),
        Column("label", "text", "What it is, in words."),
        CATEGORY,
        Column("amount", "number", "What was paid over all its sites and months.", "GBP", lowest=0),
        CURRENCY,
        PRICE_YEAR,
        PERSPECTIVE,
        OWNER,
        SERIES,
        Column("source", "text", "Title of the source."),
        Column("by", "text", "What it is apportioned by.", allowed=("child_days", "staff", "equal")),
        Column("from_month", "text", "First month it covers, YYYY-MM."),
        Column("to_month", "text", "Last month it covers, YYYY-MM."),
        Column("sites", "text", "Ids of the sites that share it, with blanks between; blank for all.", required=False),
    ),
)

PRICE_INDEX = RecordKind(
    "price_index",
    "One year of one series of prices.",
    ("series", "year"),
    (
        Column("series", "text", "Id of the series."),
        Column("label", "text", "The series in words."),
        Column("year", "integer", "The year, as its source counts years.", lowest=1900, highest=2100),
        Column("level", "number", "The level of prices; only ratios within a series mean anything.", lowest=0),
        Column("source", "text", "Title of the source."),
        Column("file", "text", "File of the study the level was read from."),
        Column("checksum", "text", "SHA-256 of that file."),
        Column("continues", "text", "The series it continues; blank for none.", required=False),
        Column("overlap", "integer", "The year that both series have and that links them.", required=False),
    ),
)

VALUE_SET = RecordKind(
    "value_set",
    "What one level of one dimension takes off the value of a state of health, in the value set the protocol names.",
    ("value_set", "dimension", "level"),
    (
        Column("value_set", "text", "Id of the value set."),
        Column("dimension", "text", "Item of the instrument."),
        Column("level", "integer", "Level of the dimension.", lowest=1, highest=9),
        Column("decrement", "number", "What is taken off at this level."),
        Column("instrument", "text", "The instrument whose answers it values."),
        Column("made_for", "text", "Whose states of health were valued.", allowed=("youth", "adult")),
        Column("country", "text", "Whose values they are."),
        Column("version", "text", "Version or year."),
        Column("citation", "text", "The publication."),
        Column("doi", "text", "DOI of the publication."),
        Column("licence", "text", "File of the study that holds its licence."),
        Column("full_health", "number", "Value of the state without any problem."),
        Column("any_problem", "number", "Taken off once where any dimension is above level 1."),
        Column("any_worst", "number", "Taken off once where any dimension is at its worst level."),
    ),
)
