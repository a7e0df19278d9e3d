"""The contracts of pyproject.toml leave nothing out: a new package or a new web app cannot slip past them."""

import tomllib

from tests.support.shared import REPOSITORY

SOURCE = REPOSITORY / "src" / "newel"
SETTINGS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
CONTRACTS = {contract["name"]: contract for contract in SETTINGS["importlinter"]["contracts"]}


def _placed() -> set[str]:
    layers = CONTRACTS["The flow runs one way"]["layers"]
    return {f"newel.{name.strip()}" for layer in layers for name in layer.split("|")}


def test_every_package_but_the_web_is_kept_from_django() -> None:
    assert {*CONTRACTS["The core never meets Django"]["source_modules"]} == _placed() - {"newel.web"}


def test_every_web_app_keeps_its_tables_to_itself() -> None:
    tables = [*SOURCE.glob("web/*/models"), *SOURCE.glob("web/*/models.py")]
    apps = {f"newel.web.{path.parent.name}" for path in tables}
    protected = {
        (app.removesuffix(".models"), *contract["allowed_importers"])
        for contract in CONTRACTS.values()
        if contract["type"] == "protected"
        for app in contract["protected_modules"]
    }
    assert apps
    assert protected == {(app, app) for app in apps}


def test_no_check_is_switched_off_without_a_reason_beside_it() -> None:
    silenced = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in sorted(SOURCE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for mark in ("# noqa", "# type: ignore", "# pragma: no cover")
        if mark in line and " - " not in line.split(mark, 1)[1] and "#" not in line.split(mark, 1)[1]
    ]
    assert silenced == []
