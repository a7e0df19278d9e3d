"""The places of the vault: what each thing is sealed to, and looked up by."""


def text_place(source_id: str, version: int) -> str:
    """Return the place of a text."""
    return f"text/{source_id}/{version}"


def file_place(source_id: str) -> str:
    """Return the place of an uploaded file."""
    return f"file/{source_id}"


def name_place(source_id: str) -> str:
    """Return the place of an uploaded file's name."""
    return f"name/{source_id}"


def identifier_place(identifier: str) -> str:
    """Return what an identifier is looked up by. `identifier` is in the one form of all its spellings."""
    return f"identifier/{identifier}"


def mapping_place(index: str) -> str:
    """Return the place of a row of the mapping: its index, so that the whole mapping can be read as well."""
    return f"mapping/{index}"


ROSTER = "roster"
