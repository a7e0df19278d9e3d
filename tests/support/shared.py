"""The folder `shared` beside the checkout: files made by others, and numbers computed by reference software."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NEWEL_SHARED", REPOSITORY.parent / "shared"))
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the folder `shared` beside the checkout")
