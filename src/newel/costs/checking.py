"""Whether a registry agrees with itself and with the protocol: units, series, years, perspectives, site types."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from newel.costs.indices import IndexSeries, chain_of
from newel.costs.registry import FOLDER, UNIT_COSTS, Registry
from newel.costs.resources import COUNTED, INCIDENTS
from newel.costs.shared_costs import SharedCost
from newel.costs.unit_costs import UnitCost
from newel.faults import Fault, Refused
from newel.protocol import FILE, Counted, Economics, Protocol, StateCost

SHARED_COSTS = f"{FOLDER}/shared_costs"
INDICES = f"{FOLDER}/indices.toml"
Costs = tuple[tuple[str, UnitCost | SharedCost], ...]


def registry_faults(registry: Registry, protocol: Protocol | None) -> Iterator[Fault]:
    """Yield what does not agree. `protocol` may be left out where only the registry itself is asked about."""
    costs: Costs = (
        *((UNIT_COSTS, cost) for cost in registry.unit_costs),
        *((SHARED_COSTS, cost) for cost in registry.shared_costs),
    )
    yield from _repeated(costs)
    yield from _links(registry)
    yield from _units(registry.unit_costs)
    yield from _overlaps(registry.unit_costs)
    yield from _unknown_series(registry, costs)
    if protocol is not None:
        yield from _against(registry, protocol, costs)


def _repeated(costs: Costs) -> Iterator[Fault]:
    for (file, identifier), times in Counter((file, cost.id) for file, cost in costs).items():
        if times > 1:
            yield Fault(file, identifier, f"this id {times} times", "each id once", "Give one of them another id.")


def _links(registry: Registry) -> Iterator[Fault]:
    """A successor and what it continues have the year that links them, and nothing is continued twice or in a ring."""
    continued = Counter(each.continues for each in registry.series.values() if each.continues)
    for each in registry.series.values():
        if (each.continues is None) != (each.overlap is None):
            expected = "both `continues` and `overlap`, or neither"
            yield Fault(INDICES, f"series {each.id}", "one without the other", expected, "Add the one that is missing.")
        elif each.continues is not None:
            yield from _link(registry, each, continued[each.continues])


def _link(registry: Registry, each: IndexSeries, times: int) -> Iterator[Fault]:
    place, before = f"series {each.id}", registry.series.get(each.continues or "")
    if before is None:
        expected = f"one of {', '.join(registry.series)}"
        yield Fault(INDICES, f"{place}, continues", f"`{each.continues}`", expected, "Correct the spelling.")
        return
    if times > 1:
        remedy = "Keep one successor; convert by the other in a registry of its own."
        yield Fault(INDICES, f"{place}, continues", f"`{each.continues}` again", "one successor of each series", remedy)
    if chain_of(registry.series, each.id)[0].continues in registry.series:
        expected = "a first series that continues none"
        yield Fault(INDICES, f"{place}, continues", "a ring of series", expected, "Break the ring.")
    for series in (each, before):
        if each.overlap not in series.levels:
            expected = f"a year that both series have; {series.id} has {series.years}"
            yield Fault(INDICES, f"{place}, overlap", str(each.overlap), expected, "Name a year that both files have.")


def _units(unit_costs: Iterable[UnitCost]) -> Iterator[Fault]:
    """The unit costs of one item are added, so they must be for one and the same unit."""
    first: dict[str, UnitCost] = {}
    for cost in unit_costs:
        before = first.setdefault(cost.item, cost)
        if cost.unit != before.unit:
            expected = f"`{before.unit}`, as in {before.id}: the unit costs of one item are added"
            yield Fault(UNIT_COSTS, f"{cost.id}, unit", f"`{cost.unit}`", expected, "Convert it, or name another item.")


def _overlaps(unit_costs: Iterable[UnitCost]) -> Iterator[Fault]:
    """Of one item, one unit cost of a perspective may hold at a time; two would be added as if they were two parts."""
    for one, other in combinations(unit_costs, 2):
        same = (one.item, one.perspective) == (other.item, other.perspective)
        if same and one.id != other.id and _together(one, other):
            expected = f"days or site types in which {one.id} does not hold"
            remedy = "End the earlier one with valid_to, or give them different site types."
            yield Fault(UNIT_COSTS, other.id, f"the same item and perspective as {one.id}", expected, remedy)


def _together(one: UnitCost, other: UnitCost) -> bool:
    somewhere = None in (one.site_type, other.site_type) or one.site_type == other.site_type
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return somewhere and begins <= min(one.valid_to or date.max, other.valid_to or date.max)


def _unknown_series(registry: Registry, costs: Costs) -> Iterator[Fault]:
    for file, cost in costs:
        if cost.series not in registry.series:
            expected = f"one of {', '.join(registry.series)}" if registry.series else "a series of costs/indices.toml"
            remedy = "Correct the spelling, or add the series with its file and source."
            yield Fault(file, f"{cost.id}, series", f"`{cost.series}`", expected, remedy)


def _against(registry: Registry, protocol: Protocol, costs: Costs) -> Iterator[Fault]:
    header = protocol.economics
    if header is None:
        if costs:
            remedy = "Add [economics] to protocol.toml."
            yield Fault(UNIT_COSTS, "all", "costs of a study without an economic header", "[economics]", remedy)
        return
    yield from _price_index(registry, header)
    yield from _service_use(registry, header)
    yield from _long_run(registry, protocol, header)
    types, sites = [one.id for one in protocol.site_types], [site.id for site in protocol.sites]
    for file, cost in costs:
        yield from _unnamed(file, f"{cost.id}, perspective", [cost.perspective], known=header.perspectives)
        yield from _unreachable(registry, cost, header.price_year)
        if isinstance(cost, UnitCost):
            yield from _unnamed(file, f"{cost.id}, site_type", filter(None, [cost.site_type]), known=types)
        else:
            yield from _unnamed(file, f"{cost.id}, sites", cost.sites, known=sites)


def _price_index(registry: Registry, header: Economics) -> Iterator[Fault]:
    if header.price_index is not None and header.price_index not in registry.series:
        expected = f"one of {', '.join(registry.series)}" if registry.series else "a series of costs/indices.toml"
        remedy = "Correct the spelling, or add the series."
        yield Fault(FILE, "economics, price_index", f"`{header.price_index}`", expected, remedy)


def _service_use(registry: Registry, header: Economics) -> Iterator[Fault]:
    """What people count has a unit cost in that unit, which a perspective of the header bears, and is counted once."""
    for counted in header.service_use.counts if header.service_use else ():
        place = f"economics, service_use, counts, {counted.item}"
        if counted.of in (*COUNTED, *INCIDENTS):
            expected = "what no other record counts: otherwise it would be paid for twice"
            remedy = "Name what people count by a name of its own, with a unit cost of its own."
            yield Fault(FILE, place, f"`{counted.of}`, which other records count", expected, remedy)
        else:
            yield from _used(registry, header, counted, place=place)


def _long_run(registry: Registry, protocol: Protocol, header: Economics) -> Iterator[Fault]:
    """What is used in a state has a unit cost in that unit, which holds everywhere on the study's last day."""
    ends = protocol.study.ends
    for state in header.long_run.states if header.long_run else ():
        for cost in state.costs:
            place = f"economics, long_run, states, {state.id}, {cost.of}"
            faults = tuple(_used(registry, header, cost, place=place))
            yield from faults
            priced = [one for one in registry.unit_costs if one.item == cost.of]
            if not faults and (any(one.site_type for one in priced) or not any(one.holds(ends, "") for one in priced)):
                expected = f"unit costs that hold on {ends} and name no site type: a child in a state is at no site"
                remedy = "Widen their dates, or add one without a site type, under a name of its own."
                yield Fault(FILE, place, f"`{cost.of}`, whose unit costs do not", expected, remedy)


