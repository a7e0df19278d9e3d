"""What help people said they had, priced, beside their scores in the same wave: one row for each response."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.analysis import _cells
from newel.analysis._answers import sent_answers, sent_responses
from newel.analysis._delivery import Delivery, read_delivery
from newel.analysis._outcomes import Scores, impact_waves, scored_outcomes
from newel.analysis._places import places
from newel.analysis._plugin import Evidence
from newel.analysis._unit_prices import LeftOut, UnitPrice, beside, contact_prices
from newel.analysis._wave_dose import wave_doses
from newel.protocol import Protocol, ServiceUse
from newel.statistics.arrays import Numbers

NO_BLOCK = "the protocol has no block [economics.service_use], so nobody was asked what help they had"
NO_WAVES = "the protocol has no block [impact], so it names no waves to compare"
NO_ITEM = "the study holds no questionnaire that counts the help people had"
NOBODY = "nobody of the group sent answers"


@dataclass(frozen=True)
class ServiceUsers:
    """n responses of one group in the waves compared, in order of wave, site and person. What nobody said is nan."""

    header: ServiceUse
    perspectives: tuple[str, ...]
    frame: pl.DataFrame
    """participant_id, site_id and wave, a row a response."""
    counts: Numbers
    """Contacts in the months asked about, (n, items)."""
    unit_costs: tuple[UnitPrice, ...]
    """What contacts are priced at, and what of delivery is."""
    bearing: Numbers
    """1 where a contact is priced at a unit cost, (n, items, unit costs)."""
    delivery: Numbers
    """What delivery costs each perspective for a child and year, as far as the site delivered, (n, perspectives)."""
    delivered: Numbers
    """What a pound more of a unit cost that is not known for certain would add to that, (n, unit costs)."""
    scores: Numbers
    """(n, outcomes)."""
    outcomes: tuple[Scores, ...]
    left_out: LeftOut = ()
    """Answers that have no price: (how many, why)."""
    why_no_delivery: str = ""
    """Why delivery's own cost is not in the costs, or an empty text."""

    def costs(self, counts: Numbers) -> Numbers:
        """Return what people with these counts cost each perspective in a year, with delivery: (n, perspectives)."""
        amounts = [[each.amount * (each.perspective == name) for name in self.perspectives] for each in self.unit_costs]
        return np.asarray(self._contacts(counts) @ np.reshape(amounts, (-1, len(self.perspectives))) + self.delivery)

    def units(self, counts: Numbers) -> Numbers:
        """Return what a pound more of each unit cost would add to what these people cost in a year: (n, unit costs)."""
        return np.asarray(self._contacts(counts) + self.delivered)

    def _contacts(self, counts: Numbers) -> Numbers:
        return np.asarray(np.einsum("ni,nic->nc", counts, self.bearing) * (12 / self.header.months))

    def people(self, *waves: str) -> int:
        """Return how many people answered in any of these waves."""
        return self.frame.filter(pl.col("wave").is_in(waves))["participant_id"].n_unique()


def why_no_users(evidence: Evidence) -> str:
    """Return why nothing can be said of the help people had, or an empty text."""
    header = _header(evidence.protocol)
    if header is None:
        return NO_BLOCK
    if not impact_waves(evidence.protocol):
        return NO_WAVES
    if not {each.item.partition(".")[0] for each in header.counts} <= set(evidence.instruments):
        return NO_ITEM
    return NOBODY if _responses(evidence, header).is_empty() else ""


