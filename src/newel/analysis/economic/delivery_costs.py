"""What a year of full delivery costs: per place, per child, per site, per young person and per trained staff member."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from newel.analysis import _cells, _notes
from newel.analysis._cost_by_fidelity import by_fidelity
from newel.analysis._delivery import KNOWN_FROM, RATIOS, RECORDED, Delivery, ratios, read_delivery
from newel.analysis._economics import header_notes, left_out, perspectives
from newel.analysis._outcome_cells import words as in_words
from newel.analysis._places import Place, places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import identifier, words
from newel.costs import TRAINING
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question

NOTES = (
    (
        "A place counts for as long as its site delivers, in the months after its start. A month of partial delivery "
        "counts half, so all amounts per place, or per child, are those of full delivery."
    ),
    (
        "Running costs are paid in every month of delivery; training of staff who came after its start is among them. "
        "Set-up is paid once. Altogether: running costs of a year, and of what was paid once the equal yearly part "
        "that pays it off over the years it serves."
    ),
    (
        "Per young person and per trained member of staff are all costs of delivery so far, divided by how many young "
        "people lived there in those months, and how many staff finished the core training in them. Both fall the "
        "longer delivery lasts."
    ),
    (
        "Intervals are from how sites differ (CR2 with Satterthwaite degrees of freedom; Bell and McCaffrey 2002). "
        "They hold nothing of how sure unit costs are. An amount per site has none: sites differ in size."
    ),
    (
        "Halves of the sites by how often something was done are made after the fact, and sites that deliver in part "
        "are more often in the lower one. What they pay beyond the other half is no price of doing it less."
    ),
    (
        "An hour in training is an hour away from other work and has its price. What staff would have done otherwise "
        "is not known, and no saving is counted."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Divide what delivery cost by what it reached."""
    delivery, protocol = read_delivery(evidence), evidence.protocol
    tables: tuple[Table, ...] = ()
    if not delivery.why_none:
        tables = (
            _by_place(protocol, delivery),
            _by_perspective(protocol, delivery),
            _by_source(protocol, delivery),
            _per_head(protocol, delivery),
            by_fidelity(evidence, delivery),
            _items(delivery),
        )
    return Answer(
        population="Costs of delivering the framework: recorded by sites, counted from records, and shared by all",
        n=_cells.things(delivery.sites.height, "sites", national=True),
        tables=tables,
        figures=FIGURES if tables else (),
        notes=(
            *NOTES,
            *header_notes(evidence.protocol),
            *left_out(delivery.left_out),
            *([f"Nothing is shown: {delivery.why_none}."] if delivery.why_none else []),
            *_notes.site_types(protocol),
        ),
    )


def _ratio_columns() -> tuple[Column, ...]:
    return tuple(Column(name, ratio[0]) for name, ratio in RATIOS.items())


def _by_place(protocol: Protocol, delivery: Delivery) -> Table:
    rows = tuple(Row(place.id, place.label, ratios(delivery, place)) for place in places(protocol))
    return Table("per_place", "Cost of full delivery, by site type", "Site type", _ratio_columns(), rows)


def _by_perspective(protocol: Protocol, delivery: Delivery) -> Table:
    everywhere = places(protocol)[-1]
    rows = tuple(
        Row(name, label, ratios(delivery.borne_by(name), everywhere)) for name, label in perspectives(protocol)
    )
    return Table("by_perspective", "Cost of full delivery, by who bears it", "Perspective", _ratio_columns(), rows)


def _by_source(protocol: Protocol, delivery: Delivery) -> Table:
    """Open the cost of a place by how it is known: what sites wrote down is not all that delivery takes."""
    everywhere = places(protocol)[-1]
    whole = delivery.total("amount", everywhere)
    rows = []
    for name, label in (*KNOWN_FROM.items(), ("all", "All costs")):
        part = delivery if name == "all" else delivery.of(pl.col("known_from") == name)
        paid = part.total("amount", everywhere)
        share = _cells.part_of(
            paid.value or 0.0, whole.value or 0.0, why_missing=delivery.why_none, about_people=False, national=True
        )
        rows.append(Row(name, label, (paid, share, *ratios(part, everywhere)[:-1])))
    columns = (Column("amount", "Amount so far"), Column("share", "Share"), *_ratio_columns()[:-1])
    return Table("by_source", "Cost of full delivery, by how it is known", "How it is known", columns, tuple(rows))


