"""The documents build without a warning, and reading them asks nobody else for anything."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.shared import REPOSITORY

_FETCHED = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?(?:https?:)?//|url\([\"']?(?:https?:)?//")


def test_the_documents_build_and_ask_nobody(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", tmp_path],
        cwd=REPOSITORY,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    pages = [*tmp_path.rglob("*.html"), *tmp_path.rglob("*.css")]
    assert len(pages) > 20
    assert [str(page) for page in pages if _FETCHED.search(page.read_text(encoding="utf-8"))] == []
