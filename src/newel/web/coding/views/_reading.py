"""What the pages that read off the coded text share: which codebook, which layer, and the choice of both."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from newel.coding import Codebook, Coding, Source
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.models import Layer
from newel.web.coding.queries.codebooks import codebook_now, codebooks
from newel.web.coding.queries.layers import Sight, sight_of
from newel.web.coding.queries.standing import standing_codings
from newel.web.coding.texts import SourceRow, codable_sources
from newel.web.coding.views._door import name_of
from newel.web.coding.views._looking import shown
from newel.web.study import current_study


@dataclass(frozen=True)
class Read:
    """What a page reads from. `layer` is the key of one layer, or empty for those that stand."""

    sight: Sight
    every: list[Kept]
    codebook: Codebook
    layer: str
    rows: tuple[SourceRow, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers to choose from."""
        return self.sight.of(self.codebook.id)

    @property
    def blind(self) -> bool:
        """Whether the reader codes blind with this codebook, so that only their own work is read."""
        return self.codebook.id in self.sight.blind_in

    def codings(self) -> tuple[Coding, ...]:
        """Return the codings that are read, and note that their reader has looked at them."""
        ids = {row.source_id for row in self.rows}
        found = standing_codings(self.sight, self.codebook.id, layer=self.layer, sources=ids)
        shown(self.sight, {(coding.layer, coding.source) for coding in found})
        return found


def read_from(request: HttpRequest, codebook_id: str = "") -> Read | None:
    """Return what a page reads from, as `?codebook=…&layer=…` chooses; None while there is no codebook."""
    every = codebooks()
    asked = codebook_id or request.GET.get("codebook", "")
    if not every and not asked:
        return None
    if asked and asked not in {each.pk for each in every}:
        raise Http404
    sight = sight_of(name_of(request))
    book = codebook_now(asked or _usual(sight, every))
    layer = sight.layer(request.GET.get("layer", ""))
    key = layer.key if layer and layer.codebook_id == book.id else ""
    return Read(sight, every, book, key, codable_sources(request.user))


def _usual(sight: Sight, every: list[Kept]) -> str:
    """Return the codebook that is worked with: that of the newest layer the reader sees, else the first."""
    return sight.layers[-1].codebook_id if sight.layers else every[0].pk


def columns_by(by: str) -> str | Callable[[Source], str | None]:
    """Return what sources are counted by: an attribute of theirs, or their site's type."""
    if by != "site_type":
        return by
    types = {site.id: site.type for site in current_study().protocol.sites}
    return lambda source: types.get(source.site or "")
