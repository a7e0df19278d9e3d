"""Coders of another program as layers: each gets a pseudonym in the order in which codings show them."""

from newel.coding import Layer

UNKNOWN = "coder-unknown"


class CodersMet:
    """The coders met so far. Account names are used to tell them apart, and never kept."""

    def __init__(self) -> None:
        self._layers: dict[str | None, Layer] = {}

    def pseudonym(self, account: str | None) -> str:
        """Return what a coder is called here."""
        return self._layer(account).coder

    def layer(self, account: str | None) -> str:
        """Return the id of a coder's layer."""
        return self._layer(account).id

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the layers, in the order of their coders."""
        return tuple(self._layers.values())

    def _layer(self, account: str | None) -> Layer:
        if account not in self._layers:
            number = sum(key is not None for key in self._layers) + 1
            coder = UNKNOWN if account is None else f"coder-{number}"
            self._layers[account] = Layer(id=coder, coder=coder)
        return self._layers[account]
