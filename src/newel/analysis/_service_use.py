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
from newel.analysis._wave_dose import wave_doses
from newel.costs import registry_of, service_use_costs
from newel.protocol import Protocol, ServiceUse
from newel.statistics.arrays import Numbers

NO_BLOCK = "the protocol has no block [economics.service_use], so nobody was asked what help they had"
NO_WAVES = "the protocol has no block [impact], so it names no waves to compare"
NO_ITEM = "the study holds no questionnaire that counts the help people had"
NOBODY = "nobody of the group sent answers"
_KEY = ("participant_id", "wave")
LeftOut = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ServiceUsers:
    """n responses of one group in the waves compared, in order of wave, site and person. What nobody said is nan."""

    header: ServiceUse
    perspectives: tuple[str, ...]
    frame: pl.DataFrame
    """participant_id, site_id and wave, a row a response."""
    counts: Numbers
    """Contacts in the months asked about, (n, items)."""
    prices: Numbers
    """What one contact costs each perspective, (n, items, perspectives)."""
    delivery: Numbers
    """What delivery costs each perspective for a child and year, as far as the site delivered, (n, perspectives)."""
    scores: Numbers
    """(n, outcomes)."""
    outcomes: tuple[Scores, ...]
    left_out: LeftOut = ()
    """Answers that have no price: (how many, why)."""
    why_no_delivery: str = ""
    """Why delivery's own cost is not in the costs, or an empty text."""

    def costs(self, counts: Numbers) -> Numbers:
        """Return what people with these counts cost each perspective in a year, with delivery: (n, perspectives)."""
        used = np.einsum("ni,nip->np", counts, self.prices) * (12 / self.header.months)
        return np.asarray(used + self.delivery)

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
    prices, left_out = _prices(evidence, header, frame)
    delivery, why = _delivery(evidence, frame)
    return ServiceUsers(
        header,
        economics.perspectives,
        frame,
        counts=_counts(evidence, header, frame),
        prices=prices,
        delivery=delivery,
        scores=_side_by_side(frame, [_beside(frame, each.frame, "score") for each in outcomes]),
        outcomes=outcomes,
        left_out=left_out,
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


def _beside(frame: pl.DataFrame, values: pl.DataFrame, column: str) -> Numbers:
    """Return a column of values by person and wave in the rows of `frame`; nan where there is none."""
    joined = frame.select(_KEY).join(values.select(*_KEY, column), on=_KEY, how="left", maintain_order="left")
    return _cells.numbers(joined, column)


def _counts(evidence: Evidence, header: ServiceUse, frame: pl.DataFrame) -> Numbers:
    columns = []
    for each in header.counts:
        name, _, item = each.item.partition(".")
        instrument = evidence.instruments[name].asked_of(header.group)
        answers = sent_answers(evidence, frame, instrument).filter(pl.col("item") == item)
        columns.append(_beside(frame, answers, "value"))
    return _side_by_side(frame, columns)


def _prices(evidence: Evidence, header: ServiceUse, frame: pl.DataFrame) -> tuple[Numbers, LeftOut]:
    """Return what one contact of each kind costs each perspective, and what has no price and so costs nothing here."""
    items = [each.item for each in header.counts]
    ones = frame.join(pl.DataFrame({"item": items}), how="cross").with_columns(quantity=pl.lit(1.0))
    found = service_use_costs(evidence.protocol, registry_of(evidence.freeze.frame), ones)
    names = evidence.protocol.economics.perspectives if evidence.protocol.economics else ()
    prices = np.zeros((frame.height, len(items), len(names)))
    for place, item in enumerate(items):
        for column, name in enumerate(names):
            mine = found.rows.filter((pl.col("item") == item) & (pl.col("perspective") == name))
            prices[:, place, column] = np.nan_to_num(_beside(frame, _summed(mine), "amount"))
    return prices, found.left_out


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(_KEY, maintain_order=True).agg(pl.col("amount").sum())


def _delivery(evidence: Evidence, frame: pl.DataFrame) -> tuple[Numbers, str]:
    """Return what delivery costs for a child and year at the site of each row, times how far it delivered then."""
    names = evidence.protocol.economics.perspectives if evidence.protocol.economics else ()
    delivery = read_delivery(evidence)
    why = _mean_of_sites(evidence, delivery)[1]
    if why:
        return np.zeros((frame.height, len(names))), why
    doses = wave_doses(evidence).select("site_id", "wave", "phase")
    there = frame.join(doses, on=("site_id", "wave"), how="left", maintain_order="left")
    yearly = [_yearly(evidence, delivery.borne_by(name), frame) for name in names]
    return np.nan_to_num(_cells.numbers(there, "phase"))[:, None] * np.column_stack(yearly), ""


def _mean_of_sites(evidence: Evidence, delivery: Delivery) -> tuple[float, str]:
    cell = delivery.per("accrued", "full_child_years", places(evidence.protocol)[-1], unit="")
    return cell.value or 0.0, cell.why_missing


def _yearly(evidence: Evidence, mine: Delivery, frame: pl.DataFrame) -> Numbers:
    """Return a year of full delivery for a child at each row's site; the mean of all sites where that is not known."""
    mean = _mean_of_sites(evidence, mine)[0]
    rates = mine.sites.select("site_id", rate=pl.col("accrued") / pl.col("full_child_years"))
    known = frame.join(rates, on="site_id", how="left", maintain_order="left")["rate"]
    return known.fill_nan(None).fill_null(mean).to_numpy()
