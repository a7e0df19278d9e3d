"""The coders of a loaded project: accounts of this study where somebody says so, else nobody here, by a pseudonym."""

from collections.abc import Collection, Iterable, Mapping

from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.coders import is_nobody, nobody, pseudonym_of_nobody
from newel.web.sessions.forms.source import PSEUDONYM

LONGEST = 20


def pseudonym_for(coder: str) -> str:
    """Return the name under which records know a coder, one with an account or without."""
    return pseudonym_of_nobody(coder) if is_nobody(coder) else pseudonym_of(coder)


class Coders:
    """Who each coder of a project is here.

    `given` is {coder in the project: account}. A coder whom this study's own export names is known again without it.
    """

    def __init__(self, given: Mapping[str, str], accounts: Collection[str]) -> None:
        self._given = dict(given)
        self._known = {pseudonym_of(account): account for account in accounts}

    def here(self, coder: str) -> str:
        """Return the account of a coder, or what stands for nobody. A bare name is not kept: it gets a pseudonym."""
        account = self._given.get(coder) or self._known.get(coder)
        plain = len(coder) <= LONGEST and PSEUDONYM.fullmatch(coder)
        return account or nobody(coder if plain else pseudonym_of(coder))

    def unknown(self, coders: Iterable[str]) -> list[str]:
        """Return whom `given` names that the project does not have."""
        return sorted(self._given.keys() - set(coders))
