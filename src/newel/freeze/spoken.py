"""What may be sealed of words: nothing of people who took their word back, and no quote that may not be printed."""

from collections.abc import Iterator, Mapping

import polars as pl

from newel.faults import Fault, Refused

ALLOWING = ("take_part", "interview", "recording")
"""The purposes of consent without which a source is not kept."""
OF_A_SOURCE = ("source", "unit", "coding", "quote", "matrix_cell")
KNOWN = {
    "unit": {"source_id": "source"},
    "coding": {"source_id": "source", "code_id": "code", "layer_id": "layer"},
    "quote": {"source_id": "source", "code_id": "code"},
    "matrix_cell": {"source_id": "source", "code_id": "code"},
    "source": {"session_id": "session", "observation_id": "observation"},
}
"""{kind: {column: the kind whose ids it holds}}; a blank names nothing."""

Frames = Mapping[str, pl.DataFrame]


def check_words(frames: Frames) -> None:
    """Raise Refused where a record of words names what is not there, or has its end before its start."""
    faults = [*_unknown(frames), *_backwards(frames), *_of_nobody(frames["matrix_cell"])]
    if faults:
        raise Refused(faults)


def _unknown(frames: Frames) -> Iterator[Fault]:
    for kind, columns in KNOWN.items():
        for column, other in columns.items():
            names = frames[other][f"{other}_id"].implode()
            rows = frames[kind].filter(~pl.col(column).is_in(names)).height
            if rows:
                found, expected = f"{rows} rows with an id that no {other} has", f"the id of a {other}"
                yield Fault(kind, column, found, expected, f"Correct these rows, or hand the {other} over as well.")


def _backwards(frames: Frames) -> Iterator[Fault]:
    for kind in ("unit", "coding", "quote"):
        rows = frames[kind].filter(pl.col("end") <= pl.col("start")).height
        if rows:
            remedy = "Give the first code point and the first that no longer belongs."
            yield Fault(kind, "end", f"{rows} rows that end before they start", "an end after the start", remedy)


def _of_nobody(cells: pl.DataFrame) -> Iterator[Fault]:
    rows = cells.filter(pl.col("source_id").is_null() == pl.col("case_id").is_null()).height
    if rows:
        found, expected = f"{rows} rows with both or neither", "a source or a case"
        yield Fault("matrix_cell", "source_id, case_id", found, expected, "Keep one of the two.")


def leave_out_unsaid(frames: Frames) -> tuple[dict[str, pl.DataFrame], int]:
    """Return the frames without the words of people who withdrew, and how many rows that cost.

    The words of a quote are blanked where its source may not be quoted or is not redacted, or where nobody
    but who chose it has read it; that it was chosen stays.
    """
    withdrawn = frames["consent"].filter(pl.col("state") == "withdrawn", pl.col("purpose").is_in(ALLOWING))
    gone = withdrawn["participant_id"].unique().implode()
    of_them = frames["source"].filter(pl.col("case_id").is_in(gone))["source_id"].implode()
    kept = dict(frames) | {kind: _but(frames[kind], {"source_id": of_them, "case_id": gone}) for kind in OF_A_SOURCE}
    left_out = sum(frames[kind].height - kept[kind].height for kind in OF_A_SOURCE)
    kept["quote"] = _without_words(kept["quote"], kept["source"])
    return kept, left_out


def _but(frame: pl.DataFrame, gone: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Return the rows that name none of these; a blank names nobody."""
    for column, names in gone.items():
        if column in frame.columns:
            frame = frame.filter(pl.col(column).is_in(names).fill_null(value=False).not_())
    return frame


def _without_words(quotes: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    quotable = sources.filter("may_be_quoted", "may_be_coded", pl.col("redacted_on").is_not_null())
    of_quotable = pl.col("source_id").is_in(quotable["source_id"].implode())
    read_twice = (pl.col("checked_by") != pl.col("chosen_by")).fill_null(value=False)
    may = of_quotable & read_twice
    return quotes.with_columns(pl.when(may).then("words").alias("words"))
