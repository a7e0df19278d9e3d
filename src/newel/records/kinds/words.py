"""What was said and how it was coded: sources, their units, codes, layers, codings, quotes and matrix summaries.

No text of a source is ever a record. A freeze holds where each coding is, by positions and hashes, and in words only
the quotes that people agreed to and the summaries that a person wrote. Positions count code points; an end is the first
one that no longer belongs. `session_id` and `observation_id` are those of the session and observation records.
"""

from newel.records.kinds._columns import SITE_ID, WAVE, count, yes_no
from newel.records.model import Column, RecordKind

SOURCE_KINDS = ("interview", "focus_group", "observation", "minutes", "answers")
UNIT_KINDS = ("turn", "paragraph", "answer")
PURPOSES = ("first", "second", "reconciled")

SOURCE_ID = Column("source_id", "text", "Id of the source.")
CODE_ID = Column("code_id", "text", "Id of the code; no two codebooks share one.")
START = count("start", "First code point of it in the source's text, from 0.", "code points", required=True)
END = Column("end", "integer", "First code point after it.", "code points", lowest=1)

SOURCE = RecordKind(
    "source",
    "One source of words: an interview, a focus group, an observation note, minutes or open answers. Not its text.",
    ("source_id",),
    (
        SOURCE_ID,
        Column("session_id", "text", "The session it is of; blank for none.", required=False),
        Column("observation_id", "text", "The observation it is of; blank for none.", required=False),
        SITE_ID,
        WAVE,
        Column("group", "text", "Respondent group it speaks for; blank for a meeting.", required=False),
        Column("kind", "text", "What it is.", allowed=SOURCE_KINDS),
        Column("case_id", "text", "Pseudonym of the one person it speaks for; blank for several.", required=False),
        Column("held_on", "date", "Day it was held or written."),
        count("words", "Words in its text.", "words", required=True),
        Column("version", "integer", "Version of the text that codings stand in; 1 for the first.", lowest=1),
        Column("text_sha256", "text", "SHA-256 of that version in UTF-8."),
        Column("redacted_on", "date", "Day its redaction was signed off; blank for not yet.", required=False),
        yes_no("may_be_coded", "Those it speaks for agreed to take part and to be recorded or noted down."),
        yes_no("may_be_quoted", "All it speaks for agreed to be quoted."),
    ),
)

UNIT = RecordKind(
    "unit",
    "One turn, paragraph or answer of a source.",
    ("source_id", "number"),
    (
        SOURCE_ID,
        Column("number", "integer", "Its place in the source, from 1.", lowest=1),
        Column("kind", "text", "What it is.", allowed=UNIT_KINDS),
        START,
        END,
        Column("speaker_role", "text", "Role of who speaks, never a name; blank for none.", required=False),
    ),
)

CODE = RecordKind(
    "code",
    "One code of a codebook, in the version that was used.",
    ("code_id",),
    (
        CODE_ID,
        Column("parent_id", "text", "The code it is under; blank at the top.", required=False),
        Column("name", "text", "Its name."),
        Column("definition", "text", "What it stands for."),
        Column("theme", "text", "The code at the top of its branch; its own id where it is a theme."),
        Column("codebook", "text", "Id of its codebook."),
        Column("codebook_version", "integer", "Version of the codebook.", lowest=1),
        Column("reference", "text", "Where a published code is from; blank for our own.", required=False),
    ),
)

LAYER = RecordKind(
    "layer",
    "What one coder did in one round, or what two agreed on.",
    ("layer_id",),
    (
        Column("layer_id", "text", "Id of the layer."),
        Column("coder", "text", "Pseudonym of the coder."),
        Column("round", "integer", "Round of coding, from 1.", lowest=1),
        Column("purpose", "text", "What it is for.", allowed=PURPOSES),
        yes_no("blind", "The coder could see no other layer while it was open."),
        Column("locked_on", "date", "Day it was locked; blank for still open.", required=False),
    ),
)

CODING = RecordKind(
    "coding",
    "One code on one stretch of a source, in one layer.",
    ("coding_id",),
    (
        Column("coding_id", "text", "Id of the coding."),
        Column("layer_id", "text", "Its layer."),
        SOURCE_ID,
        CODE_ID,
        START,
        END,
        Column("first_unit", "integer", "Number of the first unit it touches.", lowest=1),
        Column("last_unit", "integer", "Number of the last unit it touches.", lowest=1),
        Column("quote_sha256", "text", "SHA-256 of the coded text, so that a moved one is found."),
    ),
)

QUOTE = RecordKind(
    "quote",
    "One quote that was chosen for print. A freeze has its words only where its people agreed, it is redacted, and two "
    "people have read it.",
    ("quote_id",),
    (
        Column("quote_id", "text", "Id of the quote."),
        SOURCE_ID,
        CODE_ID,
        START,
        END,
        Column(
            "words",
            "text",
            "The quote; blank where it may not be quoted, or one person alone has read it.",
            required=False,
        ),
        Column("chosen_by", "text", "Pseudonym of who chose it."),
        Column("checked_by", "text", "Pseudonym of another person who read it; blank for not yet.", required=False),
    ),
)

MATRIX_CELL = RecordKind(
    "matrix_cell",
    "What a person wrote of one source or case under one theme, in one version.",
    ("cell_id", "version"),
    (
        Column("cell_id", "text", "Id of the cell; the same in every version."),
        Column("source_id", "text", "The source it sums up; blank where it is a case.", required=False),
        Column("case_id", "text", "The case it sums up; blank where it is a source.", required=False),
        CODE_ID,
        Column("summary", "text", "The summary, in the analyst's words."),
        Column("version", "integer", "1 for the first; the highest counts.", lowest=1),
        Column("pinned", "text", "Ids of its pinned quotes, with blanks between; blank for none.", required=False),
    ),
)
