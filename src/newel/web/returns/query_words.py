"""The words of a query and of its answer: some, not too many, and no number that names a person."""

from newel.importers import holds_nhs_number

LONGEST = 1000


def fault_of(words: str) -> str:
    """Return what is wrong with the words, told to the writer; nothing where they may be kept."""
    if not words.strip():
        return "Write your words first, then send them."
    if len(words) > LONGEST:
        return f"This is longer than {LONGEST} characters. Say it shorter."
    if holds_nhs_number(words):
        return "There is a number in it that looks like an NHS number. Take it out: nothing here may name a person."
    return ""
