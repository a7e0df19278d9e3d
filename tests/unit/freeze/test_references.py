"""A record of a site, wave or group that the protocol does not have is refused, and nothing is sealed."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.freeze import seal
from newel.records import FrameSource
from tests.support.protocols import a_protocol
from tests.support.records import frame


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("monthly_return", {"site_id": "Jo Bloggs"}, "site_id"),
        ("response", {"wave": "w9"}, "wave"),
        ("consent", {"group": "governors"}, "group"),
    ],
)
def test_an_id_that_is_not_in_the_protocol_is_refused(
    tmp_path: Path, kind: str, row: dict[str, str], column: str
) -> None:
    with pytest.raises(Refused) as refused:
        seal(a_protocol(), FrameSource({kind: frame(kind, [row])}, "a list in a test"), tmp_path)

    (fault,) = refused.value.faults
    assert (fault.file, fault.place, fault.found[:6]) == (kind, column, "1 rows")
    assert next(iter(row.values())) not in str(refused.value)
    assert not list(tmp_path.iterdir())
