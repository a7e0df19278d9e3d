"""A law of the web shell: every act is written into the audit, inside the act's own transaction."""

import ast
from pathlib import Path

import pytest

import newel.web

WEB = Path(newel.web.__file__).parent
ACTS = sorted(path for path in WEB.glob("*/actions/*.py") if not path.name.startswith("_"))
WRITES = {"record_event", "record_act"}
WITHOUT_EVENT = {
    "public/actions/count_page.py": "changes nothing of the study, and would tell when somebody read",
    "audit/actions/recording.py": "is what writes the event",
    "coding/actions/follow_first_version.py": "frees codings that `follow_version` then follows, in the act that signs",
}


def calls(tree: ast.AST) -> list[str]:
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [func.id for func in called if isinstance(func, ast.Name)]


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_every_act_writes_its_event_in_a_transaction_of_its_own(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    writes = WRITES.intersection(calls(tree))
    name = path.relative_to(WEB).as_posix()

    assert bool(writes) != (name in WITHOUT_EVENT), f"{name} writes {writes or 'no event'}"
    if writes:
        assert "@transaction.atomic" in path.read_text(encoding="utf-8"), f"{name} opens no transaction"


def test_the_exceptions_to_the_law_are_still_there():
    assert {path.relative_to(WEB).as_posix() for path in ACTS}.issuperset(WITHOUT_EVENT)