def _used(registry: Registry, header: Economics, used: Counted | StateCost, *, place: str) -> Iterator[Fault]:
    unit = registry.items.get(used.of)
    borne = {cost.perspective for cost in registry.unit_costs if cost.item == used.of}
    if unit is None:
        expected = f"something with a unit cost: {', '.join(registry.items) or 'there is none'}"
        remedy = f"Add its unit cost to {UNIT_COSTS}, with its source, or correct the spelling."
        yield Fault(FILE, place, f"`{used.of}`", expected, remedy)
    elif unit != used.unit:
        expected = f"`{unit}`, the unit of its unit cost"
        yield Fault(FILE, place, f"`{used.of}` in `{used.unit}`", expected, "Correct one of the two units.")
    elif not borne & set(header.perspectives):
        expected = f"a unit cost that one of {', '.join(header.perspectives)} bears"
        remedy = "Add a unit cost of one of these perspectives, or leave the item out."
        yield Fault(FILE, place, f"`{used.of}`, borne by {', '.join(sorted(borne))}", expected, remedy)


def _unnamed(file: str, place: str, used: Iterable[str], *, known: Iterable[str]) -> Iterator[Fault]:
    for name in used:
        if name not in known:
            expected = f"one of the protocol's: {', '.join(known)}"
            yield Fault(file, place, f"`{name}`", expected, "Correct it, or add it to protocol.toml.")


def _unreachable(registry: Registry, cost: UnitCost | SharedCost, year: int) -> Iterator[Fault]:
    """Yield a cost that cannot be converted to the report's price year; the fault names the file of the series."""
    if cost.series in registry.series:
        try:
            registry.steps(cost, year)
        except Refused as refused:
            yield from refused.faults
