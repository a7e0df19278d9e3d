"""A coder of a loaded project who has no account here: what stands in the place of the account."""

_NOBODY = " (imported)"


def nobody(pseudonym: str) -> str:
    """Return what stands there."""
    return f"{pseudonym}{_NOBODY}"


def is_nobody(coder: str) -> bool:
    """Whether a coder is one without an account."""
    return coder.endswith(_NOBODY)


def pseudonym_of_nobody(coder: str) -> str:
    """Return the pseudonym in what stands there."""
    return coder.removesuffix(_NOBODY)