def _per_head(protocol: Protocol, delivery: Delivery) -> Table:
    training = delivery.of(pl.col("item").is_in(list(TRAINING)))
    rows = tuple(Row(place.id, place.label, _heads(delivery, training, place)) for place in places(protocol))
    columns = (
        Column("sites", "Sites"),
        Column("per_site", "Per site"),
        Column("per_young_person", "Per young person"),
        Column("per_trained", "Per trained member of staff"),
        Column("training_per_trained", "Of that, hours of training and cover"),
    )
    return Table("per_head", "All costs of delivery so far, divided by whom it reached", "Site type", columns, rows)


def _heads(delivery: Delivery, training: Delivery, place: Place) -> tuple[Estimate, ...]:
    alike = Delivery(delivery.header, delivery.rows, delivery.sites.with_columns(one=pl.lit(1.0)))
    return (
        _cells.things(place.rows(delivery.sites).height, "sites", national=place.whole_study),
        replace(alike.per("amount", "one", place, unit="per site"), low=None, high=None),
        delivery.per_person("amount", "young_people", place, unit="per young person"),
        delivery.per_person("amount", "trained", place, unit="per trained member of staff"),
        training.per_person("amount", "trained", place, unit="per trained member of staff"),
    )


def _items(delivery: Delivery) -> Table:
    """List what was paid for and how each amount came about; the amounts add up to all costs."""
    columns = (
        Column("quantity", "Quantity"),
        Column("unit", "Unit"),
        Column("amount", "Amount"),
        Column("measured_by", "How it was counted"),
        Column("source", "Where the price is from"),
    )
    return Table("items", "What was paid for, and how it is known", "Item", columns, tuple(_item_rows(delivery)))


def _item_rows(delivery: Delivery) -> Iterator[Row]:
    spelt = pl.col("item", "unit").map_elements(identifier, return_dtype=pl.String)  # two spellings are one item
    by = delivery.rows.with_columns(spelt).group_by("perspective", "item", "known_from", "unit", maintain_order=True)
    lines = by.agg("quantity", "amount", pl.col("measured_by").unique(), pl.col("source").unique())
    lines = lines.with_columns(pl.col("quantity", "amount").list.sum(), pl.col("measured_by", "source").list.sort())
    for line in lines.sort("perspective", "known_from", "item", "unit").iter_rows(named=True):
        known = _in_print(line)
        cells = (
            _cells.things(round(line["quantity"]), words(line["unit"]).lower(), national=True),
            in_words(known["unit"], None),
            Estimate("amount", line["amount"], delivery.currency, None, national=True),
            in_words(known["measured_by"], None),
            in_words(known["source"], None),
        )
        label = f"{words(line['item'])} ({words(line['perspective']).lower()})"
        yield Row(f"{line['perspective']}_{line['known_from']}_{line['item']}_{line['unit']}", label, cells)


def _in_print(line: Mapping[str, Any]) -> dict[str, str]:
    """Return what an item's rows say of themselves. References of ledgers are the sites' own and are not printed."""
    by, source = ("; ".join(line[name]) for name in ("measured_by", "source"))
    return {
        "unit": words(line["unit"]).lower(),
        "measured_by": by[:1].upper() + by[1:],
        "source": "The sites' own ledgers" if line["known_from"] == RECORDED else source,
    }


FIGURES = (
    Figure(
        "per_place",
        "A year of full delivery, per place",
        "intervals",
        "per_place",
        ("yearly_per_place",),
        "Pounds per place and year",
        "For each site type and for all sites, a point for what a year of full delivery costs per place, with its "
        "interval.",
    ),
    Figure(
        "by_perspective",
        "A year of full delivery per place, by who bears it",
        "bars",
        "by_perspective",
        ("yearly_per_place",),
        "Pounds per place and year",
        "One bar for each perspective: what it bears of the cost of a year of full delivery, per place.",
    ),
)

analysis = Analysis(
    title="Cost of delivery",
    method=(
        "What sites recorded, what records count at unit costs with their sources, and the parts of what all sites "
        "share are added up in one year's prices and divided by places, children, young people and trained staff, as "
        "ratios of totals with intervals from how sites differ (CR2; Bell and McCaffrey 2002). What was paid once is "
        "spread as an annuity over the years it serves (Drummond and others, Methods for the economic evaluation of "
        "health care programmes, 4th edition, 2015)."
    ),
    answer=answer,
)
