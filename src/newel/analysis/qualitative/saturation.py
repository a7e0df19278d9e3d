"""Whether enough was heard: how many new codes further sources brought, and how many may be missing still."""

from collections.abc import Callable, Sequence

from newel.analysis import _cells
from newel.analysis._coded import NOTHING_CODED, Coded, read_coded
from newel.analysis._plugin import Analysis, Evidence
from newel.coding import Source, saturation_order
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question, Saturation
from newel.statistics.saturation import Accumulation, Codes, accumulation, chao2
from newel.statistics.saturation import saturation as runs_of

SEED, ORDERS = 7, 500
"""Of the curve over orders drawn by chance."""
STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500)
"""Numbers of sources at which the curve is printed, and the last."""
TOO_FEW = "too few sources were coded for a base and a run"
TOO_SHORT = "fewer sources were coded"
NO_ESTIMATE = "fewer than two sources were coded"
NOT_REACHED = "Not reached"
NOTES = (
    (
        "Sources stand in the order in which they were held. The base is the first of them; a run is some in a row "
        "after it. Written as the authors write it, six and two means: after the sixth, the next two brought no more "
        "new codes than the threshold, as a share of the codes in the base."
    ),
    (
        "Saturation is never proof. It is true for this order, this codebook and these coders; a code that few people "
        "would raise can be missing after any number of interviews. A codebook that was fixed beforehand saturates "
        "early, because nothing outside it can be found."
    ),
    (
        "Chao's estimate is a lower bound of the codes there are, from those found in one source and in two. Coverage "
        "is the share of all mentions that belongs to codes that were found."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Follow the codes from source to source, for each respondent group and for all."""
    coded, protocol = read_coded(evidence.freeze), evidence.protocol
    rule = protocol.coding.saturation if protocol.coding else Saturation()
    heard = _heard(protocol, coded)
    return Answer(
        population="Coded sources, in the order they were held",
        n=_cells.things(len(coded.coded), "sources", national=True),
        tables=(_summary(heard, rule), _curve(heard)),
        figures=(_figure(heard),),
        notes=(
            *NOTES,
            f"The base is {rule.base} sources, a run {rule.run}, the threshold {100 * rule.threshold:g}%.",
            *(() if coded.coded else (f"{NOTHING_CODED.capitalize()}.",)),
        ),
    )


Heard = dict[tuple[str, str], tuple[Codes, ...]]
"""{(id, label of a group, or of all): the codes of each of its sources, in order}."""


def _heard(protocol: Protocol, coded: Coded) -> Heard:
    groups = {(group.id, group.plural): _codes(coded, _of(group.id)) for group in protocol.groups}
    return groups | {("all", "All sources"): _codes(coded, lambda _: True)}


def _of(group: str) -> Callable[[Source], bool]:
    return lambda source: source.group == group


def _codes(coded: Coded, belongs: Callable[[Source], bool]) -> tuple[Codes, ...]:
    arrivals = saturation_order(coded.counted, [source for source in coded.coded if belongs(source)])
    return tuple(arrival.codes for arrival in arrivals)


def _summary(heard: Heard, rule: Saturation) -> Table:
    columns = (
        Column("sources", "Sources coded"),
        Column("base", "Codes in the base"),
        Column("reached", "Threshold reached"),
        Column("last_run", "New codes in the last run"),
        Column("codes", "Codes found"),
        Column("chao2", "Chao's estimate"),
        Column("coverage", "Coverage"),
    )
    rows = tuple(
        Row(name, label, (_things(len(codes), "sources"), *_runs(codes, rule), *_richness(codes)))
        for (name, label), codes in heard.items()
    )
    return Table("saturation", "Saturation by respondent group", "Group", columns, rows)


def _runs(codes: Sequence[Codes], rule: Saturation) -> tuple[Estimate, ...]:
    try:
        found = runs_of(codes, base=rule.base, run=rule.run, threshold=rule.threshold)
    except ValueError:
        none = _cells.empty("count", "codes", TOO_FEW, national=True)
        return none, _cells.empty("words", "", TOO_FEW, national=True), none
    said = f"{found.notation} sources" if found.reached else NOT_REACHED
    reached = Estimate("words", 0.0, "", people=None, national=True, says=said)
    return _things(found.in_base, "codes"), reached, _things(found.runs[-1].new, "codes")


def _richness(codes: Sequence[Codes]) -> tuple[Estimate, ...]:
    known = set().union(*codes)
    try:
        found = chao2(codes)
    except ValueError:
        return (
            _things(len(known), "codes"),
            _cells.empty("amount", "codes", NO_ESTIMATE),
            _cells.empty("coefficient", "", NO_ESTIMATE),
        )
    estimate = Estimate("amount", found.estimate, "codes", None, low=found.low, high=found.high, national=True)
    coverage = Estimate("coefficient", found.coverage, "", None, national=True)
    return _things(found.observed, "codes"), estimate, coverage


def _curve(heard: Heard) -> Table:
    """Return how many codes so many sources hold: of each group in its order, of all in its order and in any order."""
    most = max(map(len, heard.values()))
    steps = sorted({step for step in STEPS if step < most} | ({most} if most else set()))
    whole = heard["all", "All sources"]
    any_order = accumulation(whole, seed=SEED, orders=ORDERS) if whole else None
    held = {name: _cumulative(codes) for (name, _), codes in heard.items()}
    rows = []
    for step in steps:
        cells = [
            _things(found[step - 1], "codes") if step <= len(found) else _cells.empty("count", "codes", TOO_SHORT)
            for found in held.values()
        ]
        if any_order is not None:
            cells.append(_in_any_order(any_order, step))
        rows.append(Row(f"after_{step}", str(step), tuple(cells)))
    columns = [Column(name, label) for name, label in heard]
    columns += [Column("any_order", "All sources, in any order")] if any_order is not None else []
    return Table("curve", "Codes found after so many sources", "Sources", tuple(columns), tuple(rows))


def _in_any_order(curve: Accumulation, step: int) -> Estimate:
    """Return the mean over orders with the range of most of them, which a skew could put beside it."""
    mean, low, high = (float(each[step - 1]) for each in (curve.mean, curve.low, curve.high))
    return Estimate("amount", mean, "codes", None, low=min(low, mean), high=max(high, mean), national=True)


def _cumulative(codes: Sequence[Codes]) -> list[int]:
    seen: set[object] = set()
    found = []
    for each in codes:
        seen |= each
        found.append(len(seen))
    return found


def _things(number: int, unit: str) -> Estimate:
    return _cells.things(number, unit, national=True)


def _figure(heard: Heard) -> Figure:
    return Figure(
        "curve",
        "Codes found after so many sources, in the order they were held",
        "lines",
        "curve",
        tuple(name for name, _ in heard),
        "Codes found so far",
        "A line for each respondent group and one for all sources: it rises while further sources bring new codes, and "
        "lies flat where they bring none.",
    )


analysis = Analysis(
    title="Saturation",
    method=(
        "New codes are counted from source to source by base size, run length and threshold (Guest, Namey and Chen, "
        "PLoS ONE 2020;15:e0232076), with Chao's lower bound of how many codes there are (Biometrics 1987;43:783-791) "
        "and the coverage of those found (Chao and Jost, Ecology 2012;93:2533-2547). The curve in any order is the "
        "mean over orders of the sources drawn by chance, with the range of most of them."
    ),
    answer=answer,
)
