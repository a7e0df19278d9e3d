"""Needs: a need was found, was not found, or was never looked for, and the third is never taken for the second."""

from collections.abc import Sequence

import polars as pl

from newel.protocol import Protocol


def assessed_domains(protocol: Protocol, assessment: pl.DataFrame) -> list[str]:
    """Return the protocol's domains in its order, then any that only the records know."""
    return list(dict.fromkeys([*protocol.needs, *assessment["domain"].unique().sort()]))


def needs_by_site(assessment: pl.DataFrame, domains: Sequence[str]) -> pl.DataFrame:
    """Return domain, site_id, admitted, assessed, identified: children counted, for every domain at every site.

    A domain that nobody wrote down for a child was not assessed either. Only where it was assessed can a need count as
    identified or as not identified.
    """
    admitted = assessment.group_by("site_id").agg(admitted=pl.col("child_id").n_unique())
    found = assessment.group_by("domain", "site_id").agg(
        assessed=pl.col("need").is_in(["identified", "not_identified"]).sum(),
        identified=(pl.col("need") == "identified").sum(),
    )
    return (
        pl.DataFrame({"domain": list(domains)}, schema={"domain": pl.String})
        .join(admitted, how="cross")
        .join(found, on=["domain", "site_id"], how="left")
        .with_columns(pl.col("assessed", "identified").fill_null(0))
        .sort("domain", "site_id")
    )


def whole_assessments(assessment: pl.DataFrame, domains: Sequence[str]) -> pl.DataFrame:
    """Return child_id, site_id, all_assessed, assessed, took_part: one row a child and site.

    `all_assessed`: every domain was assessed. `assessed` and `took_part` count domains: those assessed, and those of
    them in whose assessment the young person took part.
    """
    assessed = pl.col("domain").is_in(list(domains)) & (pl.col("need") != "not_assessed")
    return (
        assessment.group_by("child_id", "site_id")
        .agg(
            all_assessed=pl.col("domain").filter(assessed).n_unique() == len(set(domains)),
            assessed=assessed.sum(),
            took_part=(assessed & pl.col("child_took_part").fill_null(value=False)).sum(),
        )
        .sort("child_id", "site_id")
    )
