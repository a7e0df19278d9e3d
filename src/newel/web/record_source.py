"""The one door from the web shell's database to the freeze."""

from functools import cached_property

import polars as pl

from newel.records import KINDS, RecordKind, conform
from newel.records.kinds import SITE
from newel.web.capture.record_source import capture_frames
from newel.web.care.record_source import care_frames
from newel.web.coding.record_source import coding_frames
from newel.web.example.queries.day import example_day
from newel.web.observations.record_source import observation_frames
from newel.web.returns.record_source import return_frames
from newel.web.sessions.record_source import session_frames
from newel.web.study import current_study
from newel.web.synthesis.record_source import synthesis_frames


class WebSource:
    """Implements `newel.records.RecordSource`: what was collected here, as it stands when it is first asked."""

    @property
    def description(self) -> str:
        """One line for the manifest."""
        return "the web shell's database"

    @cached_property
    def synthetic(self) -> bool:
        """Whether the database holds the example: then everything in it is called synthetic, what was typed in too."""
        return example_day() is not None

    def frame(self, kind: RecordKind) -> pl.DataFrame:
        """Return every record of one kind; kinds that are not collected here have no rows."""
        return self._frames.get(kind.name, kind.empty())

    @cached_property
    def _frames(self) -> dict[str, pl.DataFrame]:
        doors = (
            return_frames,
            care_frames,
            capture_frames,
            session_frames,
            synthesis_frames,
            coding_frames,
            observation_frames,
        )
        return {SITE.name: _sites()} | {name: frame for door in doors for name, frame in door().items()}


def _sites() -> pl.DataFrame:
    rows = [
        {
            "site_id": site.id,
            "pseudonym": site.pseudonym,
            "site_type": site.type,
            "places": site.places,
            "rollout": site.rollout,
            "rollout_month": site.rollout_month,
            "focus": site.focus,
        }
        for site in current_study().protocol.sites
    ]
    return conform(KINDS[SITE.name], pl.DataFrame(rows, schema=SITE.schema))
