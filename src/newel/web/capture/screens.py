"""How an instrument is laid out in screens: one question for young people, up to six for adults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newel.instruments import Instrument, Item
from newel.protocol import Group, Protocol

ItemKey = tuple[str, str]
MOST_ON_A_SCREEN = 6


@dataclass(frozen=True)
class Screen:
    """What is asked on one page. `first` is the number of its first question in the whole form, from 1."""

    instrument: Instrument
    items: tuple[Item, ...]
    heading: str
    first: int
    opens_instrument: bool

    @property
    def keys(self) -> tuple[ItemKey, ...]:
        """The questions on it, as (instrument, item)."""
        return tuple((self.instrument.id, item.id) for item in self.items)


def is_young(group: Group) -> bool:
    """Whether a group is the young people of the sites, who are asked one question at a time on a shared tablet."""
    return group.denominator == "young_people_resident"


def asked_instruments(
    protocol: Protocol, instruments: Mapping[str, Instrument], *, group: str, wave: str
) -> list[Instrument]:
    """Return the instruments a group answers in a wave, in schedule order.

    An instrument whose wording is not licensed here is left out, because no page can be made of it.
    """
    named = (instruments.get(name) for name in protocol.instruments_for(group, wave))
    return [found.asked_of(group) for found in named if found is not None and found.can_be_asked]


def lay_out(instruments: Iterable[Instrument], *, one_a_page: bool) -> list[Screen]:
    """Return the screens of a whole form, in order."""
    screens: list[Screen] = []
    first = 1
    for instrument in instruments:
        for place, (heading, items) in enumerate(_blocks(instrument, 1 if one_a_page else MOST_ON_A_SCREEN)):
            screens.append(Screen(instrument, items, heading, first, opens_instrument=place == 0))
            first += len(items)
    return screens


def first_unanswered(screens: list[Screen], answered: Iterable[ItemKey]) -> int:
    """Return the place of the first screen with an unanswered question; the number of screens where none has."""
    done = set(answered)
    return next((place for place, screen in enumerate(screens) if not done.issuperset(screen.keys)), len(screens))


def _blocks(instrument: Instrument, most: int) -> Iterable[tuple[str, tuple[Item, ...]]]:
    """Yield (heading, items): a new block where a heading stands, or where a block is full.

    A long part is cut into blocks of nearly equal length, so that no page is left with a single question.
    """
    for heading, part in _parts(instrument):
        pages = -(-len(part) // most)
        shortest, longer = divmod(len(part), pages)
        start = 0
        for page in range(pages):
            end = start + shortest + (1 if page < longer else 0)
            yield heading, tuple(part[start:end])
            start = end


def _parts(instrument: Instrument) -> list[tuple[str, list[Item]]]:
    parts: list[tuple[str, list[Item]]] = []
    for item in instrument.items:
        if item.heading or not parts:
            parts.append((item.heading, []))
        parts[-1][1].append(item)
    return parts
