"""What evidence can be linked to, beside released numbers: codes, quotes that may be printed, and items of cost."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from newel.coding import Codebook
from newel.costs import read_registry
from newel.web.coding.queries.codebooks import codebook_now, codebooks
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.record_source import coding_frames
from newel.web.study import current_study


class Things:
    """Names by id, each kind read when it is first asked for. `name` is who reads."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The codes that are in use, with their themes."""
        return dict(pair for kept in codebooks() for pair in _codes(codebook_now(kept.pk)))

    @cached_property
    def quotes(self) -> Mapping[str, str]:
        """The quotes that the next freeze would hold: agreed to, of a redacted source, read twice.

        Whoever codes blind sees none of the codebook's: they are what other coders chose.
        """
        quotes = coding_frames()["quote"].select("quote_id", "code_id", "words").drop_nulls("words").iter_rows()
        unseen = {code for book in sight_of(self._name).blind_in for code in codebook_now(book).by_id}
        return {
            quote: f"{self.codes.get(code, code)}: “{words}”" for quote, code, words in quotes if code not in unseen
        }

    @cached_property
    def costs(self) -> Mapping[str, str]:
        """The items that the study's registry prices."""
        study = current_study()
        return {cost.item: cost.label for cost in read_registry(study.folder, study.protocol).unit_costs}

    def named(self, kind: str, thing: str) -> str:
        """Return the name of a thing; that it is not here any more, where it is not."""
        known = {"code": "codes", "quote": "quotes", "cost": "costs"}
        names: Mapping[str, str] = getattr(self, known[kind]) if kind in known else {}
        return names.get(thing, f"{thing} (not here any more)")


def _codes(codebook: Codebook) -> Iterator[tuple[str, str]]:
    for code in codebook.in_use():
        above = codebook.by_id[code.parent].name if code.parent else ""
        yield code.id, f"{above}: {code.name}" if above else code.name
