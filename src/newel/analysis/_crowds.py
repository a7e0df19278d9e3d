"""In how large a crowd somebody's words stand: the people of the same group who were heard at a site, or in a type."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from newel.analysis._coded import Coded
from newel.coding import Source
from newel.protocol import Protocol

Crowd = tuple[str | None, str | None]


@dataclass(frozen=True)
class Crowds:
    """How many people of each group were heard, at each site and in each type of site."""

    at_site: Mapping[Crowd, int]
    of_type: Mapping[Crowd, int]
    types: Mapping[str | None, str]
    """{site: its type}."""
    least: int
    """The protocol's smallest number of people of a group at a site for the words of one of them to be printed."""

    def safe(self, source: Source) -> bool:
        """Return whether enough people of this source's group were heard at its site."""
        return self.here(source) >= self.least

    def here(self, source: Source) -> int:
        """Return the people of this source's group who were heard at its site."""
        return self.at_site[source.site, source.group]

    def printed(self, source: Source) -> int:
        """Return whom a reader may think of who is told the group and the type of site: the people heard there."""
        return self.of_type[self.types[source.site], source.group]


def crowds(protocol: Protocol, coded: Coded) -> Crowds:
    """Return the crowds of a freeze."""
    types: dict[str | None, str] = {site.id: site.type for site in protocol.sites}
    at_site: defaultdict[Crowd, list[Source]] = defaultdict(list)
    of_type: defaultdict[Crowd, list[Source]] = defaultdict(list)
    for source in coded.sources:
        at_site[source.site, source.group].append(source)
        of_type[types[source.site], source.group].append(source)
    return Crowds(
        {crowd: coded.heard(sources) for crowd, sources in at_site.items()},
        {crowd: coded.heard(sources) for crowd, sources in of_type.items()},
        types,
        protocol.coding.people_behind_quote if protocol.coding else 1,
    )


def speaker(protocol: Protocol, source: Source) -> str:
    """Return who speaks, as print may say it: the group and the type of site, never the site."""
    kinds = {kind.id: kind.label for kind in protocol.site_types}
    kind = kinds[protocol.site(str(source.site)).type]
    who = protocol.group(source.group).label if source.group else "A meeting"
    return f"{who}, {kind[:1].lower()}{kind[1:]}"
