"""A freeze is the same bytes for the same records, and refuses to be read once a byte of it has changed."""

import hashlib
import json
from pathlib import Path

import pytest

from newel.faults import Refused
from newel.freeze import current_freeze, open_freeze, seal
from newel.protocol import Protocol, fingerprint
from newel.records import FrameSource
from tests.support.protocols import a_protocol
from tests.support.records import frame

SITES = frame("site", [{"site_id": "S01"}, {"site_id": "S02"}])


def a_source(**frames: object) -> FrameSource:
    return FrameSource({"site": SITES} | frames, "a list in a test", synthetic=True)  # type: ignore[arg-type]  # frames


@pytest.fixture
def protocol() -> Protocol:
    return a_protocol()


def test_the_same_records_give_the_same_bytes(tmp_path: Path, protocol: Protocol) -> None:
    first = seal(protocol, a_source(), tmp_path / "one")
    second = seal(protocol, a_source(), tmp_path / "two")

    assert first.id == second.id
    files = sorted(path.name for path in first.folder.iterdir())
    assert files == sorted(path.name for path in second.folder.iterdir())
    for name in files:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()


def test_sealing_again_in_the_same_place_changes_nothing(tmp_path: Path, protocol: Protocol) -> None:
    first = seal(protocol, a_source(), tmp_path)
    again = seal(protocol, a_source(), tmp_path)

    assert first == again


def test_other_records_or_another_protocol_give_another_freeze(tmp_path: Path, protocol: Protocol) -> None:
    longer = protocol.model_copy(update={"needs": (*protocol.needs, "sleep")})
    ids = {
        seal(protocol, a_source(), tmp_path).id,
        seal(protocol, FrameSource({}, "a list in a test", synthetic=True), tmp_path).id,
        seal(longer, a_source(), tmp_path).id,
    }

    assert len(ids) == 3


def test_the_manifest_says_what_is_sealed_and_under_which_protocol(tmp_path: Path, protocol: Protocol) -> None:
    sealed = seal(protocol, a_source(), tmp_path)

    manifest = json.loads((sealed.folder / "datapackage.json").read_text(encoding="utf-8"))
    site = next(resource for resource in manifest["resources"] if resource["name"] == "site")
    content = (sealed.folder / "site.parquet").read_bytes()
    assert site["rows"] == 2
    assert site["bytes"] == len(content)
    assert site["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert manifest["newel"]["protocol"] == fingerprint(protocol)
    assert manifest["newel"]["synthetic"] is True


def test_a_changed_byte_is_refused_with_the_name_of_the_file(tmp_path: Path, protocol: Protocol) -> None:
    sealed = seal(protocol, a_source(), tmp_path)
    path = sealed.folder / "site.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        open_freeze(sealed.folder)

    assert [fault.file for fault in refused.value.faults] == ["site.parquet"]
    assert "Restore it from a backup" in str(refused.value)


def test_a_changed_manifest_is_refused(tmp_path: Path, protocol: Protocol) -> None:
    sealed = seal(protocol, a_source(), tmp_path)
    manifest = sealed.folder / "datapackage.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"rows": 2', '"rows": 3'), encoding="utf-8")

    with pytest.raises(Refused, match=r"datapackage\.json"):
        open_freeze(sealed.folder)


def test_a_missing_file_is_named(tmp_path: Path, protocol: Protocol) -> None:
    sealed = seal(protocol, a_source(), tmp_path)
    (sealed.folder / "cost.parquet").unlink()

    with pytest.raises(Refused, match=r"cost\.parquet"):
        open_freeze(sealed.folder)


def test_without_a_freeze_the_error_says_how_to_seal_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="newel freeze"):
        current_freeze(tmp_path)


def test_the_current_freeze_is_the_one_sealed_last(tmp_path: Path, protocol: Protocol) -> None:
    first = seal(protocol, a_source(), tmp_path)
    last = seal(protocol, FrameSource({}, "nothing"), tmp_path)

    assert current_freeze(tmp_path) == last
    assert open_freeze(first.folder).id == first.id
