"""Users of another program become layers under pseudonyms: the names in the file are people's, and are not kept."""

from collections.abc import Mapping
from dataclasses import replace

from newel.coding import Layer
from newel.exchange.refi.annexe import Annexe, Ids
from newel.exchange.refi.elements import Element, child, children, own_guid
from newel.exchange.refi.guids import guid, plain_guid
from newel.exchange.remarks import Ledger, counted

UNKNOWN = "coder-unknown"
_UNKNOWN_LAYER = guid("layer", "unknown")


class Coders:
    """The coders of one file, in the order in which it lists its users."""

    def __init__(self, root: Element, annexe: Annexe, ids: Ids, *, ledger: Ledger) -> None:
        users = [own_guid(user) for user in children(child(root, "Users"), "User")]
        others = [user for user in users if user not in annexe.layers]
        self._names = {user: f"coder-{number}" for number, user in enumerate(others, start=1)}
        self._layers: dict[str, Layer] = {
            user: replace(annexe.layers[user], id=ids.give("layer", user)) for user in users if user in annexe.layers
        }
        if others and annexe.codebook is None:
            words = "names are not kept. They are called coder-1, coder-2 … in order; the id of a layer is a GUID."
            ledger.changed("Users", f"{counted(len(others), 'user')}: {words}")

    def pseudonym(self, user: str | None) -> str:
        """Return what a user is called here."""
        given = plain_guid(user)
        layer = self._layers.get(given)
        return layer.coder if layer else self._names.get(given, UNKNOWN)

    def layer(self, user: str | None) -> str:
        """Return the id of the layer that a user's codings go to."""
        given = plain_guid(user)
        if given in self._layers:
            return self._layers[given].id
        if given not in self._names:
            given = _UNKNOWN_LAYER
        self._layers[given] = Layer(id=given, coder=self._names.get(given, UNKNOWN))
        return given

    @property
    def by_guid(self) -> Mapping[str, Layer]:
        """Return {GUID of a user: layer}."""
        return self._layers

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the layers that have come up."""
        return tuple(self._layers.values())
