"""Everything installed is locked by hash, names no host, and may be used by anyone."""

import importlib.metadata
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.shared import REPOSITORY

LOCKS = ("runtime", "dev", "spark", "bayes", "deid", "suggest", "postgres")
EXTRAS = ("spark", "bayes", "deid", "suggest", "postgres")
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*==[^\s\\]+(?: ; [^\\]+)?)", re.MULTILINE)

PERMISSIVE = (
    "MIT",
    "BSD",
    "Apache",
    "PSF",
    "Python-2.0",
    "Python Software Foundation",
    "MPL",
    "Mozilla Public",
    "ISC",
    "Unlicense",
    "Zlib",
    "CC0",
    "HPND",
    "0BSD",
)
ARGUED = {
    "cons": "LGPL 3 by its licence file; beneath bambi, in the extra `bayes` alone, and used as it comes",
    "psycopg": "LGPL 3; Django's driver for PostgreSQL, in the extra `postgres` alone, and used as it comes",
    "psycopg-binary": "LGPL 3; the same, with the client library",
    "minikanren": "BSD with three clauses by its licence file, which its metadata does not say",
}


def _locked(name: str) -> list[Requirement]:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return [Requirement(pin) for pin in _PIN.findall(text)]


def _asked_for(name: str) -> list[Requirement]:
    lines = (REPOSITORY / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    bare = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(line) for line in bare if line and not line.startswith("-")]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert blocks
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", ["runtime", "build", "dev", *EXTRAS])
def test_a_lock_answers_what_is_asked_for(name: str) -> None:
    locked = {canonicalize_name(pin.name): pin for pin in _locked("runtime" if name == "build" else name)}
    for asked in _asked_for(name):
        pin = locked[canonicalize_name(asked.name)]
        assert asked.specifier.contains(str(pin.specifier).removeprefix("=="), prereleases=True)


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    assert {str(pin) for pin in _locked("runtime")} <= {str(pin) for pin in _locked("dev")}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_asked_for_has_its_reason_beside_it(name: str) -> None:
    lines = (REPOSITORY / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "-")) and "# " not in line] == []


@pytest.mark.parametrize(
    "pin",
    {
        pin.name: pin
        for name in (*EXTRAS, "runtime")
        for pin in _locked(name)
        if pin.marker is None or pin.marker.evaluate()
    }.values(),
    ids=lambda pin: pin.name,
)
def test_what_is_shipped_with_newel_may_be_used_by_anyone(pin: Requirement) -> None:
    if pin not in _locked("runtime") and not any(importlib.metadata.distributions(name=pin.name)):
        pytest.skip("the extra is not installed here")
    about = importlib.metadata.metadata(pin.name)
    stated = [about.get("License-Expression", ""), (about.get("License") or "")[:200]]
    stated += [value for value in about.get_all("Classifier", []) if value.startswith("License ::")]
    licence = " ".join(filter(None, stated))
    assert pin.name in ARGUED or any(word in licence for word in PERMISSIVE), (
        f"{pin.name}: {licence or 'states no licence'}"
    )
    assert not re.search(r"\bA?GPL", licence.replace("LGPL", "")), f"{pin.name}: {licence}"