def read_service_users(evidence: Evidence) -> ServiceUsers:
    """Return what people said of the help they had, with their scores. Ask `why_no_users` first."""
    header, economics = _header(evidence.protocol), evidence.protocol.economics
    if header is None or economics is None:
        raise ValueError(NO_BLOCK)
    frame = _responses(evidence, header)
    known = {outcome.id: outcome for outcome in evidence.protocol.outcomes}
    outcomes = tuple(scored_outcomes(evidence, [known[name] for name in header.effects]).values())
    paid = read_delivery(evidence)
    prices = contact_prices(evidence, header, frame, delivery=paid)
    delivery, delivered, why = _delivery(evidence, frame, paid, unit_costs=prices.unit_costs)
    return ServiceUsers(
        header,
        economics.perspectives,
        frame,
        counts=_counts(evidence, header, frame),
        unit_costs=prices.unit_costs,
        bearing=prices.bearing,
        delivery=delivery,
        delivered=delivered,
        scores=_side_by_side(frame, [beside(frame, each.frame, "score") for each in outcomes]),
        outcomes=outcomes,
        left_out=prices.left_out,
        why_no_delivery=why,
    )


def _header(protocol: Protocol) -> ServiceUse | None:
    return protocol.economics.service_use if protocol.economics else None


def _responses(evidence: Evidence, header: ServiceUse) -> pl.DataFrame:
    order = {wave.id: place for place, wave in enumerate(impact_waves(evidence.protocol))}
    sent = sent_responses(evidence, header.group).filter(pl.col("wave").is_in(list(order)))
    ranked = pl.col("wave").replace_strict(order, return_dtype=pl.Int64)
    return sent.select("response_id", "participant_id", "site_id", "wave").sort(ranked, "site_id", "participant_id")


def _side_by_side(frame: pl.DataFrame, columns: list[Numbers]) -> Numbers:
    return np.column_stack(columns) if columns else np.zeros((frame.height, 0))


def _counts(evidence: Evidence, header: ServiceUse, frame: pl.DataFrame) -> Numbers:
    columns = []
    for each in header.counts:
        name, _, item = each.item.partition(".")
        instrument = evidence.instruments[name].asked_of(header.group)
        answers = sent_answers(evidence, frame, instrument).filter(pl.col("item") == item)
        columns.append(beside(frame, answers, "value"))
    return _side_by_side(frame, columns)


def _delivery(
    evidence: Evidence, frame: pl.DataFrame, paid: Delivery, *, unit_costs: tuple[UnitPrice, ...]
) -> tuple[Numbers, Numbers, str]:
    """Return a child and year of delivery at the site of each row, as far as it delivered: pounds, and units of each.

    What sites wrote down that they paid, and their part of shared costs, are what they are; no unit cost is in them.
    """
    names = evidence.protocol.economics.perspectives if evidence.protocol.economics else ()
    why = _mean_of_sites(evidence, paid)[1]
    units = np.zeros((frame.height, len(unit_costs)))
    if why:
        return np.zeros((frame.height, len(names))), units, why
    doses = wave_doses(evidence).select("site_id", "wave", "phase")
    there = frame.join(doses, on=("site_id", "wave"), how="left", maintain_order="left")
    phase = np.nan_to_num(_cells.numbers(there, "phase"))
    for place, price in enumerate(unit_costs):
        if price.error and price.amount:
            part = paid.of(pl.col("unit_cost") == price.id)
            units[:, place] = phase * _yearly(evidence, part, frame) / price.amount
    yearly = [_yearly(evidence, paid.borne_by(name), frame) for name in names]
    return phase[:, None] * np.column_stack(yearly), units, ""


def _mean_of_sites(evidence: Evidence, delivery: Delivery) -> tuple[float, str]:
    cell = delivery.per("accrued", "full_child_years", places(evidence.protocol)[-1], unit="")
    return cell.value or 0.0, cell.why_missing


def _yearly(evidence: Evidence, mine: Delivery, frame: pl.DataFrame) -> Numbers:
    """Return a year of full delivery for a child at each row's site; the mean of all sites where that is not known."""
    mean = _mean_of_sites(evidence, mine)[0]
    rates = mine.sites.select("site_id", rate=pl.col("accrued") / pl.col("full_child_years"))
    known = frame.join(rates, on="site_id", how="left", maintain_order="left")["rate"]
    return known.fill_nan(None).fill_null(mean).to_numpy()
